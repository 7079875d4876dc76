"""What a process remembers of a calendar, and when it forgets."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import transaction

from govops.kernel.calendar import hours, working_time
from govops.kernel.calendar.models import WeeklySegment
from govops.kernel.calendar.working_time import CalendarMissingError
from tests.kernel.append_only import let_flush_pass

SATURDAY = date(2026, 11, 28)


@pytest.fixture
def kept(monkeypatch, transactional_db):
    let_flush_pass(monkeypatch)
    return hours.ensure_default()


def add_saturday(calendar) -> WeeklySegment:
    return WeeklySegment.objects.create(calendar=calendar, weekday=5, starts=time(9), ends=time(0))


def test_a_second_question_costs_no_query(kept, django_assert_num_queries):
    first = working_time.working_time()
    with django_assert_num_queries(0):
        assert working_time.working_time() is first


def test_a_change_is_seen_at_once(kept):
    assert not working_time.working_time().day(SATURDAY).is_working
    row = add_saturday(kept)
    assert working_time.working_time().day(SATURDAY).segments[0].text == "09:00–24:00"
    row.delete()
    assert not working_time.working_time().day(SATURDAY).is_working


def test_what_is_rolled_back_is_not_remembered(kept):
    with transaction.atomic():
        add_saturday(kept)
        assert working_time.working_time().day(SATURDAY).is_working
        transaction.set_rollback(True)
    assert not working_time.working_time().day(SATURDAY).is_working


def test_after_a_commit_it_remembers_again(kept, django_assert_num_queries):
    with transaction.atomic():
        add_saturday(kept)
    with transaction.atomic():
        assert working_time.working_time().day(SATURDAY).is_working
        with django_assert_num_queries(0):
            working_time.working_time()


def test_other_processes_follow_after_a_while(kept, monkeypatch):
    assert not working_time.working_time().day(SATURDAY).is_working
    row = WeeklySegment(calendar=kept, weekday=5, starts=time(9), ends=time(12))
    WeeklySegment.objects.bulk_create([row])  # sends no signal, like another process
    assert not working_time.working_time().day(SATURDAY).is_working
    monkeypatch.setattr(working_time, "TTL_SECONDS", 0.0)
    assert working_time.working_time().day(SATURDAY).is_working


def test_a_missing_calendar_is_named(kept):
    with pytest.raises(CalendarMissingError, match="工作日历“x”不存在"):
        working_time.working_time("x")
