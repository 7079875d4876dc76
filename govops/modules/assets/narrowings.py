"""Filters of the item list that the figures of assets lead to: the fund, the year of purchase."""

from __future__ import annotations

from django.db.models import Q

from govops.kernel.registers.narrowing import Narrowing, declare
from govops.modules.configuration.public import Funding

#: what stands in the address for items of which nobody said
UNSAID = "none"
_YEARS = (1950, 2199)


def of_fund(value: str) -> Q:
    """Paid from a fund; `none`: nobody said from which."""
    return Q(funding="") if value == UNSAID else Q(funding=Funding(value))


def words(value: str) -> str:
    return "未填" if value == UNSAID else str(Funding(value).label)


def of_year(value: str) -> Q:
    """Bought in a year; `none`: nobody said when."""
    if value == UNSAID:
        return Q(purchased_on__isnull=True)
    if not _YEARS[0] <= int(value) <= _YEARS[1]:
        raise ValueError(value)
    return Q(purchased_on__year=int(value))


def year_words(value: str) -> str:
    return "未填" if value == UNSAID else f"{int(value)} 年"


declare(
    Narrowing("configuration_item", "funding", "资金来源", of_fund, words, ("funding",)),
    Narrowing("configuration_item", "bought", "购置年份", of_year, year_words, ("purchased_on",)),
)
