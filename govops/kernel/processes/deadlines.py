"""Deadlines of work items: recomputed when the calendar changes, reminded of when they pass."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.calendar import hooks
from govops.kernel.calendar.working_time import working_time
from govops.kernel.processes import events
from govops.kernel.processes.models import ItemStatus, WorkItem


def recompute(calendar: Any = None, moves: Any = ()) -> int:
    """Every open deadline again from its arrival, under the calendar as it now is; answers how many moved."""
    working = working_time()
    moved = []
    for item in WorkItem.objects.filter(status=ItemStatus.OPEN, budget_minutes__isnull=False).iterator(
        chunk_size=2000
    ):
        due = working.add_minutes(item.arrived_at, item.budget_minutes or 0)
        if (due.at, due.is_provisional) != (item.due_at, item.is_provisional):
            item.due_at, item.is_provisional = due.at, due.is_provisional
            moved.append(item)
    WorkItem.objects.bulk_update(moved, ("due_at", "is_provisional"), batch_size=1000)
    return len(moved)


def remind() -> int:
    """Urge, once, everybody whose item is overdue; answers how many items."""
    now = moment.now()
    late = list(
        WorkItem.objects.filter(
            status=ItemStatus.OPEN, due_at__lt=now, reminded_at__isnull=True
        ).select_related("run", "person")[:1000]
    )
    for item in late:
        events.tell("overdue", item.run, actor=SYSTEM, people=(item.person_id,), words=item.step_title)
    WorkItem.objects.filter(pk__in=[item.pk for item in late]).update(reminded_at=now)
    return len(late)


def explain(item: WorkItem) -> list[dict[str, Any]]:
    """计时明细: day by day, why the deadline is what it is."""
    if item.budget_minutes is None:
        return []
    due = working_time().add_minutes(item.arrived_at, item.budget_minutes)
    return [
        {
            "date": use.date,
            "name": use.name,
            "minutes": use.minutes,
            "segments": [
                f"{timezone.localtime(a):%H:%M}–{timezone.localtime(b):%H:%M}" for a, b in use.segments_used
            ],
        }
        for use in due.days
    ]


def _calendar_changed(calendar: Any, moves: Any) -> None:
    recompute()


hooks.on_calendar_changed.append(_calendar_changed)
