"""What is said beside a record, and what it has to do with others: comments and links."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.api import bodies, writing
from govops.kernel.api.idempotency import Done, once
from govops.kernel.api.problems import answer
from govops.kernel.api.records import register_of, seen
from govops.kernel.api.tokens import actor_of
from govops.kernel.organization.models import Person
from govops.kernel.records import comments, links
from govops.kernel.records.models import Record
from govops.kernel.records.visibility import visible
from govops.kernel.registers import site
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.references import resolve

Json = dict[str, Any]


def show_comments(request: HttpRequest, code: str, record_id: int) -> HttpResponse:
    """What the token's person may read of the latest comments, oldest first."""
    register, actor = register_of(code), actor_of(request)
    return answer({"items": _comments(seen(register, record_id, actor), actor)})


def add_comment(request: HttpRequest, code: str, record_id: int) -> HttpResponse:
    """Say something: text, and if wanted is_internal and mentions (ids, employee numbers or names)."""
    register, actor = register_of(code), actor_of(request)
    record = seen(register, record_id, actor)
    body = bodies.read(request)
    _only(body, "text", "is_internal", "mentions")
    text, is_internal = body.get("text", ""), body.get("is_internal", False)
    if not isinstance(text, str):
        raise Refused("“text”应为文本。", field="text", status=422)
    if not isinstance(is_internal, bool):
        raise Refused("“is_internal”应为 true 或 false。", field="is_internal", status=422)
    mentioned = _people(body.get("mentions"))

    def work() -> Done:
        made = comments.add(record, text=text, actor=actor, is_internal=is_internal, mentions=mentioned)
        told = next(one for one in _comments(record, actor) if one["id"] == made.pk)
        return Done(told, record.pk, status=201)

    return once(request, actor=actor, register=code, work=work)


def _comments(record: Record, actor: Actor) -> list[Json]:
    shown = comments.of(record, actor)
    known = {pk for one in shown for pk in one.comment.mentions}
    names = dict(Person.objects.filter(pk__in=known).values_list("pk", "name")) if known else {}
    return [_comment(one, names) for one in shown]


def _comment(shown: comments.Shown, names: dict[int, str]) -> Json:
    said = shown.comment
    return {
        "id": said.pk,
        "at": writing.local(said.at),
        "author": {"id": said.author.pk, "name": said.author.name} if said.author else None,
        "text": said.text,
        "is_internal": said.is_internal,
        "mentions": [{"id": pk, "name": names[pk]} for pk in said.mentions if pk in names],
        "attachments": [
            {"id": file.pk, "name": file.name, "size": file.size, "sm3": file.digest} for file in shown.files
        ],
    }


def _people(value: Any) -> list[Person]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(
        isinstance(one, int | str) and not isinstance(one, bool) for one in value
    ):
        raise Refused("“mentions”应为人员 id、工号或姓名的列表。", field="mentions", status=422)
    try:
        rows = Person.objects.filter(is_active=True)
        wanted = [resolve(rows, one).pk for one in value[: comments.MOST_MENTIONS + 1]]
    except LookupError as error:
        raise Refused(f"“mentions”：{error}，请核对人员。", field="mentions", status=422) from None
    return list(rows.filter(pk__in=wanted))


def show_links(request: HttpRequest, code: str, record_id: int) -> HttpResponse:
    """Both directions, as they read from this record."""
    register, actor = register_of(code), actor_of(request)
    record = seen(register, record_id, actor)
    return answer({"items": [_link(one) for one in links.of(record, actor)]})


def add_link(request: HttpRequest, code: str, record_id: int) -> HttpResponse:
    """Relate the record to another: relation (the word), number (the other's)."""
    register, actor = register_of(code), actor_of(request)
    record = seen(register, record_id, actor)
    body = bodies.read(request)
    _only(body, "relation", "number")
    relation, number = body.get("relation", links.words()[0]), body.get("number")
    if not isinstance(number, str) or not number or len(number) > 40:
        raise Refused("请用 number 给出要关联的单据编号。", field="number", status=422)
    if not isinstance(relation, str):
        raise Refused(f"“relation”应为：{'、'.join(links.words())}。", field="relation", status=422)

    def work() -> Done:
        other = _numbered(number.strip().upper(), actor)
        made = links.add(record, other, kind=relation, actor=actor)
        told = next(one for one in links.of(record, actor) if one.link.pk == made.pk)
        return Done(_link(told), record.pk, status=201)

    return once(request, actor=actor, register=code, work=work)


def remove_link(request: HttpRequest, code: str, record_id: int, link_id: int) -> HttpResponse:
    """Take one relation away."""
    register, actor = register_of(code), actor_of(request)
    record = seen(register, record_id, actor)

    def work() -> Done:
        links.remove(links.linked(record, actor, link_id), actor=actor)
        return Done({"sentence": "已解除关联。"}, record.pk)

    return once(request, actor=actor, register=code, work=work)


def _numbered(number: str, actor: Actor) -> Record:
    series = number.partition("-")[0]
    for register in site.all_registers():
        if register.series == series and table.scope_of(actor, "read", register.code):
            rows = register.model._default_manager.filter(number=number)
            found: Record | None = visible(rows, actor, register=register.code).first()
            if found is not None:
                return found
    raise Refused(f"没有编号为“{number}”的单据，或者您无权查看。", field="number", status=422)


def _link(one: links.Linked) -> Json:
    other: Register = site.get(one.register)
    states = other.process.state_words if other.process else {}
    return {
        "id": one.link.pk,
        "relation": one.word,
        "register": one.register,
        "record_id": one.record.pk,
        "number": one.record.number,
        "title": one.record.title,
        "state": one.record.state,
        "state_label": str(states.get(one.record.state, "")),
        "url": f"/api/v1/{one.register}/{one.record.pk}",
    }


def _only(body: Json, *names: str) -> None:
    for name in body:
        if name not in names:
            raise Refused(f"没有“{name[:60]}”这一项，可用：{'、'.join(names)}。", field=name[:60], status=422)
