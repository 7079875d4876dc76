"""影响分析 on the page of a record: computed again, marked, excluded, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.records import links
from govops.kernel.records.models import Record
from govops.kernel.records.visibility import visible
from govops.kernel.registers import doors
from govops.kernel.registers.declarations import Register
from govops.kernel.web.pages import page
from govops.kernel.web.record_panels import RecordPanel, on_record_page
from govops.kernel.web.views.common import actor_of, register_of
from govops.modules.configuration import hooks
from govops.modules.configuration.actions import assessing
from govops.modules.configuration.choices import AffectedOrigin
from govops.modules.configuration.impact import ITEM
from govops.modules.configuration.models import ConfigurationItem
from govops.modules.configuration.pictures.assessed import assessment_of

#: lines shown; all are counted
MOST_IN_PANEL, MOST_ON_PAGE = 8, 200
Act = Callable[[Record, HttpRequest, Actor], str]


@on_record_page
def panel(register: Register, record: Record, actor: Actor) -> RecordPanel | None:
    """On the pages of the registers that asked for it, for readers of items."""
    if register.code not in hooks.assessed or not table.scope_of(actor, "read", ITEM):
        return None
    return RecordPanel("affected", "影响分析", f"/m/configuration/affected/{register.code}/{record.pk}/")


@page("configuration/affected/<slug:code>/<int:pk>/", name="configuration-affected")
def show(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The panel: a fragment to htmx, else a page of its own. POST does one of the verbs first."""
    register, actor = register_of(code, request), actor_of(request)
    if code not in hooks.assessed:
        raise Refused(f"“{register.title}”不做影响分析。", status=404)
    record = doors.get(register, pk, actor=actor)
    told, error = "", ""
    if request.method == "POST":
        try:
            told = _done(record, request, actor)
        except Refused as refusal:
            trail.refusal(actor=actor, refused=refusal, register=code, record_id=pk, number=record.number)
            error = refusal.sentence
    context: dict[str, Any] = {
        "register": register,
        "record": record,
        "url": request.path,
        "title": f"{record.number} 影响分析",
        "crumbs": [{"title": register.title, "url": register.url()}, {"title": record.number, "url": register.url(pk)}, {"title": "影响分析"}],
        "found": assessment_of(record, actor),
        "may_write": bool(table.may(actor, "write", code)) and links.may_link(record, actor),
        "told": told,
        "error": error,
        "picker": {"name": "item", "id": "affected-item", "url": f"/pick/{ITEM}/", "multiple": False, "required": False, "values": [],
                   "placeholder": "输入名称、编号或地址", "disabled": False, "invalid": bool(error), "describedby": "", "label": "配置项"},
    }  # fmt: skip
    is_page = not request.headers.get("HX-Request")
    context |= {
        "is_page": is_page,
        "rows": context["found"].rows[: MOST_ON_PAGE if is_page else MOST_IN_PANEL],
    }
    template = "page" if is_page else "panel"
    return render(request, f"configuration/affected_{template}.html", context, status=422 if error else 200)


def _done(record: Record, request: HttpRequest, actor: Actor) -> str:
    verb = _VERBS.get(request.POST.get("act", ""))
    if verb is None:
        raise Refused("请选择要做的事：重新计算、标记受影响、标记不受影响、撤销标记。", status=422)
    return verb(record, request, actor)


def _assess(record: Record, request: HttpRequest, actor: Actor) -> str:
    assessing.may_assess(record, actor)
    named = assessing.named_items(record)
    count = assessing.assess_record(record, actor)
    if not named and not count:
        return "本单还没有涉及的配置项：请在表单中填写，或在下面标记受影响的配置项，再重新计算。"
    return f"已重新计算：{count} 项受影响；人工标记和排除的没有改动。"


def _mark(record: Record, request: HttpRequest, actor: Actor) -> str:
    item = _item(request, actor)
    assessing.mark(record, item, AffectedOrigin.MANUAL, actor)
    return f"已标记 {item.number} 受影响。"


def _exclude(record: Record, request: HttpRequest, actor: Actor) -> str:
    item = _item(request, actor)
    assessing.mark(record, item, AffectedOrigin.EXCLUDED, actor)
    return f"已标记 {item.number} 不受影响；重新计算时不再经过它。"


def _take_back(record: Record, request: HttpRequest, actor: Actor) -> str:
    item = _item(request, actor)
    assessing.unmark(record, item, actor)
    assessing.assess_record(record, actor)
    return f"已撤销对 {item.number} 的人工标记，并重新计算。"


_VERBS: dict[str, Act] = {"assess": _assess, "mark": _mark, "exclude": _exclude, "undo": _take_back}


def _item(request: HttpRequest, actor: Actor) -> ConfigurationItem:
    text = request.POST.get("item", "").strip()
    rows = visible(ConfigurationItem.objects.all(), actor, register=ITEM)
    by_id = text.isdecimal() and text.isascii() and len(text) < 19
    found = (
        rows.filter(pk=int(text)).first()
        if by_id
        else rows.filter(number=text.upper()).first()
        if text
        else None
    )
    if found is None:
        raise Refused("请从列表中选择一个配置项，或写完整的编号。", field="item", status=422)
    return found
