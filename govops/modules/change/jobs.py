"""What change management does by itself, and what configuration hears from it."""

from __future__ import annotations

from govops.kernel.jobs import job
from govops.modules.change import public as public  # fills the hooks of configuration
from govops.modules.change.actions import papers, telling


@job(every="*/30 * * * *", title="停机提醒")
def remind_of_stops() -> str:
    """Tell the units once more before a window in which something stops."""
    return f"提醒 {telling.remind_of_stops()} 项"


@job(every="*/10 * * * *", title="紧急变更补单逾期")
def note_late_papers() -> str:
    """Count the papers of emergencies that are overdue, and tell who owes them."""
    return f"登记逾期 {papers.note_late_papers()} 项"
