"""After a calendar changed: every open clock on it reckoned anew, in one transaction, told and recorded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.audit.trail import record
from govops.kernel.calendar import clocks, hooks
from govops.kernel.calendar.engine import NoWorkingTimeError
from govops.kernel.calendar.hooks import ClockMove
from govops.kernel.calendar.models import Clock, ClockEvent, ClockEventKind, WorkCalendar
from govops.kernel.calendar.settle import Settlement, runs_of, settle
from govops.kernel.calendar.working_time import WorkingTime, load

if TYPE_CHECKING:
    from govops.kernel.access.actor import Actor

BATCH = 500
_FIELDS = ["spent_seconds", "warn_at", "due_at", "is_provisional", "warned_75_at", "breached_at"]


@dataclass(frozen=True)
class Recomputed:
    """How many open clocks there are, how many lines changed, and which deadlines moved."""

    checked: int
    changed: int
    moved: tuple[ClockMove, ...]


@transaction.atomic
def recompute_open(calendar: WorkCalendar, *, actor: Actor, reason: str) -> Recomputed:
    """Reckon all open clocks of the calendar from their histories.

    A clock whose deadline, used time or provisional mark changes gets a recompute line; a threshold that is no longer
    reached is taken back. Then `hooks.on_calendar_changed` is called with the moved clocks, and one entry is written
    to the trail. Everything or nothing.
    """
    now = moment.now().replace(microsecond=0)
    working = load(calendar.code)
    moved: list[ClockMove] = []
    checked = changed = 0
    last = 0
    while batch := _lock_batch(calendar, last):
        last = batch[-1].pk
        checked += len(batch)
        lines = _reckon(batch, working, now, actor.name, reason)
        changed += len(lines)
        Clock.objects.bulk_update([line.clock for line in lines], _FIELDS)
        ClockEvent.objects.bulk_create(lines)
        moved += [
            ClockMove(line.clock, line.due_before, line.due_after)
            for line in lines
            if line.due_before != line.due_after
        ]
    for hook in hooks.on_calendar_changed:
        hook(calendar, tuple(moved))
    _record(calendar, actor, reason, checked, len(moved))
    return Recomputed(checked, changed, tuple(moved))


def _lock_batch(calendar: WorkCalendar, after: int) -> list[Clock]:
    rows = Clock.objects.filter(calendar=calendar, stopped_at__isnull=True, pk__gt=after)
    return list(rows.select_for_update().order_by("pk")[:BATCH])


def _reckon(
    batch: list[Clock], working: WorkingTime, now: datetime, actor_name: str, reason: str
) -> list[ClockEvent]:
    history: dict[int, list[ClockEvent]] = defaultdict(list)
    for line in ClockEvent.objects.filter(clock__in=batch).order_by("id"):
        history[line.clock_id].append(line)
    lines = []
    for clock in batch:
        before = _state(clock)
        due_before = clock.due_at
        clocks.apply(clock, _settled(clock, history[clock.pk], working), now=now)
        if _state(clock) != before:
            kind = ClockEventKind.RECOMPUTE
            lines.append(
                clocks.event(clock, kind, at=now, actor_name=actor_name, reason=reason, due_before=due_before)
            )
    return lines


def _settled(clock: Clock, history: list[ClockEvent], working: WorkingTime) -> Settlement:
    try:
        return settle(working, runs_of(history), clock.budget)
    except NoWorkingTimeError as error:
        raise Refused(f"{error}（计时“{clock.name}”，{clock.register} {clock.record_id}）") from error


def _state(clock: Clock) -> tuple[object, ...]:
    return tuple(getattr(clock, field) for field in _FIELDS)


def _record(calendar: WorkCalendar, actor: Actor, reason: str, checked: int, moved: int) -> None:
    record(
        actor=actor,
        operation="job",
        register="work_calendar",
        record_id=calendar.pk,
        number=calendar.code,
        after={"checked": checked, "moved": moved},
        summary=f"重新计算未停止的计时 {checked} 个，到期时间变动 {moved} 个：{reason}",
    )
