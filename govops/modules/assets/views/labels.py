"""标签打印: which items, how many, and the sheets."""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.organization.models import Unit
from govops.kernel.web.bulk_pages import BulkPage, offer
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of
from govops.modules.assets.dashboards import labels
from govops.modules.assets.views.common import may, picker, sent
from govops.modules.configuration.public import ConfigurationItem, ItemState, ItemType

_SHOWN = 12


offer(BulkPage("configuration_item", "labels", "打印标签", "/m/assets/labels/", labels.PRINTERS))


@page("assets/labels/", name="assets-labels", roles=labels.PRINTERS)
def index(request: HttpRequest) -> HttpResponse:
    """Choose by the filters of the list or by numbers; see what will be printed; print."""
    found = labels.chosen(request.GET, actor_of(request))
    rows = list(found[: labels.MOST + 1]) if found is not None else []
    many, skip = min(len(rows), labels.MOST), labels.skipped(request.GET)
    context = {
        "title": "标签打印",
        "subtitle": "A4 不干胶，一页 24 张（70 × 37 毫米）；二维码指向配置项页面，盘点时可直接扫",
        "crumbs": [{"title": "资源"}, {"title": "标签打印"}],
        "numbers": request.GET.get("numbers", ""),
        "is_asked": found is not None,
        "rows": rows[:_SHOWN],
        "many": many,
        "sheets": math.ceil((many + skip) / labels.SHEET),
        "more_than": labels.MOST if len(rows) > labels.MOST else 0,
        "not_shown": max(0, many - _SHOWN),
        "skip": skip,
        "query": request.GET.urlencode(),
        "states": [(state.value, state.label, state.value in request.GET.getlist("state")) for state in ItemState],
        "pickers": _pickers(request),
    }  # fmt: skip
    return render(request, "assets/labels.html", context)


def _pickers(request: HttpRequest) -> list[dict[str, Any]]:
    wanted: tuple[tuple[str, str, str, type], ...] = (
        ("type", "类型", "item_type", ItemType), ("owner_unit", "责任部门", "units", Unit),
        ("location", "位置", "configuration_item", ConfigurationItem),
    )  # fmt: skip
    return [
        picker(request, name, kind, model, at="label") | {"title": title}
        for name, title, kind, model in wanted
    ]


@page("assets/labels/pdf/", name="assets-labels-pdf", roles=labels.PRINTERS)
def pdf(request: HttpRequest) -> HttpResponse:
    """The sheets as PDF; recorded."""
    may(request, "print", labels.REGISTER)
    found = labels.chosen(request.GET, actor_of(request))
    items = list(found[: labels.MOST]) if found is not None else []
    if not items:
        raise Refused("没有选中任何配置项，请先按条件或编号选择。", status=422)
    content = labels.pdf(items, address=request.build_absolute_uri("/"), skip=labels.skipped(request.GET))
    trail.record(
        actor=actor_of(request), operation="print", register=labels.REGISTER, summary=f"打印资产标签 {len(items)} 张",
        after={"编号": [item.number for item in items[:50]]},
    )  # fmt: skip
    return sent(content, "application/pdf", "资产标签.pdf")
