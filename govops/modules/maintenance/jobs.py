"""What maintenance does by itself, every midnight."""

from __future__ import annotations

from govops.kernel.calendar import hooks
from govops.kernel.jobs import job
from govops.modules.maintenance import actions, timing


@job(every="10 0 * * *", title="排定维护作业")
def plan_tasks() -> str:
    """Plan the days ahead, open what is due today, mark what was not done in time."""
    made, opened = actions.make_due_tasks(), actions.open_due_tasks()
    overdue, missed = actions.write_off()
    return f"排定 {made} 项，开始 {opened} 项，逾期 {overdue} 项，未执行 {missed} 项"


hooks.on_threshold.append(timing.on_threshold)
hooks.on_calendar_changed.append(timing.on_calendar_changed)
