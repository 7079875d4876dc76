"""The regular look at the clocks: which passed 75 % or 100 % since the last look."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.calendar import clocks
from govops.kernel.calendar.models import Clock, ClockEvent

logger = logging.getLogger(__name__)


def sweep(now: datetime | None = None) -> list[ClockEvent]:
    """Record the thresholds passed by `now`, each once, call `hooks.on_threshold`, and return the new lines.

    Each clock is its own transaction: one whose hook fails stays as it was and is tried again next time, the others
    go on, and at the end an ExceptionGroup names the failures. Several workers may sweep at once. Do not call it
    inside a transaction.
    """
    now = now or moment.now()
    events: list[ClockEvent] = []
    failures: list[Exception] = []
    for pk in _passed(now):
        try:
            events += _sweep_one(pk, now)
        except Exception as error:
            logger.exception("thresholds of clock %s could not be handled", pk)
            error.add_note(f"clock {pk}")
            failures.append(error)
    if failures:
        raise ExceptionGroup(f"{len(failures)} 个计时的阈值未能处理，下次重试", failures)
    return events


def _passed(now: datetime) -> list[int]:
    due = Q(warned_75_at__isnull=True, warn_at__lte=now) | Q(breached_at__isnull=True, due_at__lt=now)
    found = Clock.objects.filter(due, stopped_at__isnull=True).order_by("due_at", "id")
    return list(found.values_list("pk", flat=True))


@transaction.atomic
def _sweep_one(pk: int, now: datetime) -> list[ClockEvent]:
    locked = Clock.objects.select_for_update(skip_locked=True, of=("self",)).select_related("calendar")
    clock = locked.filter(pk=pk, stopped_at__isnull=True).first()
    return clocks.cross(clock, now) if clock else []
