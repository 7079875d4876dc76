"""A year as the calendar page and its printed form show it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from govops.kernel.calendar.engine import Day, WorkingTime

STATUS_TEXT = {"unpublished": "未发布", "tentative": "预排", "approved": "已核定"}


@dataclass(frozen=True)
class MonthGrid:
    """A month: its days in order, and the same in weeks from Monday with None where another month's days would be."""

    month: int
    label: str
    days: tuple[Day, ...]
    weeks: tuple[tuple[Day | None, ...], ...]
    working_days: int


@dataclass(frozen=True)
class YearGrid:
    """Twelve months, the year's status and its number of working days."""

    year: int
    status: str
    status_text: str
    is_confirmed: bool
    months: tuple[MonthGrid, ...]
    working_days: int


def year_grid(year: int, working: WorkingTime) -> YearGrid:
    """The year on that calendar; each day carries kind, name, badge (班|休|"") and hours."""
    months = tuple(_month(year, month, working) for month in range(1, 13))
    status = working.year_status(year)
    first = date(year, 1, 1)
    return YearGrid(
        year=year,
        status=status,
        status_text=STATUS_TEXT[status],
        is_confirmed=working.is_confirmed(first, first),
        months=months,
        working_days=sum(month.working_days for month in months),
    )


def _month(year: int, month: int, working: WorkingTime) -> MonthGrid:
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    days = tuple(working.day(first + timedelta(days=offset)) for offset in range((after - first).days))
    cells: list[Day | None] = [None] * first.weekday() + list(days)
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
    return MonthGrid(month, f"{month}月", days, weeks, sum(day.is_working for day in days))
