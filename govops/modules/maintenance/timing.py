"""The clock of a task: it runs on the working calendar from its opening to its deadline, and reminds the executor."""

from __future__ import annotations

from typing import Any

from govops.kernel.calendar import clocks
from govops.kernel.calendar.hooks import ClockMove
from govops.kernel.calendar.working_time import working_time
from govops.kernel.messages.sending import send
from govops.kernel.organization.storing import overwrite
from govops.kernel.processes.declarations import Deed
from govops.modules.maintenance.choices import TaskState
from govops.modules.maintenance.models import MaintenanceTask

REGISTER = "maintenance_task"
CLOCK = "完成"


def begin(task: Any, deed: Deed) -> None:
    """Count the working time that is left; a task of a day off has none, and only its deadline."""
    minutes = working_time().minutes_between(deed.at, task.due_at)
    if minutes > 0 and clocks.find_open(REGISTER, task.pk, CLOCK) is None:
        clocks.start(
            register=REGISTER, record_id=task.pk, name=CLOCK, budget_minutes=minutes, actor=deed.actor
        )


def stop(task: Any, deed: Deed) -> None:
    for clock in clocks.standing(REGISTER, task.pk):
        clocks.stop(clock, actor=deed.actor)


def on_threshold(clock: Any, event: Any) -> None:
    """75 % and 100 %: the executor is told."""
    if clock.register != REGISTER:
        return
    task = MaintenanceTask.objects.filter(pk=clock.record_id, state=TaskState.WAITING).first()
    if task is not None and task.executor_id:
        words = (
            "完成时限已过，请尽快补做并填报" if event.percent >= clocks.DUE else "即将到期，请尽快完成并填报"
        )
        send([task.executor_id], title=f"维护作业“{task.title}”{words}", register=REGISTER, record_id=task.pk)


def on_calendar_changed(calendar: Any, moves: tuple[ClockMove, ...]) -> None:
    """The calendar moved deadlines: the tasks remember the new ones."""
    moved = {
        move.clock.record_id: move.due_after
        for move in moves
        if move.clock.register == REGISTER and move.due_after
    }
    for task in MaintenanceTask.objects.filter(pk__in=moved, state=TaskState.WAITING).order_by("id"):
        task.due_at = moved[task.pk]
        overwrite(task, only=("due_at",))
