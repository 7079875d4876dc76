"""On which days plans fall due: pure, against the State Council's calendar of 2026."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govops.kernel.calendar.working_time import working_time
from govops.kernel.norms.obligations import Period
from govops.modules.maintenance.schedule import turn_in, turns


def plan(**facts: Any) -> Any:
    given_ = {
        "frequency": "month", "month_number": None, "day_number": 1, "off_day": "later", "days_allowed": 1,
        "valid_from": date(2020, 1, 1), "valid_to": None,
    }  # fmt: skip
    return SimpleNamespace(**given_ | facts)


@pytest.mark.parametrize(
    ("facts", "day", "expected"),
    [
        ({"day_number": 5}, date(2026, 11, 1), date(2026, 11, 5)),
        ({"day_number": 1}, date(2026, 11, 1), date(2026, 11, 2)),  # a Sunday, later
        ({"day_number": 1, "off_day": "as_is"}, date(2026, 11, 1), date(2026, 11, 1)),
        ({"day_number": 1, "off_day": "skip"}, date(2026, 11, 1), None),
        ({"day_number": 1, "off_day": "earlier"}, date(2026, 11, 1), date(2026, 11, 2)),  # not into October
        ({"day_number": 31}, date(2026, 2, 10), date(2026, 2, 28)),  # 调休上班的星期六
        (
            {"day_number": 31, "off_day": "later"},
            date(2026, 5, 10),
            date(2026, 5, 29),
        ),  # a Sunday, the last day
        ({"frequency": "week", "day_number": 2}, date(2026, 11, 23), date(2026, 11, 24)),
        (
            {"frequency": "quarter", "month_number": 2, "day_number": 16},
            date(2026, 11, 1),
            date(2026, 11, 16),
        ),
        ({"frequency": "year", "month_number": 10, "day_number": 1}, date(2026, 1, 1), date(2026, 10, 8)),
        ({"frequency": "day", "off_day": "skip"}, date(2026, 10, 1), None),
        ({"frequency": "day", "off_day": "as_is"}, date(2026, 10, 1), date(2026, 10, 1)),
        ({"day_number": 5, "valid_from": date(2026, 11, 6)}, date(2026, 11, 1), None),
        ({"day_number": 5, "valid_to": date(2026, 11, 4)}, date(2026, 11, 1), None),
    ],
)
def test_the_day_of_a_turn(cast: Any, facts: dict[str, Any], day: date, expected: date | None) -> None:
    one = plan(**facts)
    turn = turn_in(one, Period.of(one.frequency, day), working_time())
    assert (turn.day if turn else None) == expected


def test_working_days_allowed_never_leave_the_period(cast: Any) -> None:
    turn = turn_in(plan(day_number=26, days_allowed=3), Period.of("month", date(2026, 11, 1)), working_time())
    assert turn
    assert turn.last == date(2026, 11, 30), "Thursday, Friday, Monday"
    late = turn_in(plan(day_number=30, days_allowed=9), Period.of("month", date(2026, 11, 1)), working_time())
    assert late
    assert late.last == date(2026, 11, 30)


@given(
    frequency=st.sampled_from(["day", "week", "month", "quarter", "year"]),
    month=st.integers(1, 12),
    number=st.integers(1, 31),
    off_day=st.sampled_from(["as_is", "later", "earlier", "skip"]),
    allowed=st.integers(1, 60),
)
def test_a_turn_lies_in_its_period_and_each_period_has_one(
    frequency: str, month: int, number: int, off_day: str, allowed: int
) -> None:
    one = plan(
        frequency=frequency, month_number=month, day_number=number, off_day=off_day, days_allowed=allowed
    )
    found = list(turns(one, date(2026, 1, 1), date(2026, 12, 31), _Weekdays()))
    assert len({turn.period.first for turn in found}) == len(found)
    for turn in found:
        assert turn.period.first <= turn.day <= turn.last <= turn.period.last


class _Weekdays:
    """Monday to Friday, without a database."""

    def day(self, on: date) -> Any:
        return SimpleNamespace(is_working=on.weekday() < 5)
