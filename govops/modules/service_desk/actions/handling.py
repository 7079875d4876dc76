"""A ticket on its way through the desk and the lines: taken, given, handed on, set aside, solved, confirmed, reopened."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel.access.actor import SYSTEM
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import kinds
from govops.modules.knowledge.public import draft_from
from govops.modules.service_desk.actions import intake, timing
from govops.modules.service_desk.actions.telling import tell
from govops.modules.service_desk.choices import ConfirmedBy, IncidentState, PendingReason, RequestState
from govops.modules.service_desk.models import OPEN_INCIDENT, Incident

WORKING = frozenset(
    {IncidentState.IN_PROGRESS, IncidentState.PENDING, RequestState.IN_PROGRESS, RequestState.PENDING}
)


def tell_reporter(kind: str, ticket: Any, deed: Deed, said: str = "", **words: str) -> None:
    tell(kind, ticket, [ticket.applicant], said, deed=deed, words=words)


# --- into somebody's hands -------------------------------------------------------------------------------------------


def triage(ticket: Any, deed: Deed) -> None:
    """受理定级: category, impact and urgency are judged; the clocks follow the priority."""
    before = ticket.priority
    intake.judge(ticket)
    if ticket.priority != before:
        reason = f"受理定级：{before} 改为 {ticket.priority}"
        timing.follow_priority(ticket, actor=deed.actor, at=deed.at, reason=reason)


def take(ticket: Any, deed: Deed) -> None:
    """领取: it is mine, and work begins."""
    ticket.assignee = deed.actor.person
    timing.respond(ticket, actor=deed.actor, at=deed.at)


def start(ticket: Any, deed: Deed) -> None:
    timing.respond(ticket, actor=deed.actor, at=deed.at)


def dispatch(ticket: Any, deed: Deed) -> None:
    """派单: a waiting ticket runs on in the hands of the other."""
    _run_on(ticket, deed, "重新派单")


def hand_on(ticket: Any, deed: Deed) -> None:
    """转派: back into a queue, of another line or of a vendor."""
    ticket.assignee = None
    _run_on(ticket, deed, f"转{ticket.group}")
    to = {"支持组": str(ticket.group)}
    tell("ticket_handed_on", ticket, [ticket.group.leader], deed.opinion, deed=deed, words=to)


def _run_on(ticket: Any, deed: Deed, reason: str) -> None:
    if ticket.pending_reason:
        timing.resume(ticket, actor=deed.actor, reason=reason)
        ticket.pending_reason, ticket.pending_until = "", None


def arrive(ticket: Any, deed: Deed) -> None:
    timing.arrive(ticket, actor=deed.actor, at=deed.at)


# --- waiting ---------------------------------------------------------------------------------------------------------


def set_aside(ticket: Any, deed: Deed) -> None:
    """挂起: the clocks stand still, with the reason and until when; the reporter is told, and asked if it is his turn."""
    reason = PendingReason(ticket.pending_reason).label
    until = timezone.localtime(ticket.pending_until)
    timing.pause(ticket, actor=deed.actor, reason=f"{reason}，至 {until:%Y-%m-%d %H:%M}")
    if ticket.pending_reason == PendingReason.USER:
        tell_reporter("ticket_question", ticket, deed, deed.opinion)
    else:
        words = f"{reason}，预计 {until:%m 月 %d 日 %H:%M} 继续处理。{deed.opinion}"
        tell_reporter("ticket_set_aside", ticket, deed, words)


def take_up_again(ticket: Any, deed: Deed) -> None:
    """恢复处理, by the handler, by the reporter's answer, or by the program when the date has come."""
    _run_on(ticket, deed, deed.opinion or "恢复处理")
    if deed.actor.is_system:
        tell("ticket_goes_on", ticket, [ticket.assignee], deed=deed)
    elif deed.actor.person is not None and deed.actor.person.pk == ticket.applicant_id:
        tell("ticket_answered", ticket, [ticket.assignee], deed.opinion, deed=deed)


# --- solved, confirmed, reopened -------------------------------------------------------------------------------------


def resolve(ticket: Any, deed: Deed) -> None:
    """Solved, whoever solves it: a desk that helps on the phone has taken it by doing so."""
    ticket.assignee = ticket.assignee or deed.actor.person
    ticket.pending_reason, ticket.pending_until = "", None
    timing.respond(ticket, actor=deed.actor, at=deed.at)
    ticket.resolved_at = deed.at
    timing.end(ticket, actor=deed.actor, reason="已解决")
    tell_reporter("ticket_resolved", ticket, deed, ticket.resolution[:200])
    if ticket.into_knowledge and deed.actor.person is not None and not ticket.is_restricted:
        _draft_article(ticket, deed)


def _draft_article(ticket: Any, deed: Deed) -> None:
    """建议写入知识库: a draft with what was seen and what was done, in the hands of who solved it."""
    draft_from(
        register=kinds.of(ticket).code, record_id=ticket.pk, title=ticket.subject, symptom=ticket.description,
        solution=ticket.resolution, category=ticket.category, system=ticket.system, actor=deed.actor,
    )  # fmt: skip


def resolve_incident(incident: Any, deed: Deed) -> None:
    """Its children are solved with it; the reporters of duplicates hear of it."""
    incident.restored_at = incident.restored_at or deed.at
    began = incident.occurred_at or incident.created_at
    incident.downtime_minutes = max(0, int((incident.restored_at - began).total_seconds() // 60))
    resolve(incident, deed)
    words = {
        "resolution": f"随 {incident.number} 一并解决：{incident.resolution}"[:2000],
        "closure_code": incident.closure_code,
        "category": incident.category,
        "root_cause": incident.root_cause,
    }
    for pk in Incident.objects.filter(parent=incident.pk, state__in=OPEN_INCIDENT).values_list(
        "pk", flat=True
    ):
        engine.perform("incident", pk, "resolve", actor=SYSTEM, data=words)
    for other in Incident.objects.filter(merged_into=incident.pk).select_related("applicant"):
        tell("ticket_resolved_together", other, [other.applicant], incident.resolution[:200], deed=deed)


def confirm(ticket: Any, deed: Deed) -> None:
    """确认: by the reporter himself, or by the program when he kept silent."""
    ticket.confirmed_at = deed.at
    ticket.confirmed_by = ConfirmedBy.EXPIRY if deed.actor.is_system else ConfirmedBy.REPORTER
    if deed.actor.is_system:
        tell_reporter("ticket_confirmed_silently", ticket, deed)


def confirm_by_phone(ticket: Any, deed: Deed) -> None:
    ticket.confirmed_at, ticket.confirmed_by = deed.at, ConfirmedBy.PHONE


def reopen(ticket: Any, deed: Deed) -> None:
    """没有解决: back to whoever had it, the clock of solving begins anew."""
    ticket.reopened += 1
    ticket.resolved_at = ticket.confirmed_at = None
    ticket.confirmed_by = ticket.closure_code = ""
    timing.begin_again(ticket, actor=deed.actor, at=deed.at, reason=f"第 {ticket.reopened} 次重新打开")
    tell("ticket_reopened", ticket, [ticket.assignee], deed.opinion, deed=deed)


def reopen_incident(incident: Any, deed: Deed) -> None:
    incident.restored_at = incident.downtime_minutes = None
    reopen(incident, deed)


def close(ticket: Any, deed: Deed) -> None:
    ticket.closed_at = deed.at


def withdraw(ticket: Any, deed: Deed) -> None:
    """撤回: the reporter takes it back."""
    timing.end(ticket, actor=deed.actor, reason="报告人撤回")
    ticket.closed_at = deed.at
    tell("ticket_withdrawn", ticket, [ticket.assignee], deed.opinion, deed=deed)


def merge(incident: Any, deed: Deed) -> None:
    """并入: the duplicate is not worked on any more; its reporter hears of the other one's end."""
    timing.end(incident, actor=deed.actor, reason=f"并入 {incident.merged_into.number}")
    incident.closed_at = deed.at
    tell_reporter("ticket_merged", incident, deed, 主事件=incident.merged_into.number)


def handler_of(ticket: Any) -> list[Any]:
    """Whose 待办 it is: the handler's. A ticket without one stands in its group's queue."""
    return [ticket.assignee] if ticket.assignee is not None else []


def worker_of(ticket: Any) -> list[Any]:
    """Once work has begun, ending it is the handler's 待办; before that, beginning is."""
    return handler_of(ticket) if ticket.responded_at is not None and ticket.state in WORKING else []


def reporter_of(ticket: Any) -> list[Any]:
    return [ticket.applicant] if ticket.applicant is not None else []
