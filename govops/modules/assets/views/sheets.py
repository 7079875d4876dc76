"""盘点工作簿: take the list along, fill it in, try it, take it in."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.printing.compiler import compile_pdf
from govops.kernel.printing.forms import MAX_LIST_ROWS
from govops.kernel.sheets.models import PendingImport
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, go, toast
from govops.modules.assets.actions import counting, sheets
from govops.modules.assets.actions.counting import Counted
from govops.modules.assets.actions.stocktakes import counters_of
from govops.modules.assets.choices import LineResult
from govops.modules.assets.dashboards.labels import PRINT
from govops.modules.assets.dashboards.stocktakes import lines_of, tone
from govops.modules.assets.models import StocktakeLine
from govops.modules.assets.views.common import XLSX, may, record_of, sent

_KEPT = timedelta(minutes=30)
#: lines that the page of a trial lists
_MOST_LINES = 100
_MOST_BYTES = 10 * 1024 * 1024


@page("assets/stocktakes/<int:pk>/list/", name="assets-stocktake-list")
def take_along(request: HttpRequest, pk: int) -> HttpResponse:
    """The expected list as a workbook; recorded."""
    stocktake = record_of(request, "stocktake", pk)
    if counting.may_count(stocktake, actor_of(request)):
        may(request, "export", "stocktake")
    lines = lines_of(stocktake, actor_of(request)).filter(is_expected=True).order_by("location", "number")
    trail.record(
        actor=actor_of(request), operation="export", register="stocktake", record_id=stocktake.pk, number=stocktake.number,
        summary="导出盘点表",
    )  # fmt: skip
    return sent(sheets.export(lines), XLSX, f"盘点表 {stocktake.number}.xlsx", inline=False)


@page("assets/stocktakes/<int:pk>/list/print/", name="assets-stocktake-list-print")
def print_list(request: HttpRequest, pk: int) -> HttpResponse:
    """盘点表 on paper, place by place, to tick off by hand and sign; recorded."""
    stocktake, actor = record_of(request, "stocktake", pk), actor_of(request)
    if counting.may_count(stocktake, actor):
        may(request, "print", "stocktake")
    lines = (
        lines_of(stocktake, actor)
        .filter(is_expected=True)
        .select_related("item")
        .order_by("location", "number")
    )
    rows = list(lines[:MAX_LIST_ROWS])
    data = {
        "title": "资产盘点表",
        "number": stocktake.number,
        "name": stocktake.name,
        "days": f"{stocktake.begins_on} 至 {stocktake.ends_on}",
        "counters": "、".join(person.name for person in counters_of(stocktake)),
        "rows": [_paper_row(line) for line in rows],
        "total": stocktake.expected_count,
        "printed": f"{actor.name} {timezone.localtime(moment.now()):%Y-%m-%d %H:%M}",
    }
    trail.record(
        actor=actor, operation="print", register="stocktake", record_id=stocktake.pk, number=stocktake.number,
        summary=f"打印盘点表 {len(rows)} 项",
    )  # fmt: skip
    return sent(compile_pdf(PRINT / "count.typ", data), "application/pdf", f"盘点表 {stocktake.number}.pdf")


def _paper_row(line: StocktakeLine) -> list[str]:
    counted = LineResult(line.result).label if line.counted_at else "□有　□无"
    return [
        line.number, line.item.asset_number if line.item else "", line.name, line.location.name if line.location else "",
        line.custodian.name if line.custodian else "", counted, "", line.note,
    ]  # fmt: skip


@page("assets/stocktakes/<int:pk>/sheet/", name="assets-stocktake-sheet")
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload → dry run → commit."""
    stocktake = record_of(request, "stocktake", pk)
    if barred := counting.may_count(stocktake, actor_of(request)):
        raise Refused(barred, status=403)
    if request.method != "POST":
        return _page(request, stocktake)
    if token := request.POST.get("token"):
        return _commit(request, stocktake, token)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, stocktake, error="请先选择填好的盘点表（.xlsx）。", status=422)
    content = file.read(_MOST_BYTES + 1)
    made, told = sheets.take_in(stocktake, content, actor=actor_of(request), commit=False)
    if made.problems:
        return _page(request, stocktake, made=made, status=422)
    token = secrets.token_urlsafe(16)
    PendingImport.objects.filter(at__lt=moment.now() - _KEPT).delete()
    PendingImport.objects.create(
        token=token, account_id=_account(request), register=_kept_as(stocktake), content=content
    )
    return _page(request, stocktake, made=made, told=told, token=token)


def _kept_as(stocktake: Any) -> str:
    return f"stocktake {stocktake.pk}"


def _account(request: HttpRequest) -> int:
    account = actor_of(request).account
    return account.pk if account else 0


def _commit(request: HttpRequest, stocktake: Any, token: str) -> HttpResponse:
    known = PendingImport.objects.filter(
        token=token, account_id=_account(request), register=_kept_as(stocktake), at__gte=moment.now() - _KEPT
    )
    content = known.values_list("content", flat=True).first()
    # Whoever deletes the row does the import: a second click finds nothing to do.
    if content is None or not known.delete()[0]:
        return _page(
            request, stocktake, error="试导入已超过三十分钟或已经导入过，请重新选择文件。", status=409
        )
    made, told = sheets.take_in(stocktake, bytes(content), actor=actor_of(request), commit=True)
    if made.problems:
        return _page(
            request, stocktake, made=made, error="试导入之后数据有变化，没有导入，请按提示更正。", status=409
        )
    trail.record(
        actor=actor_of(request), operation="import", register="stocktake", record_id=stocktake.pk, number=stocktake.number,
        summary=f"导入盘点表 {len(told)} 件",
    )  # fmt: skip
    toast(request, f"已清点 {sum(not one.is_same for one in told)} 件。")
    return go(request, f"/m/assets/stocktakes/{stocktake.pk}/")


def _page(
    request: HttpRequest, stocktake: Any, *, made: Any = None, told: Any = None, token: str = "", error: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    counted = list(zip(made.seen, told, strict=True)) if told else []
    results = Counter(one.line.result if one.line else "" for _, one in counted if not one.is_same)
    shown = [_shown(line, one) for (line, _, _), one in counted if _is_told(one)]
    context = {
        "title": "导入盘点表",
        "crumbs": [
            {"title": "资产盘点", "url": "/r/stocktake/"}, {"title": stocktake.number, "url": f"/m/assets/stocktakes/{stocktake.pk}/"},
            {"title": "导入盘点表"},
        ],
        "stocktake": stocktake,
        "address": f"/m/assets/stocktakes/{stocktake.pk}/",
        "made": made,
        "problems": made.problems[:200] if made else [],
        "results": [(LineResult(key).label if key else "不在清单，不记录", many) for key, many in results.most_common()],
        "same": sum(one.is_same for _, one in counted),
        "lines": shown[:_MOST_LINES],
        "more": max(0, len(shown) - _MOST_LINES),
        "token": token,
        "error": error,
    }  # fmt: skip
    return render(request, "assets/sheet.html", context, status=status)


def _is_told(one: Counted) -> bool:
    """Whether somebody should look at the line: it is not as the books say, or says otherwise than an earlier count."""
    return not one.is_same and (one.tone != "green" or bool(one.before))


def _shown(line_no: int, one: Counted) -> dict[str, Any]:
    """One line of the trial: what it says, and what was counted before."""
    line = one.line
    return {
        "line": line_no, "sentence": one.sentence, "result": LineResult(line.result).label if line else "不记录",
        "tone": tone(line.result) if line else "muted", "before": LineResult(one.before).label if one.before else "",
    }  # fmt: skip
