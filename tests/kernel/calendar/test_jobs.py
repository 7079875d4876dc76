"""What the calendar does by itself."""

from __future__ import annotations

import pytest

from govops.kernel import moment
from govops.kernel.calendar import clocks, hours, jobs
from govops.kernel.calendar.holidays import STATUTE
from govops.kernel.calendar.models import CalendarYear
from tests.kernel.calendar.conftest import when

pytestmark = pytest.mark.django_db


def test_the_regular_look_at_the_clocks(calendar, actor):
    with moment.at(when("2026-11-27 09:00")):
        clocks.start(register="incident", record_id=1, name="响应", budget_minutes=40, actor=actor)
        assert jobs.sweep_clocks() == "无"
    with moment.at(when("2026-11-27 09:30")):
        assert jobs.sweep_clocks() == "预警 1 个，超时 0 个"
    with moment.at(when("2026-11-27 09:41")):
        assert jobs.sweep_clocks() == "预警 0 个，超时 1 个"


def test_the_year_to_come_is_always_there(calendar, actor):
    with moment.at(when("2027-01-01 01:10")):
        assert jobs.prefill_years(actor=actor) == "2027 年、2028 年日历待核定"
    assert CalendarYear.objects.get(calendar=calendar, year=2028).status == "tentative"
    with moment.at(when("2025-06-01 01:10")):
        assert jobs.prefill_years(actor=actor) == "均已核定"


def test_statutory_days_give_way_to_the_arrangement_once_it_is_shipped(actor):
    calendar = hours.ensure_default(years=(2026,))
    row = calendar.years.get(year=2026)
    row.source = STATUTE
    row.save()
    calendar.overrides.filter(kind="work").delete()
    with moment.at(when("2026-06-01 01:10")):
        jobs.prefill_years(actor=actor)
    assert calendar.overrides.filter(kind="work", retired_at=None, date__year=2026).count() == 6
    assert calendar.years.get(year=2026).source.startswith("chinesecalendar ")
