"""年度折旧表: a page and a workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.sheets.plan import SheetColumn
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of
from govops.modules.assets.dashboards import yearly
from govops.modules.assets.things import money
from govops.modules.assets.views.common import STAFF, workbook

HOME = "/m/assets/depreciation/"
COLUMNS = (
    SheetColumn("title", "对象大类"), SheetColumn("fund", "资金来源"), SheetColumn("count", "数量", "integer"),
    SheetColumn("original", "原值（元）", "decimal"), SheetColumn("opening", "年初净值（元）", "decimal"),
    SheetColumn("bought", "本年购置（元）", "decimal"), SheetColumn("written", "本年折旧（元）", "decimal"),
    SheetColumn("closing", "年末净值（元）", "decimal"),
)  # fmt: skip


def _year(request: HttpRequest) -> int:
    raw, today = request.GET.get("year", ""), moment.today().year
    if not raw:
        return today
    if not raw.isdecimal() or len(raw) != 4 or not 1990 <= int(raw) <= 2199:
        raise Refused("年度应写作四位数，如 2026。", field="year", status=422)
    return int(raw)


@page("assets/depreciation/", name="assets-depreciation", roles=STAFF)
def index(request: HttpRequest) -> HttpResponse:
    """Opening, bought, written off and closing, by class and fund; every line leads to its things."""
    year, today = _year(request), moment.today().year
    rows = yearly.shares(actor_of(request), year)
    context = {
        "title": f"{year} 年折旧表",
        "subtitle": "直线法，购置当月计提；现在账的资产，年末净值为当年 12 月 31 日的数",
        "crumbs": [{"title": "资源"}, {"title": "资产统计", "url": "/m/assets/statistics/"}, {"title": "折旧表"}],
        "tabs": {
            "kind": "views",
            "items": [
                {"title": f"{one} 年", "url": f"{HOME}?year={one}", "active": one == year} for one in range(today + 1, today - 5, -1)
            ],
        },
        "table": _table(rows),
        "export_url": f"{HOME}export/?year={year}",
    }  # fmt: skip
    return render(request, "assets/depreciation.html", context)


def _table(rows: list[yearly.Share]) -> dict[str, Any]:
    columns = [
        {"title": one.title, "class": "cell-amount" if place > 1 else ""} for place, one in enumerate(COLUMNS)
    ]
    return {
        "columns": columns,
        "rows": [{"cells": _cells(one)} for one in rows],
        "totals": _cells(yearly.whole(rows)),
        "empty": {"icon": "calculator", "title": "没有可折旧的资产", "text": "请先在“配置项”填写资产的原值和购置日期。"},
    }  # fmt: skip


def _cells(one: yearly.Share) -> list[dict[str, Any]]:
    amounts = (one.original, one.opening, one.bought, one.written, one.closing)
    titles = [column.title for column in COLUMNS]
    return [
        {"text": one.title, "class": "cell-title", "url": one.url},
        {"text": one.fund, "label": titles[1]},
        {"text": f"{one.count:,}", "label": titles[2], "class": "cell-amount"},
        *({"text": money(value), "label": title, "class": "cell-amount"} for value, title in zip(amounts, titles[3:], strict=True)),
    ]  # fmt: skip


@page("assets/depreciation/export/", name="assets-depreciation-export", roles=STAFF)
def export(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, with its sum."""
    year = _year(request)
    found = yearly.shares(actor_of(request), year)
    rows = [
        [one.title, one.fund, one.count, one.original, one.opening, one.bought, one.written, one.closing]
        for one in (*found, yearly.whole(found))
    ]
    return workbook(request, f"{year} 年折旧表", COLUMNS, rows, register="configuration_item")
