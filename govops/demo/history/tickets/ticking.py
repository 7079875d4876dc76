"""What the deeds on a ticket do besides changing it, in bulk: as `service_desk.actions`, with the clocks in memory."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from govops.demo.history.bulk import Life, Manner, clocks
from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Allowed
from govops.kernel.calendar.models import Clock
from govops.kernel.messages import kinds as message_kinds
from govops.kernel.messages import wording
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import kinds
from govops.modules.service_catalogue.public import Targets, targets_for
from govops.modules.service_desk.actions import escalating, handling, intake, rating, requests, timing
from govops.modules.service_desk.choices import ClockName, ConfirmedBy, EscalationLevel, PendingReason
from govops.modules.service_desk.rules import incidents

_known: dict[tuple[int | None, str], Targets] = {}


def promised(item: int | None, priority: str, at: datetime) -> Targets:
    """The demonstration's agreements hold all year: asked once for each service and priority."""
    if (item, priority) not in _known:
        _known[item, priority] = targets_for(item, priority, at=at)
    return _known[item, priority]


def targets(ticket: Any, at: datetime) -> Targets:
    return promised(ticket.item_id, ticket.priority, at)


def forget() -> None:
    """Ask again: for another database."""
    _known.clear()
    clocks.forget()


def _start(ticket: Any, name: ClockName, minutes: int, due: Targets, deed: Deed, reason: str = "") -> Any:
    why = reason or (f"按 {due.agreement_number}" if due.agreement_number else "")
    return clocks.start(ticket, name.value, minutes, actor=deed.actor, calendar=due.calendar_code, reason=why)


def begin(ticket: Any, deed: Deed) -> None:
    due = targets(ticket, deed.at)
    ticket.agreement = due.agreement_number
    started = [
        _start(ticket, ClockName.RESPOND, due.respond_minutes, due, deed),
        _start(ticket, ClockName.RESOLVE, due.resolve_minutes, due, deed),
    ]
    timing.remember(ticket, started)


def _respond(ticket: Any, deed: Deed) -> None:
    if ticket.responded_at is not None:
        return
    ticket.responded_at = deed.at
    standing = clocks.standing(ticket)
    for clock in standing:
        if clock.name == ClockName.RESPOND:
            clocks.stop(ticket, clock, actor=deed.actor, reason="已响应")
    due = targets(ticket, deed.at)
    if due.on_site_minutes:
        standing.append(_start(ticket, ClockName.ON_SITE, due.on_site_minutes, due, deed))
    timing.remember(ticket, standing)


def _end(ticket: Any, deed: Deed, reason: str, *, only: ClockName | None = None) -> None:
    standing = clocks.standing(ticket)
    for clock in standing:
        if only is None or clock.name == only:
            clocks.stop(ticket, clock, actor=deed.actor, reason=reason)
    timing.remember(ticket, standing)


def _triage(ticket: Any, deed: Deed) -> None:
    before = ticket.priority
    intake.judge(ticket)
    if ticket.priority == before:
        return
    due = targets(ticket, deed.at)
    budgets = {
        ClockName.RESPOND: due.respond_minutes,
        ClockName.ON_SITE: due.on_site_minutes or 0,
        ClockName.RESOLVE: due.resolve_minutes,
    }
    ticket.agreement = due.agreement_number
    standing = clocks.standing(ticket)
    for clock in standing:
        budget = budgets[ClockName(clock.name)]
        if budget and budget != clock.budget_minutes:
            reason = f"受理定级：{before} 改为 {ticket.priority}"
            clocks.change_budget(ticket, clock, budget, actor=deed.actor, reason=reason)
    timing.remember(ticket, standing)


def _take(ticket: Any, deed: Deed) -> None:
    ticket.assignee = deed.actor.person
    _respond(ticket, deed)


def _run_on(ticket: Any, deed: Deed, reason: str) -> None:
    if not ticket.pending_reason:
        return
    standing = clocks.standing(ticket)
    for clock in standing:
        if clock.is_paused:
            clocks.resume(ticket, clock, actor=deed.actor, reason=reason)
    timing.remember(ticket, standing)
    ticket.pending_reason, ticket.pending_until = "", None


def _dispatch(ticket: Any, deed: Deed) -> None:
    _run_on(ticket, deed, "重新派单")


def _hand_on(ticket: Any, deed: Deed) -> None:
    ticket.assignee = None
    _run_on(ticket, deed, f"转{ticket.group}")


def _arrive(ticket: Any, deed: Deed) -> None:
    ticket.arrived_at = deed.at
    _end(ticket, deed, "已到场", only=ClockName.ON_SITE)


def _set_aside(ticket: Any, deed: Deed) -> None:
    until = timezone.localtime(ticket.pending_until)
    reason = f"{PendingReason(ticket.pending_reason).label}，至 {until:%Y-%m-%d %H:%M}"
    standing = clocks.standing(ticket)
    for clock in standing:
        if clock.is_running:
            clocks.pause(ticket, clock, actor=deed.actor, reason=reason)
    timing.remember(ticket, standing)


def _take_up_again(ticket: Any, deed: Deed) -> None:
    _run_on(ticket, deed, deed.opinion or "恢复处理")


def _resolve(ticket: Any, deed: Deed) -> None:
    ticket.assignee = ticket.assignee or deed.actor.person
    ticket.pending_reason, ticket.pending_until = "", None
    _respond(ticket, deed)
    ticket.resolved_at = deed.at
    _end(ticket, deed, "已解决")


def _resolve_incident(incident: Any, deed: Deed) -> None:
    incident.restored_at = incident.restored_at or deed.at
    began = incident.occurred_at or incident.created_at
    incident.downtime_minutes = max(0, int((incident.restored_at - began).total_seconds() // 60))
    _resolve(incident, deed)


def _confirm(ticket: Any, deed: Deed) -> None:
    ticket.confirmed_at = deed.at
    ticket.confirmed_by = ConfirmedBy.EXPIRY if deed.actor.is_system else ConfirmedBy.REPORTER


def _rate(ticket: Any, deed: Deed) -> None:
    """The call-back of somebody unhappy follows in a batch of its own."""
    if ticket.satisfaction and ticket.rated_at is None:
        ticket.rated_at = deed.at


def _reopen(ticket: Any, deed: Deed) -> None:
    ticket.reopened += 1
    ticket.resolved_at = ticket.confirmed_at = None
    ticket.confirmed_by = ticket.closure_code = ""
    due = targets(ticket, deed.at)
    reason = f"第 {ticket.reopened} 次重新打开"
    started = _start(ticket, ClockName.RESOLVE, due.resolve_minutes, due, deed, reason)
    timing.remember(ticket, [started])


def _reopen_incident(incident: Any, deed: Deed) -> None:
    incident.restored_at = incident.downtime_minutes = None
    _reopen(incident, deed)


def _withdraw(ticket: Any, deed: Deed) -> None:
    _end(ticket, deed, "报告人撤回")
    ticket.closed_at = deed.at


def _look(ticket: Any, until: datetime) -> None:
    """What the clocks' own job would have noticed by then; the escalations follow in a batch of their own."""
    for clock, line in clocks.passed(ticket, until):
        level = EscalationLevel.BREACH if line.percent == 100 else EscalationLevel.WARNING
        ticket.is_late = ticket.is_late or level is EscalationLevel.BREACH
        people = escalating.receivers(ticket, level)
        used = 75 if level is EscalationLevel.WARNING else 100
        holder = f"，处理人{ticket.assignee.name}" if ticket.assignee is not None else "，尚无处理人"
        data = {
            kinds.of(ticket).code: ticket, "applicant": ticket.applicant, "level": level.value, "clock": clock.name,
            "happened_at": line.at, "receiver": people[0] if people else None,
            "reason": f"{clock.name}时限（{clock.budget_minutes} 工作分钟）已用 {used}%{holder}。",
            "told": _told(clock, level, people),
        }  # fmt: skip
        ticket.lived.aftermath.append(Life(SYSTEM, line.recorded_at, data))


def _told(clock: Clock, level: EscalationLevel, people: list[Person]) -> str:
    """What the reporter reads, as the message is worded now."""
    kind = message_kinds.get(escalating.TO_THE_REPORTER[level])
    _title, words = wording.rendered(kind, escalating.words_for_the_reporter(clock, people))
    return words[:200]


def _nothing_hangs_on_it(incident: Any, deed: Deed) -> Allowed:
    """Tickets that belong together go through the doors."""
    return Allowed()


_INSTEAD = {
    incidents.children_are_done: _nothing_hangs_on_it,
    requests.accept: begin, handling.triage: _triage, handling.take: _take, handling.start: _respond, handling.dispatch: _dispatch,
    handling.hand_on: _hand_on, handling.arrive: _arrive, handling.set_aside: _set_aside, handling.take_up_again: _take_up_again,
    handling.resolve: _resolve, handling.resolve_incident: _resolve_incident, handling.confirm: _confirm, rating.rate: _rate,
    handling.reopen: _reopen, handling.reopen_incident: _reopen_incident, handling.withdraw: _withdraw,
}  # fmt: skip
INCIDENTS = Manner(instead=_INSTEAD, born=begin, before=_look)
REQUESTS = Manner(instead=_INSTEAD, before=_look)
