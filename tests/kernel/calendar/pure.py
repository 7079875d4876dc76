"""Snapshots for tests that need no database."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from govops.kernel.calendar.engine import WeekRule, WorkingTime
from govops.kernel.calendar.holidays import DayRule, known_days
from govops.kernel.calendar.spans import Span

ORDINARY = (Span(510, 720), Span(810, 1050))


def ordinary_week(*, since: date = date(2000, 1, 1)) -> tuple[WeekRule, ...]:
    return tuple(WeekRule(weekday, span, since) for weekday in range(5) for span in ORDINARY)


def snapshot(
    *,
    week: tuple[WeekRule, ...] | None = None,
    days: dict[date, DayRule] | None = None,
    status: dict[int, str] | None = None,
    observes_holidays: bool = True,
) -> WorkingTime:
    if days is None:
        days = {day: rule for year in status or {} for day, rule in known_days(year).items()}
    return WorkingTime(
        code="default",
        name="标准工作日历",
        zone=ZoneInfo("Asia/Shanghai"),
        week_rules=ordinary_week() if week is None else week,
        day_rules=days,
        year_status=status or {},
        unpublished_days=known_days,
        observes_holidays=observes_holidays,
    )
