"""资产台账: the things in the books as property, with what they cost and what they are still worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.http import QueryDict

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.kernel.registers import lists, site
from govops.modules.assets.dashboards.statistics import LIVE
from govops.modules.assets.depreciation import Terms, net_value, with_net_value
from govops.modules.assets.scopes import TANGIBLE
from govops.modules.configuration.public import ConfigurationItem, ItemState, ObjectClass

REGISTER = "configuration_item"
#: the classes of things that stand in the books
CLASSES = (*TANGIBLE, ObjectClass.APPLICATION)
NOTHING = Decimal(0)
SHOWN = ("type", "owner_unit", "custodian", "location")
TONES = {
    ItemState.PLANNED: "amber", ItemState.STOCK: "muted", ItemState.IN_USE: "green", ItemState.REPAIR: "red", ItemState.IDLE: "amber",
    ItemState.SCRAPPED: "muted",
}  # fmt: skip
#: what the address says beside the filters
OWN = ("after", "before", "size", "ids", "move", "all_matching", "back", "csrfmiddlewaretoken")


@dataclass(frozen=True)
class Sums:
    """Of all things that match: how many, what they cost and what they are worth, in yuan."""

    count: int
    original: Decimal
    net: Decimal


def chosen(query: QueryDict, actor: Actor, *, operation: str = "read") -> QuerySet[Any]:
    """The assets that match the filters of the address; those in the books unless it asks for a state."""
    filters = query.copy()
    for name in OWN:
        filters.pop(name, None)
    items = visible(
        ConfigurationItem.objects.filter(type__object_class__in=CLASSES),
        actor,
        register=REGISTER,
        operation=operation,
    ).select_related(*SHOWN)
    if not any(filters.getlist("state")):
        items = items.filter(state__in=LIVE)
    return lists.narrowed(site.get(REGISTER), items, filters, actor)


def sums(items: QuerySet[Any], on: date) -> Sums:
    """One query."""
    told = with_net_value(items, on, Terms.in_force()).order_by()
    found = told.aggregate(many=Count("pk"), original=Sum("original_value"), worth=Sum("net"))
    return Sums(found["many"], found["original"] or NOTHING, found["worth"] or NOTHING)


def page(items: QuerySet[Any], query: QueryDict, *, total: int) -> lists.Page:
    return lists.page(site.get(REGISTER), items, query, total=total)


def row(item: Any, on: date, terms: Terms) -> dict[str, Any]:
    """One row of the table; the card of the thing behind its name."""
    net = net_value(item, on, terms)
    model = f"{item.brand} {item.model_name}".strip()
    return {
        "id": item.pk,
        "url": f"/m/assets/items/{item.pk}/",
        "cells": [
            {"text": item.name, "sub": f"{item.number}　{item.type.name}", "class": "cell-title", "url": f"/m/assets/items/{item.pk}/"},
            {"text": item.asset_number or "—", "sub": item.serial_number, "label": "资产编号"},
            {"text": model or "—", "label": "品牌型号"},
            {"text": item.owner_unit.short_name, "sub": item.custodian.name if item.custodian else "", "label": "责任部门"},
            {"text": item.location.name if item.location else "—", "label": "位置"},
            {"text": item.get_funding_display() or "未填", "sub": f"{item.purchased_on:%Y-%m-%d}" if item.purchased_on else "", "label": "资金、购置"},
            {"kind": "money", "value": item.original_value, "label": "原值（元）"},
            {"kind": "money", "value": net, "label": "净值（元）"},
            {"kind": "chip", "text": ItemState(item.state).label, "tone": TONES[ItemState(item.state)], "label": "状态"},
        ],
    }  # fmt: skip


def sheet_row(item: Any, on: date, terms: Terms) -> list[Any]:
    """One line of the workbook, in the order of `views.ledger.COLUMNS`."""
    return [
        item.number, item.asset_number, item.finance_card, item.name, item.type.name, item.brand, item.model_name, item.serial_number,
        item.owner_unit.name, item.custodian.name if item.custodian else "", item.location.name if item.location else "",
        item.get_funding_display(), item.purchased_on, item.original_value, item.depreciation_years, net_value(item, on, terms),
        item.warranty_until, ItemState(item.state).label,
    ]  # fmt: skip
