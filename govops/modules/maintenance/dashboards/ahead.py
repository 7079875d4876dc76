"""What the plans in force will bring once their tasks are planned: reckoned, not stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from govops.kernel import moment, parameters
from govops.kernel.access.actor import Actor
from govops.kernel.calendar.working_time import working_time
from govops.kernel.records.visibility import visible
from govops.modules.maintenance.choices import PlanState
from govops.modules.maintenance.models import MaintenancePlan
from govops.modules.maintenance.parameters import DAYS_AHEAD
from govops.modules.maintenance.schedule import Turn, turns

#: plans that are looked at; a bureau has some dozens
MOST_PLANS = 200


def turns_ahead(first: date, last: date, actor: Actor) -> Iterator[tuple[MaintenancePlan, Turn]]:
    """The turns between these days that lie beyond the days for which tasks stand already; one statement, none for the past."""
    begin = max(first, moment.today() + timedelta(days=int(parameters.value(DAYS_AHEAD.key)) + 1))
    if begin > last:
        return
    working = working_time()
    rows = MaintenancePlan.objects.filter(state=PlanState.ACTIVE)
    plans = visible(rows, actor, register="maintenance_plan").select_related("executor").order_by("id")
    for plan in plans[:MOST_PLANS]:
        for turn in turns(plan, begin, last, working):
            yield plan, turn
