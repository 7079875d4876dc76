"""List, read, create and change the records of every register."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.api import bodies, shapes, writing
from govops.kernel.api.idempotency import Done, once
from govops.kernel.api.problems import answer
from govops.kernel.api.tokens import actor_of, require_right
from govops.kernel.audit import trail
from govops.kernel.records.visibility import visible
from govops.kernel.registers import doors, lists, site
from govops.kernel.registers.declarations import Register

SIZE, LARGEST = 50, 200
LARGEST_ID = 2**63 - 1


def register_of(code: str) -> Register:
    """The register; 404 when there is none of that code."""
    register = site.find(code)
    if register is None:
        raise Refused(f"没有“{code[:60]}”这个台账，请对照 /api/v1/openapi.json 核对。", status=404)
    return register


def show_list(request: HttpRequest, code: str) -> HttpResponse:
    """One page of what the token may read, under the filters of the list page."""
    register, actor = register_of(code), actor_of(request)
    require_right(actor, "read", register)
    query = request.GET.copy()
    size = whole(query, "size", SIZE, LARGEST)
    _check_sort(register, query)
    rows = visible(register.model._default_manager.all(), actor, register=code).select_related(
        *writing.relations(register)
    )
    page = lists.page(register, lists.narrowed(register, rows, query, actor), query, size=size)
    _leave_trace(register, page.rows, actor)
    return answer(
        {
            "items": writing.many(register, page.rows, actor),
            "count": page.count,
            "more_than": page.more_than,
            "next": page.next_cursor,
            "previous": page.previous_cursor,
        }
    )


def whole(query: QueryDict, name: str, default: int, largest: int) -> int:
    """A whole number from 1 to `largest` from the query, which it is taken out of."""
    raw = (query.pop(name, None) or [""])[-1]
    if not raw:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", raw) or not 1 <= int(raw) <= largest:
        raise Refused(f"“{name}”应为 1 至 {largest} 的整数。", field=name, status=422)
    return int(raw)


def _check_sort(register: Register, query: QueryDict) -> None:
    wanted = query.get("sort", "")
    if wanted and lists.sorting(register, query) != wanted:
        sortable = dict.fromkeys(
            ["id", register.order.lstrip("-"), *(c.sort.lstrip("-") for c in register.all_columns if c.sort)]
        )
        raise Refused(
            f"不能按“{wanted[:60]}”排序，可用：{'、'.join(sortable)}（前加 - 为倒序）。",
            field="sort",
            status=422,
        )


def _leave_trace(register: Register, rows: list[Any], actor: Actor) -> None:
    """Reading sensitive records in a list is recorded too: one entry a page."""
    sensitive = [row for row in rows if row.secrecy_level >= 2 or row.is_restricted]
    if sensitive:
        trail.record(
            actor=actor, operation="read", register=register.code, secrecy_level=max(row.secrecy_level for row in sensitive),
            after={"编号": [row.number for row in sensitive]}, summary=f"接口列表含 {len(sensitive)} 条限定知悉或涉密记录",
        )  # fmt: skip


def show(request: HttpRequest, code: str, record_id: int) -> HttpResponse:
    """One record; a hidden one is a 404."""
    register, actor = register_of(code), actor_of(request)
    record = seen(register, record_id, actor)
    return answer(writing.one(register, record, actor), headers={"ETag": f'"{record.version}"'})


def seen(register: Register, record_id: int, actor: Actor) -> Any:
    """The record as the token may read it."""
    require_right(actor, "read", register)
    return doors.get(register, min(record_id, LARGEST_ID), actor=actor)


def create(request: HttpRequest, code: str) -> HttpResponse:
    """A new record; with "submit": true it is submitted in the same transaction."""
    register, actor = register_of(code), actor_of(request)
    require_right(actor, "write", register)
    body = bodies.read(request)
    submit = body.pop("submit", False)
    if not isinstance(submit, bool):
        raise Refused("“submit”应为 true 或 false。", field="submit", status=422)
    if submit and not (register.process and register.process.approval):
        raise Refused(
            f"“{register.name_of_form}”没有审批环节，无需提交；请去掉 submit。", field="submit", status=422
        )
    data, wrong = shapes.taken(shapes.shapes_of(doors.form_of(register)), body)
    data = _boolean_defaults(register) | data

    def work() -> Done:
        record: Any = doors.create(register, data, actor=actor, submit=submit, wrong=wrong)
        headers = {"Location": f"/api/v1/{code}/{record.pk}", "ETag": f'"{record.version}"'}
        return Done(writing.one(register, record, actor), record.pk, status=201, headers=headers)

    return once(request, actor=actor, register=code, work=work)


def _boolean_defaults(register: Register) -> dict[str, Any]:
    """A box that a program leaves out has its default; a box missing from a page is one not ticked."""
    fields = {
        name: shape
        for name, shape in shapes.shapes_of(doors.form_of(register)).items()
        if shape.kind == "boolean"
    }
    return {name: register.model._meta.get_field(name).get_default() for name in fields}  # type: ignore[union-attr]


def change(request: HttpRequest, code: str, record_id: int) -> HttpResponse:
    """Change the fields that are given; `version` (or If-Match) is the one the program read."""
    register, actor = register_of(code), actor_of(request)
    require_right(actor, "write", register)
    body = bodies.read(request)
    version = version_of(request, body)
    if version is None:
        raise Refused(
            "请给出读取时的版本号：请求内容中的 version，或 If-Match 头（即读取时的 ETag）。", status=428
        )
    data, wrong = shapes.taken(shapes.shapes_of(doors.form_of(register)), body)

    def work() -> Done:
        record = doors.update(
            register, min(record_id, LARGEST_ID), data, actor=actor, version=version, wrong=wrong
        )
        return Done(writing.one(register, record, actor), record.pk, headers={"ETag": f'"{record.version}"'})

    return once(request, actor=actor, register=code, work=work)


def version_of(request: HttpRequest, body: dict[str, Any]) -> int | None:
    """The version that the program saw, taken out of the body or read from If-Match; None when neither says."""
    given = body.pop("version", None)
    if given is not None and (
        not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= LARGEST_ID
    ):
        raise Refused("“version”应为读取时得到的整数版本号。", field="version", status=422)
    header = request.META.get("HTTP_IF_MATCH", "").strip()
    if not header:
        return given
    found = re.fullmatch(r'(?:W/)?"?([0-9]{1,18})"?', header)
    if found is None:
        raise Refused('If-Match 应为读取时得到的 ETag，如 "3"。', field="version", status=422)
    if given is not None and given != int(found[1]):
        raise Refused("If-Match 与 version 不一致，请只给其一。", field="version", status=422)
    return int(found[1])
