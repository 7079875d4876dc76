"""What comes by mail or from other programs, and what is said beside a ticket."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.gateways.receivers import Inbound, Taken, receiver
from govops.kernel.messages import sending
from govops.kernel.processes import engine
from govops.kernel.records import store
from govops.kernel.records.comments import Said, on_comment
from govops.kernel.registers import doors, site
from govops.modules.service_catalogue.public import Impact, Urgency
from govops.modules.service_desk.choices import Channel, IncidentState, PendingReason, RequestState

TICKETS = ("incident", "service_request")
SOLVED = (IncidentState.RESOLVED, RequestState.FULFILLED, IncidentState.CONFIRMED)
LONGEST_SUBJECT, LONGEST_DESCRIPTION = 100, 2000
_CUT = "…（原文过长，以下从略）"


@receiver
def open_an_incident(inbound: Inbound, actor: Actor) -> Taken:
    """Whatever is new becomes an incident of its sender; the desk judges what it really is."""
    subject = " ".join((inbound.subject or inbound.text or "（无主题）").split())
    facts = {
        "subject": subject[:LONGEST_SUBJECT],
        "description": _fitted(inbound.text),
        "channel": Channel.MAIL if inbound.kind == "mail" else Channel.MONITORING,
        "impact": Impact.PERSON,
        "urgency": Urgency.MEDIUM,
    }
    record = doors.create(site.get("incident"), facts, actor=actor, attachments=inbound.attachments)
    return Taken(record, f"已登记事件 {record.number}")


def _fitted(text: str) -> str:
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[: LONGEST_DESCRIPTION - len(_CUT)] + _CUT


@on_comment
def go_on_when_the_reporter_answers(said: Said) -> None:
    """An answer that was waited for takes the ticket up again; a word after the solution reaches who solved it.

    A solved ticket is not reopened by a comment: it may be a word of thanks. That is the reporter's own move.
    """
    if said.register not in TICKETS or said.comment.is_internal or not said.is_by_reporter:
        return
    ticket: Any = said.record
    if (
        ticket.state in {IncidentState.PENDING, RequestState.PENDING}
        and ticket.pending_reason == PendingReason.USER
    ):
        words = {"opinion": f"报告人答复：{said.comment.text}"[:500]}
        engine.perform(said.register, ticket.pk, "take_up_again", actor=said.actor, data=words)
    elif ticket.state in SOLVED and ticket.assignee_id:
        _tell_the_assignee(ticket, said)


def _tell_the_assignee(ticket: Any, said: Said) -> None:
    called = store.discreet_title(ticket)
    text = said.comment.text if called == ticket.title else ""
    values = {"事项": called, "编号": ticket.number, "办理人": said.actor.name, "内容": text}
    sending.tell("commented", [ticket.assignee_id], values, register=said.register, record_id=ticket.pk)
