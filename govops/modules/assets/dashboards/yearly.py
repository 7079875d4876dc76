"""年度折旧表: what the books held at the beginning of a year, what was bought, written off and left, by class and fund."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum

from govops.kernel.access.actor import Actor
from govops.modules.assets.dashboards.statistics import LIST, LIVE, assets
from govops.modules.assets.depreciation import Terms, with_net_value
from govops.modules.assets.narrowings import UNSAID
from govops.modules.configuration.public import Funding, ObjectClass

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Share:
    """One class and fund, in yuan: `opening` + `bought` − `written` = `closing`, to the cent."""

    title: str
    fund: str
    count: int
    original: Decimal
    opening: Decimal
    bought: Decimal
    closing: Decimal
    url: str = ""

    @property
    def written(self) -> Decimal:
        return self.opening + self.bought - self.closing


def shares(actor: Actor, year: int) -> list[Share]:
    """What stands in the books today, as of the end of that year; one query. What was bought later is left out."""
    first, last, terms = date(year, 1, 1), date(year, 12, 31), Terms.in_force()
    items = assets(actor).filter(original_value__gt=0).exclude(purchased_on__gt=last)
    items = with_net_value(with_net_value(items, date(year - 1, 12, 31), terms, name="opening"), last, terms)
    in_year = Q(purchased_on__gte=first)
    rows = items.order_by().values_list("type__object_class", "funding").annotate(
        many=Count("pk"), cost=Sum("original_value"), before=Sum("opening", filter=~in_year | Q(purchased_on__isnull=True)),
        fresh=Sum("original_value", filter=in_year), after=Sum("net"),
    )  # fmt: skip
    classes, funds = dict(ObjectClass.choices), {"": "未填", **dict(Funding.choices)}
    order = list(classes)
    return [
        Share(
            str(classes[kind]), str(funds[fund]), many, cost or NOTHING, before or NOTHING, fresh or NOTHING, after or NOTHING,
            _url(kind, fund),
        )
        for kind, fund, many, cost, before, fresh, after in sorted(rows, key=lambda row: (order.index(row[0]), row[1]))
    ]  # fmt: skip


def _url(kind: str, fund: str) -> str:
    query: dict[str, Any] = {"object_class": kind, "funding": fund or UNSAID, "state": list(LIVE)}
    return f"{LIST}?{urlencode(query, doseq=True)}"


def whole(rows: list[Share]) -> Share:
    """All together."""

    def total(name: str) -> Decimal:
        return sum((getattr(one, name) for one in rows), NOTHING)

    count = sum(one.count for one in rows)
    return Share("合计", "", count, total("original"), total("opening"), total("bought"), total("closing"))
