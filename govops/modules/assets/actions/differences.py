"""What becomes of a difference once a second person agreed."""

from __future__ import annotations

from typing import Any

from govops.kernel.organization.models import Person
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.modules.assets.actions import moving
from govops.modules.assets.choices import Decision, DifferenceState
from govops.modules.assets.models import StocktakeDifference


def leader_of(difference: Any) -> list[Person]:
    return [difference.applicant] if difference.applicant else []


def submit_decided(stocktake: Any, deed: Deed) -> None:
    """Every difference whose decision is made goes to the second person, by its own door."""
    rows = StocktakeDifference.objects.filter(stocktake=stocktake, state=DifferenceState.OPEN)
    for difference in rows.exclude(decision=Decision.PENDING).exclude(explanation="").order_by("pk"):
        engine.perform_within("stocktake_difference", difference.pk, "submit", actor=deed.actor)


def resolve(difference: Any, deed: Deed) -> None:
    """更正台账 or 报失, by the item's own doors and under the stocktake's number."""
    difference.resolved_at = deed.at
    if difference.item_id is None:
        return
    if difference.decision == Decision.CORRECT:
        moving.correct(difference.item, difference, deed)
    elif difference.decision == Decision.LOST:
        moving.report_lost(difference.item, difference, deed)
