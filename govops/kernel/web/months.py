"""A month of days for `ui/calendar_month.html`: whole weeks from Monday, 班 and 休 from the working calendar, events by day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from govops.kernel import moment
from govops.kernel.calendar.working_time import Day, working_time

#: a day → its events as the component takes them: title, time, url, tone
Events = Mapping[date, Sequence[Mapping[str, Any]]]
MOST_A_DAY = 4


def month_in(text: str) -> date:
    """The first day of the month that `2026-11` (or any date in it) names; of this month when it names none."""
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return moment.today().replace(day=1)


def shifted(first: date, months: int) -> date:
    """The first day of the month so many months later; earlier when negative."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def shown_days(first: date) -> tuple[date, date]:
    """The first and last day that the month's page shows: whole weeks from Monday."""
    last = shifted(first, 1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def month_page(
    first: date,
    events: Events,
    *,
    url: Callable[[date], str],
    sub: str = "",
    day_url: Callable[[date], str] | None = None,
    counts: Mapping[date, int] | None = None,
) -> dict[str, Any]:
    """The context of `ui/calendar_month.html` for the month that begins on `first`.

    `url(first of a month)` leads to that month; `day_url(day)` to what a day holds; `counts` says how many events a day
    has where `events` holds only the first few of them.
    """
    begin, end = shown_days(first)
    days = [begin + timedelta(days=offset) for offset in range((end - begin).days + 1)]
    working = working_time()
    cells = [
        _day(working.day(day), first, list(events.get(day, ())), (counts or {}).get(day), day_url)
        for day in days
    ]
    return {
        "title": f"{first.year}年{first.month}月",
        "sub": sub,
        "previous_url": url(shifted(first, -1)),
        "next_url": url(shifted(first, 1)),
        "today_url": url(moment.today().replace(day=1)),
        "target": "#month",
        "weeks": [cells[start : start + 7] for start in range(0, len(cells), 7)],
    }


def _day(
    known: Day, first: date, events: list[Any], count: int | None, day_url: Callable[[date], str] | None
) -> dict[str, Any]:
    day = known.date
    address = day_url(day) if day_url else ""
    return {
        "date": day,
        "day": day.day,
        "in_month": (day.year, day.month) == (first.year, first.month),
        "today": day == moment.today(),
        "badge": known.badge,
        "name": known.name if known.badge else "",
        "url": address,
        "events": events[:MOST_A_DAY],
        "more": max(0, (count if count is not None else len(events)) - MOST_A_DAY),
        "more_url": address,
    }
