"""The clocks of a ticket: 响应 until somebody takes it, 到场 until somebody is there, 解决 until it is solved.

The clocks live in the working calendar; a ticket remembers what its queue is sorted by. Each function brings the
ticket in memory up to date; who calls it outside of a process saves with `keep`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.calendar import clocks
from govops.kernel.calendar.models import Clock
from govops.kernel.organization.storing import overwrite
from govops.kernel.records import kinds
from govops.modules.service_catalogue.public import Targets, targets_for
from govops.modules.service_desk.choices import ClockName

#: what a ticket remembers of its clocks
REMEMBERED = ("due_clock", "due_calendar", "due_at", "due_minutes", "is_paused", "is_late", "agreement")


def targets_of(ticket: Any, *, at: datetime) -> Targets:
    return targets_for(ticket.item, ticket.priority, at=at)


def begin(ticket: Any, *, actor: Actor, at: datetime) -> None:
    """A new ticket: 响应 and 解决 run from now on."""
    targets = targets_of(ticket, at=at)
    ticket.agreement = targets.agreement_number
    budgets = {
        ClockName.RESPOND.value: targets.respond_minutes,
        ClockName.RESOLVE.value: targets.resolve_minutes,
    }
    started = clocks.start_all(
        register=kinds.of(ticket).code, record_id=ticket.pk, budgets=budgets, actor=actor,
        calendar=targets.calendar_code, reason=_by(targets),
    )  # fmt: skip
    remember(ticket, started)


def begin_again(ticket: Any, *, actor: Actor, at: datetime, reason: str) -> None:
    """Reopened: 解决 begins anew under the priority it has now; what the first one took stays in its history."""
    targets = targets_of(ticket, at=at)
    started = _start(ticket, ClockName.RESOLVE, targets.resolve_minutes, targets, actor=actor, reason=reason)
    remember(ticket, [started])


def respond(ticket: Any, *, actor: Actor, at: datetime) -> None:
    """Somebody takes it: 响应 ends, and 到场 begins where the agreement promises it."""
    if ticket.responded_at is not None:
        return
    ticket.responded_at = at
    standing = _standing(ticket)
    for clock in standing:
        if clock.name == ClockName.RESPOND:
            clocks.stop(clock, actor=actor, reason="已响应")
    targets = targets_of(ticket, at=at)
    if targets.on_site_minutes:
        standing.append(_start(ticket, ClockName.ON_SITE, targets.on_site_minutes, targets, actor=actor))
    remember(ticket, standing)


def arrive(ticket: Any, *, actor: Actor, at: datetime) -> None:
    """到场."""
    ticket.arrived_at = at
    _end(ticket, actor=actor, reason="已到场", only=ClockName.ON_SITE)


def pause(ticket: Any, *, actor: Actor, reason: str) -> None:
    """挂起: every running clock stands still."""
    standing = _standing(ticket)
    for clock in standing:
        if clock.is_running:
            clocks.pause(clock, actor=actor, reason=reason)
    remember(ticket, standing)


def resume(ticket: Any, *, actor: Actor, reason: str = "") -> None:
    standing = _standing(ticket)
    for clock in standing:
        if clock.is_paused:
            clocks.resume(clock, actor=actor, reason=reason)
    remember(ticket, standing)


def end(ticket: Any, *, actor: Actor, reason: str) -> None:
    """Nothing is owed any more."""
    _end(ticket, actor=actor, reason=reason)


def follow_priority(ticket: Any, *, actor: Actor, at: datetime, reason: str) -> None:
    """Another priority gives the open clocks other budgets; what they have used stays used."""
    targets = targets_of(ticket, at=at)
    budgets = {
        ClockName.RESPOND: targets.respond_minutes,
        ClockName.ON_SITE: targets.on_site_minutes or 0,
        ClockName.RESOLVE: targets.resolve_minutes,
    }
    ticket.agreement = targets.agreement_number
    standing = _standing(ticket)
    for clock in standing:
        budget = budgets[ClockName(clock.name)]
        if budget and budget != clock.budget_minutes:
            clocks.change_budget(clock, budget_minutes=budget, actor=actor, reason=reason)
    remember(ticket, standing)


def remember(ticket: Any, known: Iterable[Clock]) -> None:
    """Put on the ticket which deadline comes next; without open clocks the last deadline stays, and counts no more."""
    known = list(known)
    ticket.is_late = ticket.is_late or any(clock.breached_at for clock in known)
    standing = [clock for clock in known if clock.is_open]
    if not standing:
        ticket.due_clock, ticket.is_paused = "", False
        return
    ticket.is_paused = all(clock.is_paused for clock in standing)
    # One that stands still has no deadline to come, whatever stood on the ticket before.
    following = min([clock for clock in standing if clock.due_at] or standing, key=_deadline)
    ticket.due_clock, ticket.due_minutes = following.name, following.budget_minutes
    ticket.due_calendar = following.calendar.code
    ticket.due_at = following.due_at or ticket.due_at


def _deadline(clock: Clock) -> datetime:
    return clock.due_at or clock.started_at


def keep(ticket: Any) -> None:
    """Save what the ticket remembers, and nothing else: no field that anybody filled in."""
    overwrite(ticket, only=REMEMBERED)


def _standing(ticket: Any) -> list[Clock]:
    """The open clocks."""
    return clocks.standing(kinds.of(ticket).code, ticket.pk)


def _by(targets: Targets) -> str:
    return f"按 {targets.agreement_number}" if targets.agreement_number else ""


def _start(
    ticket: Any, name: ClockName, minutes: int, targets: Targets, *, actor: Actor, reason: str = ""
) -> Clock:
    return clocks.start(
        register=kinds.of(ticket).code, record_id=ticket.pk, name=name.value, budget_minutes=minutes, actor=actor,
        calendar=targets.calendar_code, reason=reason or _by(targets),
    )  # fmt: skip


def _end(ticket: Any, *, actor: Actor, reason: str, only: ClockName | None = None) -> None:
    standing = _standing(ticket)
    for clock in standing:
        if only is None or clock.name == only:
            clocks.stop(clock, actor=actor, reason=reason)
    remember(ticket, standing)
