"""资产卡片: the page of one thing as property, and its print."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.printing import verification
from govops.kernel.printing.forms import Table, record_pdf
from govops.kernel.registers import site
from govops.kernel.web.pages import page
from govops.kernel.web.paper import paper_of
from govops.kernel.web.views.common import actor_of
from govops.modules.assets.dashboards import cards, labels
from govops.modules.assets.dashboards.ledger import CLASSES, REGISTER
from govops.modules.assets.views.common import may, record_of, sent

_NUMBERS = {"月数", "本年折旧（元）", "累计折旧（元）", "年末净值（元）"}


def _item(request: HttpRequest, pk: int) -> Any:
    """The thing, if it stands in the books."""
    item = record_of(request, REGISTER, pk)
    if item.type.object_class not in CLASSES:
        raise Refused("此配置项不是资产，没有资产卡片。", status=404)
    return item


@page("assets/items/<int:pk>/", name="assets-card")
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, years of depreciation, whose it has been, its papers."""
    item, actor = _item(request, pk), actor_of(request)
    made = cards.card(item, actor, moment.today())
    context = {
        "title": item.name,
        "subtitle": f"{item.number}　资产卡片",
        "crumbs": [{"title": "资产台账", "url": "/m/assets/ledger/"}, {"title": item.number, "url": f"/r/{REGISTER}/{pk}/"}, {"title": "资产卡片"}],
        "item": item,
        "definition": {"cells": cards.facts_of(item, made)},
        "tables": [_table(one) for one in cards.tables(made) if one["rows"]],
        "papers": made.papers,
        "prints_labels": bool(actor.roles & labels.PRINTERS),
    }  # fmt: skip
    return render(request, "assets/card.html", context)


def _table(told: Table) -> dict[str, Any]:
    columns = [
        {"title": title, "class": "cell-amount" if title in _NUMBERS else ""} for title in told["columns"]
    ]
    rows = [
        {"cells": [{"text": words, "class": column["class"], "label": column["title"]} for words, column in zip(row, columns, strict=True)]}
        for row in told["rows"]
    ]  # fmt: skip
    return {"title": told["title"], "table": {"compact": True, "columns": columns, "rows": rows}}


@page("assets/items/<int:pk>/print/", name="assets-card-print")
def print_card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card on A4; recorded."""
    item, actor = _item(request, pk), actor_of(request)
    may(request, "print", REGISTER)
    made = cards.card(item, actor, moment.today())
    paper = paper_of(
        site.get(REGISTER),
        item,
        actor,
        address=request.build_absolute_uri("/verify/"),
        acts=False,
        files=False,
    )
    paper["title"] = "固定资产卡片"
    paper["groups"] = [{"title": item.name, "cells": cards.facts_of(item, made)}]  # type: ignore[typeddict-item]
    papers: Table = {
        "title": "交接与盘点",
        "columns": ["日期", "事项"],
        "rows": [[day, words] for day, words, _url in made.papers],
        "widths": [1, 5],
    }
    paper["tables"] = [one for one in (*cards.tables(made), papers) if one["rows"]]
    trail.record(
        actor=actor, operation="print", register=REGISTER, record_id=item.pk, number=item.number, secrecy_level=item.secrecy_level,
        summary="打印资产卡片",
    )  # fmt: skip
    verification.remember(paper["verification"]["code"], REGISTER, item.pk)
    return sent(record_pdf(paper), "application/pdf", f"资产卡片 {item.number}.pdf")
