"""The working time of a calendar in the database, remembered per process.

`working_time()` is cheap to call anywhere. A change made through the models drops what is remembered at once and again
when its transaction commits; other processes follow within TTL_SECONDS.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from govops.kernel.calendar import spans
from govops.kernel.calendar.engine import Day, DayUse, Deadline, NoWorkingTimeError, WeekRule, WorkingTime
from govops.kernel.calendar.holidays import DayRule, known_days

__all__ = [
    "CalendarMissingError",
    "Day",
    "DayUse",
    "Deadline",
    "NoWorkingTimeError",
    "WorkingTime",
    "held",
    "invalidate",
    "load",
    "working_time",
]

TTL_SECONDS = 5.0


class CalendarMissingError(LookupError):
    """There is no such calendar; the message is a Chinese sentence."""


class _Kept(NamedTuple):
    loaded_at: float
    working: WorkingTime


_kept: dict[str | None, _Kept] = {}
_generation = 0
_thread = threading.local()


def working_time(code: str | None = None) -> WorkingTime:
    """The working time of the calendar with that code, or of the default one. Raises CalendarMissingError."""
    kept_here: dict[str | None, WorkingTime] | None = getattr(_thread, "held", None)
    if kept_here is not None:
        if code not in kept_here:
            kept_here[code] = load(code)
        return kept_here[code]
    if _sees_uncommitted():
        return load(code)
    kept = _kept.get(code)
    if kept is not None and 0 <= time.monotonic() - kept.loaded_at < TTL_SECONDS:
        return kept.working
    began_at, generation = time.monotonic(), _generation
    working = load(code)
    if generation == _generation:
        _kept[code] = _Kept(began_at, working)
    return working


@contextmanager
def held() -> Iterator[None]:
    """In this thread, read each calendar once for the whole block: for bulk work that changes no calendar."""
    _thread.held = {}
    try:
        yield
    finally:
        _thread.held = None


def load(code: str | None = None) -> WorkingTime:
    """As `working_time`, always read from the database. Four queries."""
    from govops.kernel.calendar.models import WorkCalendar

    calendar = WorkCalendar.objects.filter(**({"code": code} if code else {"is_default": True})).first()
    if calendar is None:
        what = f"工作日历“{code}”不存在" if code else "尚未建立默认工作日历"
        raise CalendarMissingError(f"{what}，请先在“工作日历”中建立")
    week_rules = tuple(
        WeekRule(row.weekday, row.span, row.valid_from, row.valid_to) for row in calendar.segments.all()
    )
    overrides = calendar.overrides.filter(retired_at__isnull=True)
    return WorkingTime(
        code=calendar.code,
        name=calendar.name,
        zone=ZoneInfo(settings.TIME_ZONE),
        week_rules=week_rules,
        day_rules={
            row.date: DayRule(row.kind, row.name, None if row.segments is None else spans.parse(row.segments))
            for row in overrides
        },
        year_status=dict(calendar.years.values_list("year", "status")),
        unpublished_days=known_days,
        observes_holidays=calendar.observes_holidays,
    )


def invalidate(**_signal: object) -> None:
    """Forget what is remembered, now and when the transaction commits. Also a signal receiver."""
    invalidate_memory()
    if connection.in_atomic_block:
        # What this thread reads until then may still be rolled back, so it must not be kept for others.
        _thread.changed = True
        transaction.on_commit(_committed)


def invalidate_memory() -> None:
    """Forget what this process remembers, at once and only now."""
    global _generation
    _generation += 1
    _kept.clear()


def _committed() -> None:
    _thread.changed = False
    invalidate_memory()


def _sees_uncommitted() -> bool:
    # After a rollback the mark stays until this thread asks outside a transaction: slower, never wrong.
    if getattr(_thread, "changed", False) and not connection.in_atomic_block:
        _thread.changed = False
    return getattr(_thread, "changed", False)
