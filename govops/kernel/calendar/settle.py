"""What a clock has used and when it runs out, from its history and a calendar alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from govops.kernel.calendar.engine import WorkingTime

WARN_PERCENT = 75


class Line(Protocol):
    """The two fields of a `ClockEvent` that a settlement rests on."""

    kind: str
    at: datetime


@dataclass(frozen=True)
class Run:
    """A stretch in which the clock ran; `until` is None while it still does."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Settlement:
    """`spent` by closed runs; when 75 % and 100 % are reached (None while a pause or stop leaves it open)."""

    spent: timedelta
    warn_at: datetime | None
    due_at: datetime | None
    is_provisional: bool


def runs_of(lines: Iterable[Line]) -> tuple[Run, ...]:
    """The runs that a history of start, pause, resume and stop lines describes, in order."""
    runs: list[Run] = []
    since: datetime | None = None
    for line in lines:
        if line.kind in ("start", "resume"):
            since = line.at
        elif line.kind in ("pause", "stop") and since is not None:
            runs.append(Run(since, line.at))
            since = None
    if since is not None:
        runs.append(Run(since, None))
    return tuple(runs)


def settle(working: WorkingTime, runs: tuple[Run, ...], budget: timedelta) -> Settlement:
    """Reckon a clock from the beginning. `budget` is working time, more than nothing."""
    spent = sum((working.between(run.since, run.until) for run in runs if run.until), timedelta())
    warn_at = reached(working, runs, budget * WARN_PERCENT / 100)
    due_at = reached(working, runs, budget)
    if not runs:
        return Settlement(spent, warn_at, due_at, False)
    first = runs[0].since
    last = max(at for run in runs for at in (run.since, run.until, due_at) if at)
    confirmed = working.is_confirmed(working.date_of(first), working.date_of(last))
    return Settlement(spent, warn_at, due_at, not confirmed)


def reached(working: WorkingTime, runs: tuple[Run, ...], amount: timedelta) -> datetime | None:
    """The moment at which the runs have used `amount` of working time, or None if they do not get there."""
    left = amount
    for run in runs:
        if run.until is None:
            return working.add(run.since, left).at
        used = working.between(run.since, run.until)
        if used >= left:
            return working.add(run.since, left).at
        left -= used
    return None
