"""What the pages share: who may come in, workbooks, the trail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from govops.kernel.access import table
from govops.kernel.access.answers import require
from govops.kernel.audit import trail
from govops.kernel.registers import doors, site
from govops.kernel.sheets import writing
from govops.kernel.sheets.plan import SheetColumn, SheetPlan
from govops.kernel.web.views.common import actor_of

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
