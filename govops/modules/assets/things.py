"""Items as the lines of a paper form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from govops.modules.assets.depreciation import Terms, net_value


def thing(item: Any) -> dict[str, str]:
    """One line of 《资产交接单》."""
    return {
        "number": item.number,
        "name": item.name,
        "model": f"{item.brand} {item.model_name}".strip(),
        "serial": item.serial_number,
        "asset": item.asset_number,
        "place": item.location.name if item.location else "",
    }


def scrapped_thing(item: Any, on: date, terms: Terms) -> dict[str, str]:
    """One line of 《资产报废申请单》, with its value on that day."""
    net = net_value(item, on, terms)
    line = thing(item)
    line.pop("place")
    return line | {
        "bought": item.purchased_on.isoformat() if item.purchased_on else "",
        "value": money(item.original_value),
        "net": money(net),
        "media": "是" if item.type.is_any("has_media") else "",
    }


def money(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,.2f}"


def title_words(record: Any, items: Iterable[Any], *, most: int = 2) -> str:
    """“核心交换机、配线架等 5 项” for the title of a record; numbers of those that are known to few."""
    names = [item.named_in(record, item.name) for item in items]
    words = "、".join(names[:most])
    return f"{words}等 {len(names)} 项" if len(names) > most else words
