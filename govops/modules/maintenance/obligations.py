"""Every plan in force owes one task a period: one duty for each frequency, shown with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import cast

from django.utils import timezone

from govops.kernel.calendar.working_time import working_time
from govops.kernel.norms.obligations import Every, Evidence, Obligation, Period, declare
from govops.kernel.organization.models import Person
from govops.modules.maintenance.choices import Frequency, PlanState
from govops.modules.maintenance.models import MaintenancePlan, MaintenanceTask
from govops.modules.maintenance.schedule import turn_in


def every(frequency: Frequency) -> Every:
    """The kernel's word for it, which is the same."""
    return cast(Every, frequency.value)


def subjects(frequency: Frequency) -> Callable[[date], Iterable[tuple[int, str]]]:
    """The plans in force of that frequency that have a turn in the period of the day."""

    def owing(day: date) -> Iterable[tuple[int, str]]:
        plans = MaintenancePlan.objects.filter(state=PlanState.ACTIVE, frequency=frequency).order_by("id")
        period, working = Period.of(every(frequency), day), working_time()
        return [(plan.pk, plan.name) for plan in plans if turn_in(plan, period, working)]

    return owing


def carried_out(plan_id: int, period: Period) -> Evidence | None:
    """The period's task, once it was carried out."""
    task = MaintenanceTask.objects.filter(
        plan=plan_id, period_first=period.first, done_at__isnull=False
    ).first()
    if task is None or timezone.localtime(task.done_at).date() > period.last:
        return None
    words = f"{timezone.localtime(task.done_at):%m-%d %H:%M} {task.get_outcome_display()}"
    if task.abnormal_count:
        words = f"{words}，异常 {task.abnormal_count} 项"
    return Evidence("maintenance_task", task.pk, task.number, words, task.done_at)


def executor(plan_id: int, day: date) -> Iterable[Person]:
    plan = MaintenancePlan.objects.select_related("executor").get(pk=plan_id)
    return [plan.executor] if plan.executor else []


declare(
    *(
        Obligation(
            id=f"N4§4.3-{frequency.value}",
            title=f"{frequency.label}维护作业",
            cites="N4§4.3",
            every=every(frequency),
            register="maintenance_task",
            subjects=subjects(frequency),
            evidence=carried_out,
            responsible=executor,
            url=lambda plan_id: f"/r/maintenance_task/?plan={plan_id}",
        )
        for frequency in Frequency
    )
)
