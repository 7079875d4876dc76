"""Deadlines run on the working calendar, are explained day by day, and move when the calendar does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.calendar import working_time, years
from govops.kernel.calendar.day_specs import DaySpec
from govops.kernel.calendar.models import WorkCalendar
from govops.kernel.messages.models import Message
from govops.kernel.processes import deadlines, inbox
from govops.kernel.processes.models import WorkItem
from tests.kernel.processes.conftest import Desk
from tests.moments import MONDAY, SHANGHAI


def item_of(record: Any) -> WorkItem:
    return (
        WorkItem.objects.filter(register="toy_request", record_id=record.pk, status="open")
        .exclude(kind="draft")
        .get()
    )


def test_eight_hours_are_one_working_day(desk: Desk) -> None:
    item = item_of(desk.ask())
    assert item.budget_minutes == 480
    assert timezone.localtime(item.due_at).date() in {date(2026, 3, 2), date(2026, 3, 3)}
    days = deadlines.explain(item)
    assert sum(row["minutes"] for row in days) == 480
    assert all(row["segments"] for row in days if row["minutes"])


def test_a_weekend_does_not_count(desk: Desk) -> None:
    with moment.at(datetime(2026, 3, 6, 16, 0, tzinfo=SHANGHAI)):
        item = item_of(desk.ask())
    assert timezone.localtime(item.due_at).weekday() not in {5, 6}
    assert item.due_at is not None
    assert item.due_at > datetime(2026, 3, 9, 8, 0, tzinfo=SHANGHAI)


def test_an_amended_year_moves_what_is_open(desk: Desk) -> None:
    record = desk.ask()
    before = item_of(record).due_at
    closed = desk.do(desk.ask(reason="已办的不动"), "refuse", "mr_manager", opinion="不")
    gone = WorkItem.objects.filter(record_id=closed.pk, register="toy_request", kind="decide").values_list(
        "due_at", flat=True
    )[0]
    off = [DaySpec(date=date(2026, 3, day), kind="off", name="临时放假") for day in (2, 3)]
    calendar = WorkCalendar.objects.get(is_default=True)
    years.amend_year(
        2026,
        days=off,
        notice_no="测试〔2026〕1号",
        reason="试",
        actor=replace(SYSTEM, channel="command"),
        calendar=calendar,
    )
    working_time.invalidate_memory()
    deadlines.recompute()
    after = item_of(record).due_at
    assert before is not None
    assert after is not None
    assert after > before
    assert timezone.localtime(after).date() >= date(2026, 3, 4)
    assert (
        WorkItem.objects.filter(record_id=closed.pk, register="toy_request", kind="decide").values_list(
            "due_at", flat=True
        )[0]
        == gone
    )
    assert deadlines.recompute() == 0


def test_a_deadline_in_an_unpublished_year_is_provisional(desk: Desk) -> None:
    last = datetime(2027, 12, 31, 16, 0, tzinfo=SHANGHAI)
    with moment.at(last):
        record = desk.ask()
        item = item_of(record)
    assert item.due_at is not None
    assert item.is_provisional


def test_overdue_is_reminded_of_once(desk: Desk, django_capture_on_commit_callbacks: Any) -> None:
    record = desk.ask()
    with moment.at(MONDAY + timedelta(days=4)):
        with django_capture_on_commit_callbacks(execute=True):
            assert deadlines.remind() == 1
        assert deadlines.remind() == 0
        found = Message.objects.filter(
            person=desk.cast.people["mr_manager"], register="toy_request", record_id=record.pk
        )
        assert found.exists()


def test_the_nearest_deadline_comes_first(desk: Desk) -> None:
    second = desk.ask(reason="后到")
    with moment.at(MONDAY - timedelta(days=3)):
        first = desk.ask(reason="先到")
    listed = list(inbox.todo(desk.cast.people["mr_manager"]).values_list("record_id", flat=True))
    assert listed == [first.pk, second.pk]
