"""资产统计: how many things, what they cost and what they are still worth, by class, unit, fund, year and origin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum

from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Unit
from govops.kernel.records.visibility import visible
from govops.modules.assets.depreciation import Terms, with_net_value
from govops.modules.assets.narrowings import UNSAID
from govops.modules.assets.scopes import TANGIBLE
from govops.modules.configuration.public import ConfigurationItem, Funding, ItemState, ObjectClass

NOTHING = Decimal(0)
LIST = "/m/assets/ledger/"
#: what stands in the books: all that was bought and is not scrapped
LIVE = (ItemState.STOCK, ItemState.IN_USE, ItemState.REPAIR, ItemState.IDLE)


@dataclass(frozen=True)
class Line:
    """One group: how many items, their original and net value in yuan, and the list behind the numbers."""

    key: str
    title: str
    count: int
    original: Decimal
    net: Decimal
    url: str


@dataclass(frozen=True)
class Dimension:
    """One way to group; `words` names the groups, `query` is the list's filter behind one."""

    code: str
    title: str
    field: str
    words: Callable[[], dict[Any, str]]
    query: Callable[[Any], dict[str, Any]]


def _classes() -> dict[Any, str]:
    return dict(ObjectClass.choices)


def _units() -> dict[Any, str]:
    return dict(Unit.objects.values_list("pk", "short_name"))


def _funds() -> dict[Any, str]:
    return {"": "未填", **dict(Funding.choices)}


class _Years(dict[Any, str]):
    """2026 → 2026 年, whichever year."""

    def get(self, key: Any, default: Any = None) -> Any:
        return f"{key} 年" if key else "未填"


def _origins() -> dict[Any, str]:
    return {True: "国产", False: "非国产"}


DIMENSIONS = (
    Dimension("class", "按对象大类", "type__object_class", _classes, lambda key: {"object_class": key}),
    Dimension("unit", "按责任部门", "owner_unit", _units, lambda key: {"owner_unit": key}),
    Dimension("funding", "按资金来源", "funding", _funds, lambda key: {"funding": key or UNSAID}),
    Dimension("year", "按购置年份", "purchased_on__year", _Years, lambda key: {"bought": key or UNSAID}),
    Dimension(
        "domestic", "按国产化", "is_domestic", _origins, lambda key: {"is_domestic": "1" if key else "0"}
    ),
)


def assets(actor: Actor) -> QuerySet[Any]:
    """The tangible and software assets in the books that the actor may see."""
    items = ConfigurationItem.objects.filter(
        state__in=LIVE, type__object_class__in=(*TANGIBLE, ObjectClass.APPLICATION)
    )
    return visible(items, actor, register="configuration_item")


def lines(dimension: Dimension, actor: Actor, on: date) -> list[Line]:
    """The groups of one dimension, the dearest first; one query, and one for the names of units."""
    rows = with_net_value(assets(actor), on, Terms.in_force()).order_by().values_list(dimension.field)
    told = rows.annotate(Count("pk"), Sum("original_value"), Sum("net"))
    names = dimension.words()
    made = [
        Line(str(key), names.get(key, str(key)), count, original or NOTHING, net or NOTHING, _url(dimension, key))
        for key, count, original, net in told
    ]  # fmt: skip
    if dimension.code == "year":
        return sorted(made, key=lambda line: (line.key != "None", line.key), reverse=True)
    return sorted(made, key=lambda line: (-line.original, -line.count, line.title))


def _url(dimension: Dimension, key: Any) -> str:
    query = {**dimension.query(key), "state": list(LIVE)}
    return f"{LIST}?{urlencode(query, doseq=True)}"


def totals(groups: list[Line]) -> Line:
    """All groups of a dimension together."""
    return Line(
        "", "合计", sum(line.count for line in groups), sum((line.original for line in groups), NOTHING),
        sum((line.net for line in groups), NOTHING), LIST,
    )  # fmt: skip
