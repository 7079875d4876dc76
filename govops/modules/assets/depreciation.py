"""Straight-line depreciation: what things cost, and what they are still worth on a day.

The month of purchase counts as the first; without a date of purchase nothing is written off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Case, DecimalField, ExpressionWrapper, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear, Greatest, Least, Round

from govops.kernel import parameters
from govops.modules.assets.parameters import RESIDUAL, YEARS, years

CENT = Decimal("0.01")
_MONEY = DecimalField(max_digits=18, decimal_places=6)
_OTHER_YEARS = 5


@dataclass(frozen=True)
class Terms:
    """Over how many years an object class is written off, and what share (0 to 1) is left in the end."""

    years: dict[str, int]
    residual: Decimal

    @classmethod
    def in_force(cls) -> Terms:
        return cls(
            {str(one): years(one) for one in YEARS}, Decimal(str(parameters.value(RESIDUAL.key))) / 100
        )

    def months(self, item: Any) -> int:
        """Over how many months `item` (with its type) is written off."""
        return 12 * (item.depreciation_years or self.years.get(item.type.object_class, _OTHER_YEARS))


def months_between(bought: date, on: date) -> int:
    """Begun months of use from the purchase to a day, the month of purchase included; 0 before it."""
    return max(0, (on.year - bought.year) * 12 + on.month - bought.month + 1)


def net_value(item: Any, on: date, terms: Terms) -> Decimal | None:
    """What `item` is worth on the day, in yuan to the cent; None when its original value is not known."""
    if item.original_value is None:
        return None
    if item.purchased_on is None:
        return Decimal(item.original_value)
    life = terms.months(item)
    used = min(months_between(item.purchased_on, on), life)
    written = item.original_value * (1 - terms.residual) * used / life
    return Decimal(item.original_value - written).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Year:
    """One calendar year of a thing: what is written off in it, in all until its end, and what is left; in yuan."""

    year: int
    months: int
    written: Decimal
    accumulated: Decimal
    net: Decimal


def schedule(item: Any, terms: Terms) -> list[Year]:
    """Year by year until nothing is left to write off.

    The cents of all years together are exactly the original value less the residual one: each year takes what the value
    at its end leaves over. What is scrapped ends with that month; the last `net` is then lost. Empty without an original
    value or a date of purchase.
    """
    if item.original_value is None or item.purchased_on is None:
        return []
    life, bought = terms.months(item), item.purchased_on
    last = bought.year + (bought.month + life - 2) // 12
    if item.scrapped_on is not None:
        last = max(bought.year, min(last, item.scrapped_on.year))
    made, before, used = [], Decimal(item.original_value).quantize(CENT, ROUND_HALF_UP), 0
    original = before
    for year in range(bought.year, last + 1):
        end = min(date(year, 12, 31), item.scrapped_on or date.max)
        net = net_value(item, end, terms) or Decimal(0)
        until = min(months_between(bought, end), life)
        made.append(Year(year, until - used, before - net, original - net, net))
        before, used = net, until
    return made


def with_net_value(items: QuerySet[Any], on: date, terms: Terms, *, name: str = "net") -> QuerySet[Any]:
    """`items`, each with `net` (or another `name`): the same figure computed by the database."""
    by_class = [When(type__object_class=name, then=Value(years)) for name, years in terms.years.items()]
    life = 12 * Coalesce(F("depreciation_years"), Case(*by_class, default=Value(_OTHER_YEARS)))
    begun = (
        Value(on.year * 12 + on.month + 1) - ExtractYear("purchased_on") * 12 - ExtractMonth("purchased_on")
    )
    used = Coalesce(Least(Greatest(begun, Value(0)), life), Value(0))
    left = F("original_value") * (
        Value(Decimal(1)) - Value(1 - terms.residual) * used / (life * Value(Decimal(1)))
    )
    return items.annotate(**{name: Round(ExpressionWrapper(left, output_field=_MONEY), 2)})
