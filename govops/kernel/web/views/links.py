"""关联: what this record has to do with others; both directions, only what one may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.records import links
from govops.kernel.records.models import Link, Record
from govops.kernel.records.visibility import visible
from govops.kernel.registers import doors, finding, site
from govops.kernel.registers.declarations import Register
from govops.kernel.web import cells
from govops.kernel.web.views.common import actor_of, back_of, dialog, go, link, register_of, toast, typed

_MOST = 20


def panel(
    register: Register, record: Record, actor: Actor, *, may_change: bool, rows: list[Link]
) -> dict[str, Any]:
    """The context of `records/links.html`; `rows`: what `links.touching` the record."""
    return {
        "rows": [_row(register, record, one) for one in links.of(record, actor, rows=rows)],
        "may_change": may_change,
        "add_url": f"{register.url(record.pk)}link/",
    }


def may_change(register: Register, record: Record, actor: Actor) -> bool:
    """Whether the page offers to relate this record; asks the database only where the scope is narrow."""
    scope = table.scope_of(actor, "write", register.code)
    return scope == "all" or (bool(scope) and links.may_link(record, actor))


def _row(register: Register, record: Record, one: links.Linked) -> dict[str, Any]:
    other = site.get(one.register)
    return {
        "word": one.word,
        "number": one.record.number,
        "title": one.record.title,
        "url": link(other.url(one.record.pk), back=register.url(record.pk)),
        "state": cells.state_chip(other, one.record) if other.process else None,
        "remove_url": f"{register.url(record.pk)}link/{one.link.pk}/remove/",
    }


def add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Choose a word and a record by number or title."""
    register = register_of(code, request, operation="write")
    actor = actor_of(request)
    record = doors.get(register, pk, actor=actor)
    kind, to = request.POST.get("kind", links.words()[0]), request.POST.get("to", "")
    error = ""
    if request.method == "POST":
        try:
            other = chosen(to, actor)
            links.add(record, other, kind=kind, actor=actor)
        except Refused as refusal:
            trail.refusal(actor=actor, refused=refusal, register=code, record_id=pk, number=record.number)
            error = refusal.sentence
        else:
            toast(request, f"已关联 {other.number}。")
            return go(request, link(register.url(pk), back=back_of(request, register.url())))
    context = {
        "register": register,
        "record": record,
        "title": f"添加关联：{record.number}",
        "words": links.words(),
        "kind": kind,
        "error": error,
        "back": back_of(request, register.url()),
        "picker": {"name": "to", "id": "link-to", "url": "/pick/any/", "multiple": False, "required": True,
                   "values": [], "placeholder": "输入编号或事项中的词", "disabled": False, "invalid": bool(error), "describedby": ""},
    }  # fmt: skip
    return dialog(request, "records/link_dialog.html", context, status=422 if error else 200)


def chosen(text: str, actor: Actor) -> Record:
    """The record behind `register:id` or behind a number; 422 with the sentence when there is none to see."""
    code, _, pk = text.partition(":")
    register = site.find(code)
    if register is not None and pk.isdecimal() and len(pk) < 19 and table.scope_of(actor, "read", code):
        found = visible(register.model._default_manager.filter(pk=int(pk)), actor, register=code).first()
    else:
        found = next(iter(_by_number(text.strip(), actor)), None)
    if found is None:
        raise Refused("请从列表中选择要关联的单据，或写完整的编号。", field="to", status=422)
    return found


def _by_number(number: str, actor: Actor) -> list[Record]:
    series = number.partition("-")[0].upper()
    return [
        row
        for register in site.all_registers()
        if register.series == series and table.scope_of(actor, "read", register.code)
        for row in visible(
            register.model._default_manager.filter(number=number.upper()), actor, register=register.code
        )
    ]


@require_POST
def remove(request: HttpRequest, code: str, pk: int, link_id: int) -> HttpResponse:
    """解除关联."""
    register = register_of(code, request)
    actor = actor_of(request)
    record = doors.get(register, pk, actor=actor)
    try:
        links.remove(links.linked(record, actor, link_id), actor=actor)
    except Refused as refusal:
        trail.refusal(actor=actor, refused=refusal, register=code, record_id=pk, number=record.number)
        raise
    toast(request, "已解除关联。")
    return go(request, link(register.url(pk), back=back_of(request, register.url())))


def pick(request: HttpRequest) -> HttpResponse:
    """Records of every register that one may read, by number or by words of the title."""
    actor = actor_of(request)
    text = typed(request)
    rows = [
        {
            "id": f"{hit.register}:{hit.record_id}",
            "label": f"{hit.number} {hit.title}",
            "note": hit.register_title,
        }
        for hit in finding.find(actor, text, limit=_MOST + 1)
    ]
    answer = {"results": rows[:_MOST], "more": len(rows) > _MOST}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
