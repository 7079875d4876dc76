"""The engine at the edges."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from govops.kernel.calendar.engine import NoWorkingTimeError, WeekRule
from govops.kernel.calendar.holidays import DayRule
from govops.kernel.calendar.spans import Span
from tests.kernel.calendar.conftest import when
from tests.kernel.calendar.pure import ordinary_week, snapshot

APPROVED = {2025: "approved", 2026: "approved"}
ALWAYS = tuple(WeekRule(weekday, Span(0, 1440), date(2000, 1, 1)) for weekday in range(7))


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-11-27 17:00", 30, "2026-11-27 17:30"),
        ("2026-11-27 17:00", 31, "2026-11-30 08:31"),
        ("2026-11-27 11:50", 10, "2026-11-27 12:00"),
        ("2026-11-27 11:50", 11, "2026-11-27 13:31"),
        ("2026-11-27 12:30", 1, "2026-11-27 13:31"),
        ("2026-11-28 03:00", 1, "2026-11-30 08:31"),
        ("2026-09-30 17:00", 60, "2026-10-08 09:00"),
        ("2026-02-13 17:00", 60, "2026-02-14 09:00"),
        ("2026-11-27 10:00", 450, "2026-11-30 10:00"),
    ],
)
def test_deadlines(start, minutes, due):
    assert snapshot().add_minutes(when(start), minutes).at == when(due)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-27 10:00", "2026-11-27 10:00"),
        ("2026-11-27 12:00", "2026-11-27 13:30"),
        ("2026-11-27 17:30", "2026-11-30 08:30"),
        ("2026-11-28 10:00", "2026-11-30 08:30"),
    ],
)
def test_no_minutes_at_all_mean_the_next_working_moment(start, due):
    assert snapshot().add_minutes(when(start), 0).at == when(due)


def test_the_working_time_of_a_lunch_break_and_a_backward_question():
    working = snapshot()
    assert working.minutes_between(when("2026-11-27 12:00"), when("2026-11-27 13:30")) == 0
    assert working.minutes_between(when("2026-11-27 11:30"), when("2026-11-27 14:00")) == 60
    assert working.minutes_between(when("2026-11-27 14:00"), when("2026-11-27 11:30")) == -60


def test_moments_of_any_zone_mean_the_same():
    deadline = snapshot().add_minutes(datetime(2026, 11, 27, 9, 0, tzinfo=UTC), 30)
    assert deadline.at == when("2026-11-27 17:30")


def test_a_naive_moment_and_a_negative_budget_are_errors():
    with pytest.raises(ValueError, match="timezone-aware"):
        snapshot().add_minutes(datetime(2026, 11, 27), 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="negative"):
        snapshot().add_minutes(when("2026-11-27 10:00"), -1)


def test_a_deadline_never_collapses_into_the_end_of_the_known_calendar():
    working = snapshot(status=APPROVED)
    deadline = working.add_minutes(when("2026-12-28 08:30"), 450 * 10)
    # 2027-01-01 is 元旦 by law; nothing beyond that is known.
    assert deadline.at == when("2027-01-11 17:30")
    assert deadline.is_provisional
    off = [use for use in deadline.days if use.date == date(2027, 1, 1)]
    assert [(use.kind, use.name, use.minutes) for use in off] == [("off", "元旦", 0)]


def test_within_approved_years_a_deadline_is_firm():
    working = snapshot(status=APPROVED)
    assert not working.add_minutes(when("2025-12-30 08:30"), 450 * 5).is_provisional
    assert (
        snapshot(status=APPROVED | {2026: "tentative"})
        .add_minutes(when("2026-03-02 09:00"), 1)
        .is_provisional
    )


def test_a_tentative_year_holds_exactly_what_was_entered():
    working = snapshot(status={2027: "tentative"}, days={date(2027, 3, 1): DayRule("off", "停电")})
    assert working.day(date(2027, 1, 1)).is_working
    assert working.day(date(2027, 3, 1)).name == "停电"
    assert not working.day(date(2027, 3, 1)).is_confirmed


def test_the_days_as_a_calendar_shows_them():
    working = snapshot(status=APPROVED)
    shown = {
        text: (day.kind, day.name, day.badge)
        for text in ("2026-09-20", "2026-09-25", "2026-10-01", "2026-11-28", "2026-11-27", "2026-10-03")
        for day in [working.day(date.fromisoformat(text))]
    }
    assert shown == {
        "2026-09-20": ("work", "国庆节调休上班", "班"),
        "2026-09-25": ("off", "中秋节", "休"),
        "2026-10-01": ("off", "国庆节", "休"),
        "2026-10-03": ("off", "国庆节", "休"),
        "2026-11-28": ("off", "周末", ""),
        "2026-11-27": ("work", "工作日", ""),
    }


def test_an_override_with_hours_of_its_own():
    days = {
        date(2026, 3, 9): DayRule("work", "妇女节半天", (Span(510, 720),)),
        date(2026, 3, 14): DayRule("work", "应急演练", (Span(540, 600),)),
    }
    working = snapshot(days=days, status=APPROVED)
    assert working.add_minutes(when("2026-03-09 11:30"), 31).at == when("2026-03-10 08:31")
    assert working.day(date(2026, 3, 9)).badge == ""
    assert working.add_minutes(when("2026-03-13 17:30"), 61).at == when("2026-03-16 08:31")
    assert working.day(date(2026, 3, 14)).name == "应急演练调休上班"


def test_summer_hours_interrupt_the_ordinary_ones_and_give_way_again():
    summer = (date(2026, 6, 1), date(2026, 9, 30))
    week = ordinary_week() + tuple(
        WeekRule(weekday, span, *summer) for weekday in range(5) for span in (Span(510, 720), Span(840, 1080))
    )
    working = snapshot(week=week, status=APPROVED)
    assert [span.text for span in working.day(date(2026, 5, 29)).segments] == ["08:30–12:00", "13:30–17:30"]
    assert [span.text for span in working.day(date(2026, 6, 1)).segments] == ["08:30–12:00", "14:00–18:00"]
    assert working.day(date(2026, 9, 30)).segments[-1].text == "14:00–18:00"
    assert working.day(date(2026, 10, 8)).segments[-1].text == "13:30–17:30"
    # An exchanged Sunday in summer is worked in summer hours.
    assert working.day(date(2026, 9, 20)).segments[-1].text == "14:00–18:00"


def test_before_the_hours_begin_there_are_none():
    working = snapshot(week=ordinary_week(since=date(2026, 11, 30)), status=APPROVED)
    assert working.next_working_moment(when("2026-11-01 10:00")) == when("2026-11-30 08:30")


def test_overlapping_segments_do_not_count_twice():
    week = (WeekRule(0, Span(480, 600), date(2000, 1, 1)), WeekRule(0, Span(540, 660), date(2000, 1, 1)))
    assert snapshot(week=week).day(date(2026, 11, 23)).minutes == 180


def test_a_calendar_without_hours_says_so():
    working = snapshot(week=())
    for ask in (
        working.next_working_moment,
        lambda at: working.add_minutes(at, 1),
        lambda at: working.add_days(at, 1),
    ):
        with pytest.raises(NoWorkingTimeError, match="没有足够的工作时间，请检查作息时间设置"):
            ask(when("2026-11-27 10:00"))


def test_around_the_clock_there_are_no_holidays_and_nothing_is_provisional():
    working = snapshot(week=ALWAYS, observes_holidays=False)
    deadline = working.add_minutes(when("2026-12-31 23:50"), 20)
    assert deadline.at == when("2027-01-01 00:10")
    assert not deadline.is_provisional
    assert working.minutes_between(when("2027-01-01 00:00"), when("2027-01-03 00:00")) == 2 * 1440
    assert working.is_after_hours(when("2026-12-31 20:00"), when("2027-01-02 20:00")) == (False, "")


def test_within_n_working_days_the_first_day_does_not_count():
    assert snapshot().add_days(when("2026-09-29 09:00"), 2).at == when("2026-10-08 17:30")
    assert snapshot().add_days(when("2026-11-28 09:00"), 1).at == when("2026-11-30 17:30")
    assert snapshot().working_days_between(date(2026, 10, 8), date(2026, 9, 29)) == -2
    with pytest.raises(ValueError, match="at least 1"):
        snapshot().add_days(when("2026-11-28 09:00"), 0)


@pytest.mark.rule("R-MR-09")
@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("2026-11-28 09:00", "2026-11-28 10:00", "11月28日（星期六）为休息日"),
        ("2026-10-01 09:00", "2026-10-01 10:00", "10月1日（星期四）为国庆节放假"),
        ("2026-11-27 19:00", "2026-11-27 21:00", "11月27日（星期五）19:00–21:00 超出工作时间（08:30–17:30）"),
        ("2026-11-27 17:00", "2026-11-27 17:31", "11月27日（星期五）17:00–17:31 超出工作时间（08:30–17:30）"),
        ("2026-11-26 17:00", "2026-11-27 09:00", "11月26日（星期四）17:00–24:00 超出工作时间（08:30–17:30）"),
        ("2026-11-27 00:00", "2026-11-27 00:00", "11月27日（星期五）00:00 超出工作时间（08:30–17:30）"),
        ("2026-11-27 09:00", "2026-11-27 17:30", ""),
        ("2026-11-27 12:10", "2026-11-27 12:50", ""),
        ("2026-09-20 09:00", "2026-09-20 10:00", ""),
    ],
)
def test_after_hours(start, end, reason):
    assert snapshot(status=APPROVED).is_after_hours(when(start), when(end)) == (bool(reason), reason)


@pytest.mark.rule("R-MR-09")
def test_after_hours_by_given_hours():
    hours = (time(8), time(20))
    assert snapshot().is_after_hours(when("2026-11-27 19:00"), when("2026-11-27 19:30"), hours=hours) == (
        False,
        "",
    )
    with pytest.raises(ValueError, match="结束时间不能早于开始时间"):
        snapshot().is_after_hours(when("2026-11-27 19:00"), when("2026-11-27 18:00"))


def test_a_far_deadline_is_quick_and_exact():
    deadline = snapshot().add_minutes(when("2007-01-04 08:30"), 450 * 250 * 15)
    assert sum((use.spent for use in deadline.days), timedelta()) == timedelta(minutes=450 * 250 * 15)
