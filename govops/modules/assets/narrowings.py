"""A filter of the item list that the figures of assets lead to: the fund."""

from __future__ import annotations

from django.db.models import Q

from govops.kernel.registers.narrowing import Narrowing, declare
from govops.modules.configuration.public import Funding

#: what stands in the address for items of which nobody said
UNSAID = "none"


def of_fund(value: str) -> Q:
    """Paid from a fund; `none`: nobody said from which."""
    return Q(funding="") if value == UNSAID else Q(funding=Funding(value))


def words(value: str) -> str:
    return "未填" if value == UNSAID else str(Funding(value).label)


declare(Narrowing("configuration_item", "funding", "资金来源", of_fund, words, ("funding",)))
