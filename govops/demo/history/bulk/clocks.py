"""The clocks of a record in memory: as `kernel.calendar.clocks`, with the rows kept back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from govops.demo.history.bulk.rows import Lived
from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.calendar import clocks
from govops.kernel.calendar.models import Clock, ClockEvent, ClockEventKind, WorkCalendar
from govops.kernel.calendar.settle import runs_of, settle
from govops.kernel.calendar.working_time import working_time
from govops.kernel.records import kinds

_MINUTE = timedelta(minutes=1)


@cache
def _calendar_row(code: str) -> WorkCalendar:
    return WorkCalendar.objects.get(code=code)


def forget() -> None:
    """Read the calendars anew: for another database."""
    _calendar_row.cache_clear()


def standing(record: Any) -> list[Clock]:
    """The open clocks of the record."""
    lived: Lived = record.lived
    return [clock for clock in lived.clocks if clock.is_open]


def start(
    record: Any, name: str, minutes: int, *, actor: Actor, calendar: str | None, reason: str = ""
) -> Clock:
    code = working_time(calendar).code
    now = moment.now().replace(microsecond=0)
    clock = Clock(
        register=kinds.of(record).code, name=name, calendar=_calendar_row(code), budget_minutes=minutes,
        started_at=now, running_since=now,
    )  # fmt: skip
    clock.working = working_time(calendar)  # type: ignore[attr-defined]
    clock.told = []  # type: ignore[attr-defined]
    record.lived.clocks.append(clock)
    return _append(record, clock, ClockEventKind.START, actor, reason)


def pause(record: Any, clock: Clock, *, actor: Actor, reason: str) -> None:
    clock.running_since, clock.paused_at = None, moment.now()
    _append(record, clock, ClockEventKind.PAUSE, actor, reason)


def resume(record: Any, clock: Clock, *, actor: Actor, reason: str = "") -> None:
    clock.running_since, clock.paused_at = moment.now(), None
    _append(record, clock, ClockEventKind.RESUME, actor, reason)


def stop(record: Any, clock: Clock, *, actor: Actor, reason: str = "") -> None:
    clock.running_since, clock.paused_at, clock.stopped_at = None, None, moment.now()
    _append(record, clock, ClockEventKind.STOP, actor, reason)


def change_budget(record: Any, clock: Clock, minutes: int, *, actor: Actor, reason: str) -> None:
    clock.budget_minutes = minutes
    _append(record, clock, ClockEventKind.RECOMPUTE, actor, reason)


def passed(record: Any, until: datetime) -> list[tuple[Clock, ClockEvent]]:
    """The thresholds passed by `until`, each noticed by the job of the next full minute, in the order of time."""
    due: list[tuple[datetime, Clock, int]] = []
    for clock in standing(record):
        if clock.warned_75_at is None and clock.warn_at and clock.warn_at <= until:
            due.append((clock.warn_at, clock, clocks.WARN))
        if clock.breached_at is None and clock.due_at and clock.due_at < until:
            due.append((clock.due_at, clock, clocks.DUE))
    return [_cross(record, *one, until) for one in sorted(due, key=lambda one: (one[0], one[2]))]


def _cross(
    record: Any, at: datetime, clock: Clock, percent: int, until: datetime
) -> tuple[Clock, ClockEvent]:
    if percent == clocks.WARN:
        clock.warned_75_at = at
    else:
        clock.breached_at = at
    with moment.at(min(until, at.replace(second=0, microsecond=0) + _MINUTE)):
        line = clocks.event(clock, ClockEventKind.THRESHOLD, at=at, actor_name="系统", percent=percent)
    record.lived.clock_lines.append(line)
    return clock, line


def _append(record: Any, clock: Clock, kind: ClockEventKind, actor: Actor, reason: str) -> Clock:
    """As `clocks._append`: the line, and the clock settled by its whole history."""
    now = moment.now()
    line = clocks.event(
        clock, kind, at=now, actor_name=actor.name, reason=reason.strip(), due_before=clock.due_at
    )
    told: list[ClockEvent] = clock.told  # type: ignore[attr-defined]
    told.append(line)
    found = settle(clock.working, runs_of(told), clock.budget)  # type: ignore[attr-defined]
    if kind is ClockEventKind.STOP:  # a stopped clock keeps the deadline it met
        found = replace(found, warn_at=found.warn_at or clock.warn_at, due_at=found.due_at or clock.due_at)
    clocks.apply(clock, found, now=now)
    line.spent_seconds, line.due_after, line.is_provisional = (
        clock.spent_seconds, clock.due_at, clock.is_provisional,
    )  # fmt: skip
    record.lived.clock_lines.append(line)
    return clock
