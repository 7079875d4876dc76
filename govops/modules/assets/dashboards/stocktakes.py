"""How far a stocktake is: figures, the latest counts, what is still to be found."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.modules.assets.actions.counting import entrusted
from govops.modules.assets.actions.stocktakes import counts
from govops.modules.assets.choices import LineResult
from govops.modules.assets.models import Stocktake, StocktakeLine
from govops.modules.configuration.public import ConfigurationItem

TONES = {LineResult.FOUND: "green", LineResult.MISSING: "red", LineResult.WAITING: "muted"}
MOST = 100


def lines_of(stocktake: Stocktake, actor: Actor) -> QuerySet[StocktakeLine]:
    """The lines whose items the actor may be told of, with what a row shows."""
    known = ConfigurationItem.objects.filter(entrusted(actor)).order_by().values("pk")
    rows = stocktake.lines.filter(Q(item__isnull=True) | Q(item__in=known))
    return rows.select_related("location", "custodian", "seen_location", "seen_custodian", "counted_by")


def tone(result: str) -> str:
    return TONES.get(LineResult(result), "amber")


def progress(stocktake: Stocktake) -> dict[str, Any]:
    """{counted, expected, percent, results: [(title, count, tone)]}; one query."""
    found = counts(stocktake)
    waiting = found.get("", 0)
    counted = max(0, stocktake.expected_count - waiting - found.get(LineResult.MISSING, 0))
    return {
        "counted": counted,
        "expected": stocktake.expected_count,
        "percent": round(100 * counted / stocktake.expected_count) if stocktake.expected_count else 0,
        "results": [
            {"key": one.value or "waiting", "title": one.label, "count": found.get(one.value, 0), "tone": tone(one.value)}
            for one in LineResult
            if found.get(one.value)
        ],
    }  # fmt: skip


def rows(stocktake: Stocktake, actor: Actor, *, result: str, place: int | None = None) -> list[StocktakeLine]:
    """The lines with one result (`latest`: those counted last), the first hundred."""
    found = lines_of(stocktake, actor)
    if result == "latest":
        return list(found.filter(counted_at__isnull=False).order_by("-counted_at", "-id")[:20])
    found = found.filter(result="" if result == "waiting" else result)
    if place is not None:
        found = found.filter(location=place)
    return list(found.order_by("location", "number")[:MOST])
