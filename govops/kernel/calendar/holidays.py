"""What is known about a year's days off without any notice in hand.

Years the maintained `chinesecalendar` data covers come from the State Council notices; later years hold only the
days the law itself names (《全国年节及纪念日放假办法》, as in force since 2025-01-01), without the exchanged days
around them, which nobody knows before the notice.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from typing import NamedTuple

import chinese_calendar
from chinese_calendar.constants import Holiday, holidays, workdays

from govops.kernel.calendar import lunar
from govops.kernel.calendar.spans import Span

OFF, WORK = "off", "work"

_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
_LIBRARY_NAMES = {item.value: _NAMES.get(item.chinese, item.chinese) for item in Holiday}
LIBRARY_YEARS = range(min(holidays).year, max(holidays).year + 1)
STATUTE = "《全国年节及纪念日放假办法》法定放假日（尚无国务院办公厅通知）"


class DayRule(NamedTuple):
    """What an override says of a date: `kind` off or work, its name, and its own spans if it has any."""

    kind: str
    name: str
    spans: tuple[Span, ...] | None = None


@cache
def known_days(year: int) -> dict[date, DayRule]:
    """The best that can be said of a year: the published arrangement, else the statutory days."""
    return published_days(year) if year in LIBRARY_YEARS else statutory_days(year)


def source_of(year: int) -> str:
    """Where `known_days(year)` comes from, for the record."""
    return f"chinesecalendar {version('chinesecalendar')}" if year in LIBRARY_YEARS else STATUTE


def published_days(year: int) -> dict[date, DayRule]:
    """Days off and exchanged working days of a year the library covers (LIBRARY_YEARS), by date."""
    days = {day: DayRule(OFF, _LIBRARY_NAMES[name]) for day, name in holidays.items() if day.year == year}
    days |= {day: DayRule(WORK, _LIBRARY_NAMES[name]) for day, name in workdays.items() if day.year == year}
    return dict(sorted(days.items()))


def statutory_days(year: int) -> dict[date, DayRule]:
    """The thirteen days the law names. Beyond the festival table only those with a fixed date are known."""
    days = {date(year, 1, 1): "元旦", date(year, 5, 1): "劳动节", date(year, 5, 2): "劳动节"}
    if festivals := lunar.festivals(year):
        spring, dragon_boat, mid_autumn = festivals
        days |= {spring + timedelta(days=offset): "春节" for offset in range(-1, 3)}
        days |= {_tomb_sweeping(year): "清明节", dragon_boat: "端午节", mid_autumn: "中秋节"}
    days |= {date(year, 10, day): "国庆节" for day in (1, 2, 3)}
    return {day: DayRule(OFF, name) for day, name in sorted(days.items())}


def _tomb_sweeping(year: int) -> date:
    terms = chinese_calendar.get_solar_terms(date(year, 4, 1), date(year, 4, 30))
    return next(day for day, name in terms if name == "清明")
