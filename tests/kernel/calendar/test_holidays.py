"""What is known of a year without a notice."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import chinese_calendar
import pytest

from govops.kernel.calendar import holidays, lunar


def _new_moon(day: date) -> datetime:
    """The new moon nearest to a date, Beijing time, by Meeus' Astronomical Algorithms ch. 49 (a few minutes)."""
    k = round((day.year + (day.timetuple().tm_yday - 1) / 365.25 - 2000) * 12.3685)
    t = k / 1236.85
    julian = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
    e = 1 - 0.002516 * t
    sun = math.radians(2.5534 + 29.10535670 * k)
    moon = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    f = math.radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    node = math.radians(124.7746 - 1.56375588 * k + 0.0020672 * t * t)
    julian += (
        -0.40720 * math.sin(moon)
        + 0.17241 * e * math.sin(sun)
        + 0.01608 * math.sin(2 * moon)
        + 0.01039 * math.sin(2 * f)
        + 0.00739 * e * math.sin(moon - sun)
        - 0.00514 * e * math.sin(moon + sun)
        + 0.00208 * e * e * math.sin(2 * sun)
        - 0.00111 * math.sin(moon - 2 * f)
        - 0.00057 * math.sin(moon + 2 * f)
        + 0.00056 * e * math.sin(2 * moon + sun)
        - 0.00042 * math.sin(3 * moon)
        + 0.00042 * e * math.sin(sun + 2 * f)
        + 0.00038 * e * math.sin(sun - 2 * f)
        - 0.00024 * e * math.sin(2 * moon - sun)
        - 0.00017 * math.sin(node)
    )
    return datetime(2000, 1, 1, 12) + timedelta(days=julian - 2451545) + timedelta(hours=8, seconds=-70)  # noqa: DTZ001


@pytest.mark.parametrize("year", range(lunar.FIRST_YEAR, lunar.LAST_YEAR + 1))
def test_every_festival_stands_on_its_day_of_the_moon(year):
    spring, dragon_boat, mid_autumn = lunar.festivals(year)
    assert date(year, 1, 21) <= spring <= date(year, 2, 21)
    assert date(year, 5, 27) <= dragon_boat <= date(year, 6, 26)
    assert date(year, 9, 7) <= mid_autumn <= date(year, 10, 8)
    for day, of_month in ((spring, 1), (dragon_boat, 5), (mid_autumn, 15)):
        first = day - timedelta(days=of_month - 1)
        new_moon = _new_moon(first)
        slack = timedelta(minutes=20)
        assert first in {(new_moon - slack).date(), (new_moon + slack).date()}


def test_the_festival_table_agrees_with_the_notices():
    for year in range(2013, max(holidays.LIBRARY_YEARS) + 1):
        names = [chinese_calendar.get_holiday_detail(day)[1] for day in lunar.festivals(year)]
        assert names[:2] == ["Spring Festival", "Dragon Boat Festival"]
        assert names[2] in ("Mid-autumn Festival", "National Day")


def test_outside_the_table_only_fixed_dates_are_known():
    assert lunar.festivals(lunar.LAST_YEAR + 1) is None
    assert len(holidays.statutory_days(lunar.LAST_YEAR + 1)) == 6


def test_the_statutory_days_of_2027():
    assert {day.isoformat()[5:]: rule.name for day, rule in holidays.statutory_days(2027).items()} == {
        "01-01": "元旦",
        "02-05": "春节",
        "02-06": "春节",
        "02-07": "春节",
        "02-08": "春节",
        "04-05": "清明节",
        "05-01": "劳动节",
        "05-02": "劳动节",
        "06-09": "端午节",
        "09-15": "中秋节",
        "10-01": "国庆节",
        "10-02": "国庆节",
        "10-03": "国庆节",
    }


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_statutory_day_is_off_in_the_notice(year):
    published = holidays.published_days(year)
    assert {day for day in holidays.statutory_days(year) if published[day].kind == "off"} == set(
        holidays.statutory_days(year)
    )


def test_the_notice_of_2026_as_published():
    work = [f"{day:%m-%d}" for day, rule in holidays.published_days(2026).items() if rule.kind == "work"]
    assert work == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
