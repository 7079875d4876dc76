"""Starting, pausing and stopping clocks, and noticing when they run out.

Every verb locks the clock, brings the given instance up to date in place and returns it. A clock that may not do what
is asked raises `Refused` with a Chinese sentence. Moments are kept to the second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.calendar import hooks
from govops.kernel.calendar.engine import NoWorkingTimeError
from govops.kernel.calendar.models import Clock, ClockEvent, ClockEventKind, WorkCalendar
from govops.kernel.calendar.settle import Settlement, runs_of, settle
from govops.kernel.calendar.working_time import CalendarMissingError, WorkingTime, working_time
from govops.kernel.organization.prepared import Prepared
from govops.kernel.organization.storing import insert, insert_all, overwrite

if TYPE_CHECKING:
    from govops.kernel.access.actor import Actor

WARN, DUE = 75, 100
Verb = TypeVar("Verb", bound=Callable[..., Any])


def _in_one_piece(verb: Verb) -> Verb:
    """In the caller's transaction, which a refusal leaves usable, or in one of its own; a savepoint costs two round trips."""

    @wraps(verb)
    def done(*args: Any, **facts: Any) -> Any:
        with nullcontext() if connection.in_atomic_block else transaction.atomic():
            return verb(*args, **facts)

    return cast(Verb, done)


_SOME_ID = -(2**62)
_locked = Prepared(
    lambda pk: (
        Clock.objects.select_for_update(of=("self",)).select_related("calendar").filter(pk=pk).order_by()
    ),
    _SOME_ID,
)
_lines = Prepared(lambda clock: ClockEvent.objects.filter(clock=clock).order_by("id"), _SOME_ID)
_coded = Prepared(lambda code: WorkCalendar.objects.filter(code=code).order_by(), "a code")
_default = Prepared(lambda: WorkCalendar.objects.filter(is_default=True).order_by())
_standing = Prepared(
    lambda register, pk: (
        Clock.objects.filter(register=register, record_id=pk, stopped_at__isnull=True)
        .select_related("calendar")
        .order_by("id")
    ),
    "a register",
    _SOME_ID,
)


def standing(register: str, record_id: int) -> list[Clock]:
    """The running and paused clocks of a record, oldest first."""
    return _standing(register, record_id)


def of(register: str, record_id: int) -> QuerySet[Clock]:
    """All clocks of a record with their calendars, oldest first."""
    return Clock.objects.filter(register=register, record_id=record_id).select_related("calendar")


def find_open(register: str, record_id: int, name: str) -> Clock | None:
    """The running or paused clock of that name, if any."""
    return of(register, record_id).filter(name=name, stopped_at__isnull=True).first()


@transaction.atomic
def start(
    *,
    register: str,
    record_id: int,
    name: str,
    budget_minutes: int,
    actor: Actor,
    calendar: str | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> Clock:
    """Start a clock with a budget of working minutes on the calendar with that code (None: the default).

    Refuses when the record already has an open clock of that name.
    """
    try:
        with transaction.atomic():
            (clock,) = start_all(
                register=register, record_id=record_id, budgets={name: budget_minutes}, actor=actor, calendar=calendar, at=at, reason=reason,
            )  # fmt: skip
    except IntegrityError as error:
        # Only the rule of one open clock can object: two people may press the button at once.
        raise Refused(f"“{name}”已经在计时，请先停止后再重新开始。") from error
    return clock


def start_all(
    *,
    register: str,
    record_id: int,
    budgets: Mapping[str, int],
    actor: Actor,
    calendar: str | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> list[Clock]:
    """Start several clocks of a record at once, each name with its budget, in the caller's transaction.

    For a record that is new: where a clock of a name runs already the database refuses (IntegrityError).
    """
    at, row = _moment(at, None), _calendar(calendar)
    started = []
    for name, minutes in budgets.items():
        _check_budget(minutes)
        clock = Clock(register=register, record_id=record_id, name=name, calendar=row, budget_minutes=minutes)
        clock.started_at = clock.running_since = at
        line = event(clock, ClockEventKind.START, at=at, actor_name=actor.name, reason=reason.strip())
        _settle_with(clock, [line], now=at)
        started.append((clock, line))
    insert_all([clock for clock, _line in started])
    for clock, line in started:
        line.clock = clock
    insert_all([line for _clock, line in started])
    return [clock for clock, _line in started]


@_in_one_piece
def pause(clock: Clock, *, actor: Actor, reason: str, at: datetime | None = None) -> Clock:
    """Pause a running clock; the reason is required."""
    at = _hold(clock, at)
    _require_reason(reason, f"请填写暂停“{clock.name}”计时的原因。")
    if not clock.is_running:
        raise Refused(f"“{clock.name}”不在计时中，不能暂停。")
    cross(clock, at)
    clock.running_since, clock.paused_at = None, at
    return _append(clock, ClockEventKind.PAUSE, at=at, actor=actor, reason=reason)


@_in_one_piece
def resume(clock: Clock, *, actor: Actor, reason: str = "", at: datetime | None = None) -> Clock:
    """Let a paused clock run on; its deadline moves by the working time of the pause."""
    at = _hold(clock, at)
    if not clock.is_paused:
        raise Refused(f"“{clock.name}”没有暂停，不能恢复计时。")
    clock.running_since, clock.paused_at = at, None
    return _append(clock, ClockEventKind.RESUME, at=at, actor=actor, reason=reason)


@_in_one_piece
def stop(clock: Clock, *, actor: Actor, reason: str = "", at: datetime | None = None) -> Clock:
    """Stop a clock for good. Thresholds passed before `at` and not yet noticed are noticed now."""
    at = _hold(clock, at)
    if not clock.is_open:
        raise Refused(f"“{clock.name}”已经停止计时。")
    cross(clock, at)
    clock.running_since, clock.paused_at, clock.stopped_at = None, None, at
    return _append(clock, ClockEventKind.STOP, at=at, actor=actor, reason=reason)


@_in_one_piece
def change_budget(clock: Clock, *, budget_minutes: int, actor: Actor, reason: str) -> Clock:
    """Give an open clock another budget (a changed priority); what it has used stays used. The reason is required."""
    _check_budget(budget_minutes)
    at = _hold(clock, None)
    _require_reason(reason, f"请填写调整“{clock.name}”时限的原因。")
    if not clock.is_open:
        raise Refused(f"“{clock.name}”已经停止计时，不能调整时限。")
    cross(clock, at)
    clock.budget_minutes = budget_minutes
    return _append(clock, ClockEventKind.RECOMPUTE, at=at, actor=actor, reason=reason)


def spent(clock: Clock, now: datetime | None = None) -> timedelta:
    """Working time used up to `now` (default: the present moment)."""
    used = timedelta(seconds=clock.spent_seconds)
    if clock.running_since:
        used += working_time(clock.calendar.code).between(clock.running_since, now or moment.now())
    return used


def remaining_minutes(clock: Clock, now: datetime | None = None) -> int:
    """Whole working minutes left, rounded down; negative when overdue."""
    return (clock.budget - spent(clock, now)) // timedelta(minutes=1)


def apply(clock: Clock, found: Settlement, *, now: datetime) -> None:
    """Put a settlement on the clock. A threshold that, reckoned anew, is not reached yet counts as not passed."""
    clock.spent_seconds = int(found.spent.total_seconds())
    clock.warn_at, clock.due_at, clock.is_provisional = found.warn_at, found.due_at, found.is_provisional
    if clock.warned_75_at:
        clock.warned_75_at = clock.warn_at if clock.warn_at and clock.warn_at <= now else None
    if clock.breached_at:
        clock.breached_at = clock.due_at if clock.due_at and clock.due_at < now else None


def event(
    clock: Clock, kind: str, *, at: datetime, actor_name: str, reason: str = "", **rest: object
) -> ClockEvent:
    """A line for the clock's history as it stands now, not yet saved."""
    return ClockEvent(
        clock=clock,
        kind=kind,
        at=at,
        recorded_at=moment.now(),
        actor_name=actor_name,
        reason=_cut(reason),
        budget_minutes=clock.budget_minutes,
        spent_seconds=clock.spent_seconds,
        due_after=clock.due_at,
        is_provisional=clock.is_provisional,
        **rest,
    )


def cross(clock: Clock, now: datetime) -> list[ClockEvent]:
    """Record the thresholds passed by `now`, once each, and tell the hooks. The clock must be locked."""
    events = []
    if clock.warned_75_at is None and clock.warn_at and clock.warn_at <= now:
        clock.warned_75_at = clock.warn_at
        events.append(
            event(clock, ClockEventKind.THRESHOLD, at=clock.warn_at, actor_name="系统", percent=WARN)
        )
    if clock.breached_at is None and clock.due_at and clock.due_at < now:
        clock.breached_at = clock.due_at
        events.append(event(clock, ClockEventKind.THRESHOLD, at=clock.due_at, actor_name="系统", percent=DUE))
    if not events:
        return events
    clock.save(update_fields=["warned_75_at", "breached_at"])
    for line in events:
        line.save()
        for hook in hooks.on_threshold:
            hook(clock, line)
    return events


def _append(clock: Clock, kind: ClockEventKind, *, at: datetime, actor: Actor, reason: str) -> Clock:
    lines = _history(clock)
    line = event(clock, kind, at=at, actor_name=actor.name, reason=reason.strip(), due_before=clock.due_at)
    _settle_with(clock, [*lines, line], now=at)
    insert(line)
    overwrite(clock)
    return clock


def _settle_with(clock: Clock, lines: list[ClockEvent], *, now: datetime) -> None:
    """Reckon the clock from its history, and put what came of it on the clock and on the last line."""
    line, found = lines[-1], _settled(clock, lines)
    if line.kind == ClockEventKind.STOP:
        # A stopped clock keeps the deadline it met.
        found = replace(found, warn_at=found.warn_at or clock.warn_at, due_at=found.due_at or clock.due_at)
    apply(clock, found, now=now)
    line.spent_seconds, line.due_after, line.is_provisional = (
        clock.spent_seconds,
        clock.due_at,
        clock.is_provisional,
    )


def _settled(clock: Clock, lines: list[ClockEvent]) -> Settlement:
    try:
        return settle(_working(clock), runs_of(lines), clock.budget)
    except NoWorkingTimeError as error:
        raise Refused(str(error)) from error


def _working(clock: Clock) -> WorkingTime:
    return working_time(clock.calendar.code)


def _hold(clock: Clock, at: datetime | None) -> datetime:
    """Lock the row, bring the instance up to date, and answer the moment of the act."""
    held = _locked.first(clock.pk)
    if held is None:
        raise Clock.DoesNotExist(f"clock {clock.pk}")
    for field in Clock._meta.concrete_fields:
        setattr(clock, field.attname, getattr(held, field.attname))
    clock.calendar = held.calendar
    last = next(
        (line for line in reversed(_history(clock, anew=True)) if line.kind != ClockEventKind.THRESHOLD), None
    )
    return _moment(at, last.at if last else clock.started_at)


def _history(clock: Clock, *, anew: bool = False) -> list[ClockEvent]:
    """The clock's lines, read once while it is held."""
    if anew or not hasattr(clock, "_history"):
        clock._history = _lines(clock.pk)  # type: ignore[attr-defined]
    return clock._history  # type: ignore[attr-defined]


def _moment(at: datetime | None, not_before: datetime | None) -> datetime:
    now = moment.now().replace(microsecond=0)
    if at is None:
        return max(now, not_before) if not_before else now
    at = at.replace(microsecond=0)
    if at > now:
        raise Refused("计时的发生时间不能晚于现在。", field="at", status=422)
    if not_before and at < not_before:
        local = timezone.localtime(not_before)
        raise Refused(f"计时的发生时间不能早于上一次操作（{local:%Y-%m-%d %H:%M}）", field="at", status=422)
    return at


def _cut(text: str) -> str:
    length = ClockEvent._meta.get_field("reason").max_length or 0
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _calendar(code: str | None) -> WorkCalendar:
    row = _coded.first(code) if code else _default.first()
    if row is None:
        what = f"工作日历“{code}”不存在" if code else "尚未建立默认工作日历"
        raise CalendarMissingError(f"{what}，请先在“工作日历”中建立")
    return row


def _check_budget(minutes: int) -> None:
    if minutes < 1:
        raise Refused("时限必须大于 0 分钟。", field="budget_minutes", status=422)


def _require_reason(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise Refused(sentence, field="reason", status=422)
