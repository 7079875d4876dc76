"""The engine against a counter that knows nothing of it: minute by minute, straight from the notices."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

import chinese_calendar
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.calendar.conftest import SHANGHAI
from tests.kernel.calendar.pure import snapshot

MINUTE = timedelta(minutes=1)
WORKING = snapshot()

moments = st.datetimes(
    min_value=datetime(2007, 1, 1),  # noqa: DTZ001
    max_value=datetime(2026, 9, 30),  # noqa: DTZ001
    timezones=st.just(SHANGHAI),
).map(lambda value: value.replace(second=0, microsecond=0, fold=0))
near_holidays = st.builds(
    lambda year, month_day, minute: datetime(year, *month_day, tzinfo=SHANGHAI) + minute * MINUTE,
    st.integers(2007, 2026),
    st.sampled_from([(1, 1), (1, 25), (2, 10), (4, 3), (4, 29), (6, 10), (9, 14), (9, 29)]),
    st.integers(0, 12 * 1440),
)
starts = moments | near_holidays
edges = st.sampled_from([1, 209, 210, 211, 239, 240, 241, 449, 450, 451, 900, 2250])
budgets = st.integers(1, 4500) | edges


@cache
def _works_on(day: date) -> bool:
    return chinese_calendar.is_workday(day)


def _open(at: datetime) -> bool:
    minute = at.hour * 60 + at.minute
    return _works_on(at.date()) and (510 <= minute < 720 or 810 <= minute < 1050)


def _count(start: datetime, end: datetime) -> int:
    return sum(_open(start + n * MINUTE) for n in range((end - start) // MINUTE))


def _add(start: datetime, minutes: int) -> datetime:
    at = start
    while minutes:
        minutes -= _open(at)
        at += MINUTE
    return at


@settings(max_examples=300, deadline=None)
@given(starts, budgets)
def test_a_deadline_is_where_a_minute_counter_arrives(start, minutes):
    assert WORKING.add_minutes(start, minutes).at == _add(start, minutes)


@settings(max_examples=250, deadline=None)
@given(starts, st.integers(0, 20 * 1440))
def test_the_time_between_is_what_a_minute_counter_counts(start, length):
    end = start + length * MINUTE
    assert WORKING.minutes_between(start, end) == _count(start, end)
    assert WORKING.minutes_between(end, start) == -_count(start, end)


@settings(max_examples=200, deadline=None)
@given(starts, budgets)
def test_adding_and_measuring_undo_each_other_and_every_minute_is_accounted_for(start, minutes):
    deadline = WORKING.add_minutes(start, minutes)
    assert WORKING.minutes_between(start, deadline.at) == minutes
    assert sum(use.minutes for use in deadline.days) == minutes
    dates = [use.date for use in deadline.days]
    assert dates == [dates[0] + timedelta(days=n) for n in range(len(dates))]
    assert deadline.days == WORKING.usage(start, deadline.at)


@settings(max_examples=200, deadline=None)
@given(starts, budgets, budgets)
def test_two_budgets_in_a_row_are_their_sum(start, first, second):
    by_steps = WORKING.add_minutes(WORKING.add_minutes(start, first).at, second).at
    assert by_steps == WORKING.add_minutes(start, first + second).at


@settings(max_examples=200, deadline=None)
@given(starts, st.integers(0, 59), st.integers(0, 86_400))
def test_seconds_are_neither_lost_nor_invented(start, second, length):
    begin = start + timedelta(seconds=second)
    amount = timedelta(seconds=length)
    if amount:
        assert WORKING.between(begin, WORKING.add(begin, amount).at) == amount


@settings(max_examples=200, deadline=None)
@given(starts)
def test_the_next_working_moment_is_open_and_nothing_was_open_before(start):
    found = WORKING.next_working_moment(start)
    assert WORKING.is_working_moment(found)
    assert WORKING.minutes_between(start, found) == 0
    assert WORKING.is_working_moment(start) == _open(start)
    assert WORKING.add_minutes(start, 0).at == found


@settings(max_examples=250, deadline=None)
@given(starts, st.integers(1, 25))
def test_working_days_are_counted_as_the_notices_say(start, days):
    deadline = WORKING.add_days(start, days)
    day, left = start.date(), days
    while left:
        day += timedelta(days=1)
        left -= _works_on(day)
    assert deadline.at == datetime(day.year, day.month, day.day, 17, 30, tzinfo=SHANGHAI)
    assert WORKING.working_days_between(start.date(), day) == days
