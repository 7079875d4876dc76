"""The time left of a work item, for the bar and its words."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.calendar import clocks
from govops.kernel.calendar.explain import explain
from govops.kernel.calendar.models import Clock
from govops.kernel.calendar.working_time import working_time
from govops.kernel.processes.docket import docket_of
from govops.kernel.processes.models import ItemKind, ProcessRun, WorkItem
from govops.kernel.web import words


def left_of_run(run: ProcessRun) -> dict[str, Any] | None:
    """The time left of the most urgent item that is open in a running process."""
    timed = [item for item in docket_of(run).open(ItemKind.DECIDE, ItemKind.HANDLE) if item.due_at]
    return left_of(min(timed, key=lambda item: item.due_at)) if timed else None  # type: ignore[arg-type, return-value]


def left_of(item: WorkItem) -> dict[str, Any] | None:
    """The time left of a work item, for the bar and its words."""
    if item.due_at is None:
        return None
    working, now = working_time(), moment.now()
    left = working.between(now, item.due_at).total_seconds()
    running = working.is_working_moment(now)
    return words.left(
        left,
        (item.budget_minutes or 60) * 60,
        due=item.due_at,
        running=running,
        until=working.end_of_stretch(now),
        is_provisional=item.is_provisional,
    )


def clocks_of(register: str, record_id: int) -> list[dict[str, Any]]:
    """The clocks of a record, each with why its deadline is what it is, day by day: {title, due, state, tone, days}."""
    found = clocks.of(register, record_id).order_by("id").prefetch_related("events")
    return [
        {
            "title": f"{clock.name}时限 {words.duration(clock.budget_minutes)}",
            "due": clock.due_at,
            "is_provisional": clock.is_provisional,
            **_state_of(clock),
            "days": explain(clock),
        }
        for clock in found
    ]


def _state_of(clock: Clock) -> dict[str, str]:
    if clock.is_paused:
        return {"state": "已暂停", "tone": "muted"}
    late = clock.breached_at is not None
    if clock.is_open:
        return {"state": "已超时" if late else "计时中", "tone": "red" if late else "accent"}
    return {"state": "超时完成" if late else "按时完成", "tone": "red" if late else "green"}
