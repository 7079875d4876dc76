"""Clocks: what starts, pauses and stops them, and what they notice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.calendar import clocks, hooks, hours
from govops.kernel.calendar.following import ClockRule, follow
from govops.kernel.calendar.models import Clock, ClockEvent
from govops.kernel.calendar.sweep import sweep
from govops.kernel.calendar.working_time import CalendarMissingError
from tests.kernel.calendar.conftest import when

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(calendar, actor):
    """A clock of four working hours, started on Friday 2026-11-27 16:30."""

    def start(at: str = "2026-11-27 16:30", minutes: int = 240, name: str = "解决") -> Clock:
        with moment.at(when(at)):
            return clocks.start(
                register="incident", record_id=17, name=name, budget_minutes=minutes, actor=actor
            )

    return start


def kinds(clock: Clock) -> list[str]:
    return list(clock.events.values_list("kind", flat=True))


def test_a_clock_knows_when_it_warns_and_when_it_is_due(started):
    clock = started()
    clock.refresh_from_db()
    assert clock.due_at == when("2026-11-30 11:30")
    assert clock.warn_at == when("2026-11-30 10:30")
    assert not clock.is_provisional
    assert clock.state_text == "计时中"
    assert kinds(clock) == ["start"]


def test_a_pause_over_the_weekend_costs_only_what_was_worked(started, actor):
    clock = started()
    with moment.at(when("2026-11-27 17:00")):
        clocks.pause(clock, actor=actor, reason="等待用户补充材料")
    assert (clock.due_at, clock.warn_at, clock.spent_minutes) == (None, None, 30)
    with moment.at(when("2026-11-28 12:00")):
        assert clocks.remaining_minutes(clock) == 210
    with moment.at(when("2026-11-30 14:00")):
        clocks.resume(clock, actor=actor)
    assert clock.due_at == when("2026-11-30 17:30")
    with moment.at(when("2026-11-30 15:00")):
        assert clocks.remaining_minutes(clock) == 150
        clocks.stop(clock, actor=actor, reason="已解决")
    clock.refresh_from_db()
    assert (clock.spent_minutes, clock.breached_at) == (90, None)
    assert clock.due_at == when("2026-11-30 17:30"), "a stopped clock keeps the deadline it met"
    assert kinds(clock) == ["start", "pause", "resume", "stop"]


def test_many_short_pauses_lose_no_seconds(started, actor):
    clock = started(at="2026-11-27 09:00:20", minutes=60)
    for minute in range(1, 21, 2):
        with moment.at(when(f"2026-11-27 09:{minute:02d}:00")):
            clocks.pause(clock, actor=actor, reason="试")
        with moment.at(when(f"2026-11-27 09:{minute + 1:02d}:00")):
            clocks.resume(clock, actor=actor)
    assert clock.spent_seconds == 40 + 9 * 60
    assert clock.due_at == when("2026-11-27 10:10:20")


def test_what_a_clock_cannot_do_it_refuses_in_words(started, actor):
    clock = started()
    for verb, arguments, sentence in (
        (clocks.resume, {}, "“解决”没有暂停，不能恢复计时。"),
        (clocks.pause, {"reason": " "}, "请填写暂停“解决”计时的原因。"),
        (clocks.change_budget, {"reason": "", "budget_minutes": 5}, "请填写调整“解决”时限的原因。"),
        (clocks.change_budget, {"reason": "x", "budget_minutes": 0}, "时限必须大于 0 分钟。"),
    ):
        with moment.at(when("2026-11-27 17:00")), pytest.raises(Refused) as refused:
            verb(clock, actor=actor, **arguments)
        assert refused.value.sentence == sentence
    with pytest.raises(Refused, match="“解决”已经在计时"):
        started()
    with moment.at(when("2026-11-27 17:00")):
        clocks.stop(clock, actor=actor)
        for verb, arguments in (
            (clocks.stop, {}),
            (clocks.pause, {"reason": "x"}),
            (clocks.resume, {}),
            (clocks.change_budget, {"reason": "x", "budget_minutes": 5}),
        ):
            with pytest.raises(Refused):
                verb(clock, actor=actor, **arguments)
    assert kinds(clock) == ["start", "stop"]
    assert started("2026-11-27 17:01").pk != clock.pk, "a stopped clock lets another one start"


def test_a_moment_may_be_given_afterwards_but_neither_out_of_order_nor_ahead(started, actor):
    clock = started()
    with moment.at(when("2026-11-30 10:00")):
        with pytest.raises(Refused, match="不能早于上一次操作（2026-11-27 16:30）"):
            clocks.pause(clock, actor=actor, reason="x", at=when("2026-11-27 16:29"))
        with pytest.raises(Refused, match="不能晚于现在"):
            clocks.pause(clock, actor=actor, reason="x", at=when("2026-11-30 10:01"))
        clocks.pause(clock, actor=actor, reason="x", at=when("2026-11-30 08:45"))
    assert clock.spent_minutes == 75


def test_another_budget_keeps_what_was_used(started, actor):
    clock = started()
    with moment.at(when("2026-11-27 17:00")):
        clocks.change_budget(clock, budget_minutes=60, actor=actor, reason="优先级由 P3 改为 P2")
    assert clock.due_at == when("2026-11-27 17:30")
    last = clock.events.last()
    assert (last.kind, last.due_before, last.due_after) == (
        "recompute",
        when("2026-11-30 11:30"),
        clock.due_at,
    )


def test_thresholds_are_noticed_once_each_and_told(started, calendar):
    clock = started()
    told = []
    hooks.on_threshold.append(lambda clock, event: told.append((clock.pk, event.percent, event.at)))
    assert sweep(when("2026-11-30 10:29")) == []
    assert [event.percent for event in sweep(when("2026-11-30 10:30"))] == [75]
    assert sweep(when("2026-11-30 11:30")) == [], "at the deadline itself there is still time"
    assert [event.percent for event in sweep(when("2026-11-30 11:31"))] == [100]
    assert sweep(when("2026-12-01 11:31")) == []
    clock.refresh_from_db()
    assert clock.warned_75_at == when("2026-11-30 10:30")
    assert clock.breached_at == when("2026-11-30 11:30")
    assert clock.state_text == "计时中（超时）"
    assert told == [(clock.pk, 75, clock.warn_at), (clock.pk, 100, clock.due_at)]


def test_stopping_late_notices_what_no_sweep_saw(started, actor):
    clock = started()
    told = []
    hooks.on_threshold.append(lambda clock, event: told.append(event.percent))
    with moment.at(when("2026-11-30 14:00")):
        clocks.stop(clock, actor=actor)
    assert told == [75, 100]
    assert clock.breached_at == when("2026-11-30 11:30")
    assert clock.spent_minutes == 240 + 60
    assert sweep(when("2026-12-30 14:00")) == []


def test_stopping_at_the_deadline_is_in_time(started, actor):
    clock = started()
    with moment.at(when("2026-11-30 11:30")):
        clocks.stop(clock, actor=actor)
    assert clock.breached_at is None
    assert clock.warned_75_at


def test_a_failing_hook_stops_neither_the_others_nor_the_next_sweep(started, caplog):
    first, second = started(), started(name="响应")
    broken = True

    def hook(clock, event):
        if clock.pk == first.pk and broken:
            raise RuntimeError("no messages today")

    hooks.on_threshold.append(hook)
    with pytest.raises(ExceptionGroup) as failed:
        sweep(when("2026-11-30 10:30"))
    assert [str(error) for error in failed.value.exceptions] == ["no messages today"]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.warned_75_at, second.warned_75_at) == (None, when("2026-11-30 10:30"))
    assert kinds(first) == ["start"]
    broken = False
    assert [event.clock_id for event in sweep(when("2026-11-30 10:31"))] == [first.pk]


def test_the_sweep_asks_little_when_nothing_is_due(started, django_assert_num_queries):
    for number in range(5):
        started(name=f"计时{number}")
    with django_assert_num_queries(1):
        sweep(when("2026-11-27 17:00"))


def test_a_clock_on_a_year_to_come_is_provisional(started):
    clock = started(at="2026-12-31 17:00", minutes=60)
    assert clock.due_at == when("2027-01-04 09:00")
    assert clock.is_provisional


def test_around_the_clock(actor):
    hours.ensure_always()
    with moment.at(when("2026-12-31 23:50")):
        clock = clocks.start(
            register="incident", record_id=1, name="响应", budget_minutes=15, actor=actor, calendar="always"
        )
    assert clock.due_at == when("2027-01-01 00:05")
    assert not clock.is_provisional
    assert hours.ensure_always() == clock.calendar
    assert clock.calendar.segments.count() == 7


def test_without_a_calendar_no_clock_starts(actor):
    with pytest.raises(CalendarMissingError, match="尚未建立默认工作日历"):
        clocks.start(register="incident", record_id=1, name="响应", budget_minutes=15, actor=actor)


def test_a_calendar_without_hours_refuses_to_promise(calendar, actor):
    calendar.segments.all().delete()
    with pytest.raises(Refused, match="没有足够的工作时间"):
        clocks.start(register="incident", record_id=1, name="响应", budget_minutes=15, actor=actor)
    assert not Clock.objects.exists()


def test_history_cannot_be_rewritten(started, history_kept):
    line = started().events.get()

    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits in this test's transaction
            cursor.execute("TRUNCATE calendar_clockevent")

    for act in (lambda: ClockEvent.objects.update(reason="x"), line.delete, empty):
        with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic():
            act()


def test_a_clock_follows_the_states_of_its_record(calendar, actor):
    rule = ClockRule(
        name="解决", runs_in=frozenset({"assigned", "working"}), pauses_in=frozenset({"waiting"})
    )

    def move(state: str, at: str) -> Clock | None:
        with moment.at(when(at)):
            return follow(
                rule, register="incident", record_id=3, state=state, budget_minutes=120, actor=actor
            )

    assert move("draft", "2026-11-27 09:00") is None
    clock = move("assigned", "2026-11-27 09:00")
    assert move("working", "2026-11-27 09:10") == clock
    move("waiting", "2026-11-27 09:20")
    move("waiting", "2026-11-27 09:25")
    move("working", "2026-11-27 10:00")
    done = move("closed", "2026-11-27 10:30")
    assert (done, done.spent_minutes) == (clock, 50)
    assert kinds(clock) == ["start", "pause", "resume", "stop"]
    assert move("closed", "2026-11-27 10:31") is None
    with pytest.raises(ValueError, match="both runs and pauses"):
        ClockRule(name="x", runs_in=frozenset({"a"}), pauses_in=frozenset({"a"}))


def test_a_running_clock_tells_the_time_used(started):
    assert clocks.spent(started(), when("2026-11-30 08:40")) == timedelta(minutes=70)
