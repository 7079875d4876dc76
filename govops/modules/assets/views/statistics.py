"""资产统计: a chart and a table a dimension, every number a way to its items."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.sheets.plan import SheetColumn
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of
from govops.modules.assets.dashboards import statistics as gathered
from govops.modules.assets.things import money
from govops.modules.assets.views.common import STAFF, workbook

_TEN_THOUSAND = Decimal(10000)
_CHARTED = 8
COLUMNS = (
    SheetColumn("dimension", "统计口径"),
    SheetColumn("title", "分组"),
    SheetColumn("count", "数量", "integer"),
    SheetColumn("original", "原值（元）", "decimal"),
    SheetColumn("net", "净值（元）", "decimal"),
)


def _day(request: HttpRequest) -> date:
    raw = request.GET.get("on", "")
    if not raw:
        return moment.today()
    try:
        day = parse_date(raw)
    except ValueError:
        day = None
    if day is None or not 1990 <= day.year <= 2199:
        raise Refused("日期应写作 2026-11-23，请重新选择。", field="on", status=422)
    return day


@page("assets/statistics/", name="assets-statistics", roles=STAFF)
def index(request: HttpRequest) -> HttpResponse:
    """Counts, original and net values as of a day."""
    on, actor = _day(request), actor_of(request)
    groups = [(one, gathered.lines(one, actor, on)) for one in gathered.DIMENSIONS]
    whole = gathered.totals(groups[0][1])
    context = {
        "title": "资产统计",
        "subtitle": f"在账的实物与软件资产；净值按直线法折旧，截至 {on}",
        "crumbs": [{"title": "资源"}, {"title": "资产统计"}],
        "on": on,
        "tiles": _tiles(whole, {one.code: lines for one, lines in groups}),
        "charts": [_chart(one, lines) for one, lines in groups],
        "panels": [_panel(one, lines) for one, lines in groups],
    }
    return render(request, "assets/statistics.html", context)


def _tiles(whole: gathered.Line, groups: dict[str, list[gathered.Line]]) -> list[dict[str, Any]]:
    domestic = sum(line.count for line in groups["domestic"] if line.key == "True")
    share = f"{100 * domestic / whole.count:.1f}" if whole.count else "—"
    worn = f"{100 * (1 - whole.net / whole.original):.1f}" if whole.original else "—"
    return [
        {"title": "在账资产", "value": whole.count, "unit": "项", "sub": "不含已报废", "url": gathered.LIST},
        {"title": "原值", "value": f"{whole.original / _TEN_THOUSAND:,.1f}", "unit": "万元", "sub": money(whole.original) + " 元"},
        {"title": "净值", "value": f"{whole.net / _TEN_THOUSAND:,.1f}", "unit": "万元", "sub": f"累计折旧 {worn}%"},
        {"title": "国产化率", "value": share, "unit": "%", "sub": f"{domestic} 项国产软硬件"},
    ]  # fmt: skip


def _chart(dimension: gathered.Dimension, lines: list[gathered.Line]) -> dict[str, Any]:
    """Few groups as a ring of counts, many as bars of original and net value."""
    shown = lines[:_CHARTED]
    data: dict[str, Any] = {
        "categories": [line.title for line in shown],
        "links": [line.url for line in shown],
    }
    if dimension.code in {"funding", "domestic"}:
        data |= {
            "kind": "pie",
            "unit": "项",
            "series": [{"name": "数量", "values": [line.count for line in shown]}],
        }
    else:
        data |= {
            "kind": "bar", "unit": "万元",
            "series": [
                {"name": "原值", "values": [_wan(line.original) for line in shown]},
                {"name": "净值", "values": [_wan(line.net) for line in shown]},
            ],
        }  # fmt: skip
    more = f"前 {_CHARTED} 项" if len(lines) > _CHARTED else ""
    return {
        "id": f"chart-{dimension.code}", "title": dimension.title, "sub": more, "height": "s", "data": data,
        "empty": "" if lines else "还没有在账资产。",
    }  # fmt: skip


def _wan(value: Decimal) -> float:
    return round(float(value / _TEN_THOUSAND), 2)


def _panel(dimension: gathered.Dimension, lines: list[gathered.Line]) -> dict[str, Any]:
    return {"title": dimension.title, "lines": lines, "whole": gathered.totals(lines)}


@page("assets/statistics/export/", name="assets-statistics-export", roles=STAFF)
def export(request: HttpRequest) -> HttpResponse:
    """The same figures as a workbook."""
    on, actor = _day(request), actor_of(request)
    rows = [
        [dimension.title, line.title, line.count, line.original, line.net]
        for dimension in gathered.DIMENSIONS
        for line in gathered.lines(dimension, actor, on)
    ]
    return workbook(request, f"资产统计 {on}", COLUMNS, rows, register="configuration_item")
