"""计时明细: day by day, why a deadline is what it is.

The lines come from the clock's history and the calendar as it stands now, not from stored results: the minutes up to
the deadline add up to the budget, or the stored deadline is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from govops.kernel.calendar.engine import Day, DayUse, WorkingTime
from govops.kernel.calendar.models import Clock, ClockEvent, ClockEventKind
from govops.kernel.calendar.settle import reached, runs_of
from govops.kernel.calendar.working_time import working_time


@dataclass(frozen=True)
class DayLine:
    """One date in the life of a clock.

    `segments_used` are the stretches that counted (aware moments); `spent`, `total` and `remaining` are working time
    that day, up to and including that day, and left of the budget (negative when overdue). `notes` are sentences
    such as "14:05 暂停：等待用户补充材料".
    """

    date: date
    text: str
    kind: str
    name: str
    badge: str
    is_confirmed: bool
    segments_used: tuple[tuple[datetime, datetime], ...]
    spent: timedelta
    total: timedelta
    remaining: timedelta
    notes: tuple[str, ...]
    is_due: bool

    @property
    def minutes(self) -> int:
        return self.spent // timedelta(minutes=1)

    @property
    def total_minutes(self) -> int:
        return self.total // timedelta(minutes=1)

    @property
    def segments_text(self) -> str:
        """08:30–12:00、13:30–17:30"""
        return "、".join(f"{start:%H:%M}–{_end(start, end)}" for start, end in self.segments_used)


def explain(clock: Clock) -> list[DayLine]:
    """Every date from the start of the clock to its deadline, pause or stop, whichever comes last in its history."""
    working = working_time(clock.calendar.code)
    events = list(clock.events.all())
    runs = runs_of(events)
    due = reached(working, runs, clock.budget)
    used = _used(working, [(run.since, run.until or due or run.since) for run in runs])
    notes = _notes(working, events, due)
    dates = [*used, *notes]
    first, last = min(dates), max(dates)
    lines: list[DayLine] = []
    total = timedelta()
    for offset in range((last - first).days + 1):
        on = first + timedelta(days=offset)
        stretches = tuple(used.get(on, ()))
        total += sum((end - start for start, end in stretches), timedelta())
        is_due = due is not None and working.date_of(due) == on
        lines.append(
            _line(working.day(on), stretches, total, clock.budget - total, notes.get(on, []), is_due)
        )
    return lines


def _line(
    day: Day,
    stretches: tuple[tuple[datetime, datetime], ...],
    total: timedelta,
    remaining: timedelta,
    notes: list[tuple[datetime, str]],
    is_due: bool,
) -> DayLine:
    return DayLine(
        date=day.date,
        text=day.text,
        kind=day.kind,
        name=day.name,
        badge=day.badge,
        is_confirmed=day.is_confirmed,
        segments_used=stretches,
        spent=sum((end - start for start, end in stretches), timedelta()),
        total=total,
        remaining=remaining,
        notes=tuple(text for _, text in sorted(notes, key=lambda note: note[0])),
        is_due=is_due,
    )


def _used(
    working: WorkingTime, stretches: Iterable[tuple[datetime, datetime]]
) -> dict[date, list[tuple[datetime, datetime]]]:
    found: dict[date, list[tuple[datetime, datetime]]] = defaultdict(list)
    for start, end in stretches:
        uses: tuple[DayUse, ...] = working.usage(start, end)
        for use in uses:
            found[use.date] += use.segments_used
    return found


def _notes(
    working: WorkingTime, events: list[ClockEvent], due: datetime | None
) -> dict[date, list[tuple[datetime, str]]]:
    notes: dict[date, list[tuple[datetime, str]]] = defaultdict(list)
    for event in events:
        local = event.at.astimezone(working.zone)
        notes[local.date()].append((event.at, f"{local:%H:%M} {_sentence(working, event)}"))
    if due is not None:
        local = due.astimezone(working.zone)
        notes[local.date()].append((due, f"{local:%H:%M} 到期"))
    return notes


def _sentence(working: WorkingTime, event: ClockEvent) -> str:
    reason = f"：{event.reason}" if event.reason else ""
    if event.kind == ClockEventKind.THRESHOLD:
        return f"已用时限的 {event.percent}%"
    if event.kind == ClockEventKind.RECOMPUTE:
        before, after = (_moment_text(working, moment) for moment in (event.due_before, event.due_after))
        return f"重新计算，到期时间由 {before} 改为 {after}{reason}"
    return f"{event.get_kind_display()}{reason}"


def _moment_text(working: WorkingTime, when: datetime | None) -> str:
    return f"{when.astimezone(working.zone):%Y-%m-%d %H:%M}" if when else "未定"


def _end(start: datetime, end: datetime) -> str:
    return "24:00" if end.date() > start.date() else f"{end:%H:%M}"
