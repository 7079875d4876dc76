"""What the pages share: who may come in, workbooks, the trail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

from govops.kernel.access import table
from govops.kernel.access.answers import require
from govops.kernel.audit import trail
from govops.kernel.registers import doors, site
from govops.kernel.sheets import writing
from govops.kernel.sheets.plan import SheetColumn, SheetPlan
from govops.kernel.web.views.common import actor_of, with_params

STAFF = frozenset({"asset_officer", "configuration_manager", "finance_division", "info_center"})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def record_of(request: HttpRequest, code: str, pk: int) -> Any:
    """The record, if the actor may see it."""
    return doors.get(site.get(code), pk, actor=actor_of(request))


def may(request: HttpRequest, operation: str, code: str) -> None:
    """Refused 403 unless the actor holds the operation on the register."""
    require(table.may(actor_of(request), operation, code, title=site.get(code).title), status=403)


def workbook(
    request: HttpRequest,
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Any]],
    *,
    register: str,
) -> HttpResponse:
    """Rows as a workbook to take away; needs the right to export the register, and is recorded."""
    may(request, "export", register)
    plan = SheetPlan(code=register, title=title, columns=tuple(columns))
    content = writing.export(plan, rows)
    trail.record(actor=actor_of(request), operation="export", register=register, summary=f"导出{title}")
    return sent(content, XLSX, f"{title}.xlsx", inline=False)


def sent(content: bytes, media_type: str, name: str, *, inline: bool = True) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    way = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(name)}"
    return response


def picker(request: HttpRequest, name: str, kind: str, model: Any, *, at: str) -> dict[str, Any]:
    """A type-ahead that keeps what the address already says (the context of `ui/picker.html`)."""
    ids = [int(pk) for pk in request.GET.getlist(name) if pk.isdecimal() and len(pk) < 19]
    rows = model._default_manager.filter(pk__in=ids) if ids else ()
    is_tree = name == "location"
    return {
        "name": name, "id": f"{at}-{name}", "url": f"/pick/{'tree/' if is_tree else ''}{kind}/", "multiple": not is_tree, "kind": kind,
        "values": [{"id": row.pk, "label": getattr(row, "name", str(row)), "note": ""} for row in rows],
        "placeholder": "输入名称查找", "tree": is_tree,
    }  # fmt: skip


def filter_of(
    request: HttpRequest, name: str, title: str, *, options: Sequence[tuple[Any, Any]] = (), kind: str = "", model: Any = None,
    at: str = "filter",
) -> dict[str, Any]:  # fmt: skip
    """One filter of `ui/filters.html` by choices, or by typing where a kind and its model are given; with its `active` chip."""
    chosen = [value for value in request.GET.getlist(name) if value]
    hidden = [
        {"name": key, "value": value}
        for key, values in request.GET.lists()
        if key not in {name, "after", "before"}
        for value in values
        if value
    ]
    made: dict[str, Any] = {"title": title, "name": name, "hidden": hidden}
    if model is not None:
        typing = picker(request, name, kind, model, at=at)
        labels = [str(one["label"]) for one in typing["values"]]
        html = format_html(
            '<div class="field">{}</div>', render_to_string("ui/picker.html", {"picker": typing})
        )
        made |= {"kind": "html", "html": html, "options": []}
    else:
        labels = [str(label) for value, label in options if str(value) in chosen]
        made |= {
            "kind": "choices", "options": [{"value": value, "label": label, "checked": str(value) in chosen} for value, label in options],
        }  # fmt: skip
    remove = with_params(request.GET, drop=(name, "after", "before"))
    words = f"{title}：{'、'.join(labels or chosen)}"
    return made | {"active": [{"label": words, "remove_url": remove}] if chosen else []}
