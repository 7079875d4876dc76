"""资产统计: a chart and a table a dimension, every number a way to its items."""

from __future__ import annotations

from dataclasses import replace
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
#: groups that have a bar of their own, and years
_CHARTED, _YEARS = 8, 20
_NOTHING = (Decimal(0), Decimal(0), gathered.LIST)
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
        "charts": {one.code: _chart(one, lines) for one, lines in groups},
        "stacks": [
            [_panel(one, lines) for one, lines in groups if one.code != "unit"],
            [_panel(one, lines) for one, lines in groups if one.code == "unit"],
        ],
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
    """Years from the first to the last, few groups as a ring of counts, many as bars of original and net value."""
    is_ring = dimension.code in {"funding", "domestic"}
    shown, told = (lines, "") if is_ring else _years(lines) if dimension.code == "year" else _dearest(lines)
    series = {"数量": [line.count for line in shown]} if is_ring else {
        "原值": [_wan(line.original) for line in shown], "净值": [_wan(line.net) for line in shown],
    }  # fmt: skip
    data = {
        "kind": "pie" if is_ring else "bar", "unit": "项" if is_ring else "万元", "horizontal": dimension.code == "unit",
        "categories": [line.title for line in shown], "links": [line.url for line in shown],
        "series": [{"name": name, "values": values} for name, values in series.items()],
    }  # fmt: skip
    return {
        "id": f"chart-{dimension.code}", "title": dimension.title, "sub": told, "height": "s" if is_ring else "m", "data": data,
        "empty": "" if shown else "还没有在账资产。",
    }  # fmt: skip


def _dearest(lines: list[gathered.Line]) -> tuple[list[gathered.Line], str]:
    """The dearest groups and the rest together, so that the picture is the whole."""
    if len(lines) <= _CHARTED + 1:
        return lines, ""
    rest = replace(gathered.totals(lines[_CHARTED:]), title=f"其余 {len(lines) - _CHARTED} 个")
    return [*lines[:_CHARTED], rest], "其余合为一条，逐项见下表"


def _years(lines: list[gathered.Line]) -> tuple[list[gathered.Line], str]:
    """Every year from the first to the last, in which nothing was bought too; those long ago together, those unsaid in words."""
    known = {int(line.key): replace(line, title=line.key) for line in lines if line.key.isdecimal()}
    unsaid = sum(line.count for line in lines if not line.key.isdecimal())
    told = f"另有 {unsaid:,} 项未填购置日期，不在图中" if unsaid else ""
    if not known:
        return [], told
    first = max(min(known), max(known) - _YEARS + 1)
    every = [
        known.get(year) or gathered.Line(str(year), str(year), 0, *_NOTHING)
        for year in range(first, max(known) + 1)
    ]
    before = [line for year, line in known.items() if year < first]
    return ([replace(gathered.totals(before), title=f"{first} 以前")] if before else []) + every, told


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
