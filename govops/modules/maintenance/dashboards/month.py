"""What the calendar of maintenance shows: the tasks of a month by day, and how the month stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.kernel.web.months import MOST_A_DAY, shifted, shown_days
from govops.modules.maintenance.choices import Outcome, TaskState
from govops.modules.maintenance.dashboards.ahead import turns_ahead
from govops.modules.maintenance.models import MaintenanceFinding, MaintenancePlan, MaintenanceTask

TONES = {
    TaskState.PLANNED: "muted",
    TaskState.WAITING: "accent",
    TaskState.DONE: "amber",
    TaskState.REVIEWED: "green",
    TaskState.MISSED: "red",
}


@dataclass(frozen=True)
class Month:
    """The tasks of a month's page by day (the first few), how many each day has, and the month's figures."""

    events: dict[date, list[dict[str, Any]]]
    counts: dict[date, int]
    due: int
    on_time: int
    late: int
    missed: int
    findings: int

    @property
    def timeliness(self) -> float | None:
        """维护作业计划及时完成率 in percent; None while nothing has fallen due."""
        return round(100 * self.on_time / self.due, 1) if self.due else None


def month_of(first: date, actor: Actor) -> Month:
    """The month that begins on `first`, as far as `actor` may see; what the plans will bring later stands there already."""
    begin, end = shown_days(first)
    tasks = visible(
        MaintenanceTask.objects.exclude(state=TaskState.CANCELLED), actor, register="maintenance_task"
    )
    shown = tasks.filter(planned_on__gte=begin, planned_on__lte=end).order_by()
    events = defaultdict(list)
    for task in _first_few(shown):
        events[task.planned_on].append(_event(task))
    counts = dict(shown.values_list("planned_on").annotate(number=Count("id")))
    for plan, turn in turns_ahead(begin, end, actor):
        counts[turn.day] = counts.get(turn.day, 0) + 1
        if len(events[turn.day]) < MOST_A_DAY:
            events[turn.day].append(_foreseen(plan))
    return Month(dict(events), counts, **_figures(tasks, first), findings=_findings(actor))


def _first_few(tasks: QuerySet[MaintenanceTask]) -> QuerySet[MaintenanceTask]:
    turn = Window(RowNumber(), partition_by=F("planned_on"), order_by=F("id").asc())
    return (
        tasks.annotate(turn=turn)
        .filter(turn__lte=MOST_A_DAY)
        .select_related("plan", "executor")
        .order_by("planned_on", "id")
    )


def _event(task: MaintenanceTask) -> dict[str, Any]:
    late = task.outcome in (Outcome.OVERDUE, Outcome.MISSED)
    state = "逾期" if task.outcome == Outcome.OVERDUE else TaskState(task.state).label
    return {
        "title": f"{task.plan.name} {state}",
        "time": task.executor.name if task.executor else "",
        "url": f"/r/maintenance_task/{task.pk}/",
        "tone": "red" if late else TONES[TaskState(task.state)],
    }


def _foreseen(plan: MaintenancePlan) -> dict[str, Any]:
    return {
        "title": f"{plan.name} 预排",
        "time": plan.executor.name if plan.executor else "",
        "url": f"/r/maintenance_plan/{plan.pk}/",
        "tone": "muted",
    }


def _figures(tasks: QuerySet[MaintenanceTask], first: date) -> dict[str, int]:
    begin, end = (timezone.make_aware(datetime.combine(day, time())) for day in (first, shifted(first, 1)))
    month = tasks.filter(due_at__gte=begin, due_at__lt=end).exclude(outcome="")
    return month.aggregate(
        due=Count("id"),
        on_time=Count("id", filter=Q(outcome=Outcome.ON_TIME)),
        late=Count("id", filter=Q(outcome__in=(Outcome.LATE, Outcome.OVERDUE))),
        missed=Count("id", filter=Q(outcome=Outcome.MISSED)),
    )


def _findings(actor: Actor) -> int:
    return visible(
        MaintenanceFinding.objects.filter(state="open"), actor, register="maintenance_finding"
    ).count()
