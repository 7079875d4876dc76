"""Reminding those who are late, and giving orphaned items to present holders."""

from __future__ import annotations

from govops.kernel.jobs.declaration import job
from govops.kernel.processes import deadlines, routing


@job(every="*/15 * * * *", title="超时催办")
def remind_the_late() -> str:
    """One message for each overdue item."""
    return f"催办 {deadlines.remind()} 件"


@job(every="30 0 * * *", title="席位变动后重新分派")
def reseat_items() -> str:
    """Items of people who left or lost their seat go to those who hold it now."""
    return f"重新分派 {routing.reseat()} 件"
