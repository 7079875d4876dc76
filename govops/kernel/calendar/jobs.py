"""What the calendar does by itself."""

from __future__ import annotations

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.calendar import hours, years
from govops.kernel.calendar.holidays import STATUTE, source_of
from govops.kernel.calendar.models import YearStatus
from govops.kernel.calendar.sweep import sweep
from govops.kernel.jobs.declaration import job


@job(every="* * * * *", title="计时阈值检查")
def sweep_clocks() -> str:
    """Notice the clocks that passed 75 % or 100 % of their budget."""
    events = sweep()
    breached = sum(event.percent == 100 for event in events)
    return f"预警 {len(events) - breached} 个，超时 {breached} 个" if events else "无"


@job(every="10 1 * * *", title="预排年度日历")
def prefill_years(*, actor: Actor) -> str:
    """Make sure that this year and the next are at least 预排, for deadlines reach over the turn of the year.

    A year that held only the statutory days takes the published arrangement once the shipped data has it.
    """
    year = moment.today().year
    calendar = hours.ensure_default(years=(year, year + 1))
    for row in calendar.years.filter(status=YearStatus.TENTATIVE, source=STATUTE):
        if source_of(row.year) != STATUTE:
            years.prefill(row.year, actor=actor, calendar=calendar)
    waiting = calendar.years.filter(year__in=(year, year + 1), status=YearStatus.TENTATIVE).order_by("year")
    names = "、".join(f"{row.year} 年" for row in waiting)
    return f"{names}日历待核定" if names else "均已核定"
