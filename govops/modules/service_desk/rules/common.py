"""Who is who to a ticket."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed

#: whose work the queue is
DESK = frozenset({"service_desk", "incident_manager"})
LINES = frozenset({"support_l1", "support_l2", "support_l3"})
STAFF = DESK | LINES


def is_staff(deed: Deed) -> bool:
    """Somebody of the desk or of a support line, or the program itself."""
    return deed.actor.is_system or bool(deed.actor.roles & STAFF)


def by_the_system(record: Any, deed: Deed) -> Answer:
    """系统自动."""
    if deed.actor.is_system:
        return Allowed()
    return Denied("此项由系统自动办理。")


def of_the_desk(record: Any, deed: Deed) -> Answer:
    """服务台或事件经理."""
    if deed.actor.roles & DESK:
        return Allowed()
    return Denied("只有服务台人员或事件经理可以办理。")


def is_member(ticket: Any, deed: Deed) -> bool:
    """Whether the actor belongs to the support group that the ticket lies with."""
    person, group = deed.actor.person, ticket.group
    return person is not None and group is not None and person.pk in {*group.members, group.leader_id}


def of_the_staff(ticket: Any, deed: Deed) -> Answer:
    """服务台、各线支持人员或本组成员."""
    if is_staff(deed) or is_member(ticket, deed):
        return Allowed()
    return Denied("只有服务台、各线支持人员或本支持组成员可以办理。")


def in_hand(ticket: Any, deed: Deed) -> Answer:
    """处理人本人."""
    if deed.actor.person is not None and deed.actor.person.pk == ticket.assignee_id:
        return Allowed()
    who = ticket.assignee.name if ticket.assignee else "（尚未派单）"
    return Denied(f"只有处理人{who}本人可以办理；如需接手，请先转派或重新派单。")


def the_reporter(ticket: Any, deed: Deed) -> Answer:
    """报告人本人."""
    if deed.actor.person is not None and deed.actor.person.pk == ticket.applicant_id:
        return Allowed()
    return Denied(f"只有报告人{ticket.applicant or ''}本人可以办理。")


def the_reporter_or_who_wrote(ticket: Any, deed: Deed) -> Answer:
    """报告人或代报人."""
    if deed.actor.person is not None and deed.actor.person.pk in {ticket.applicant_id, ticket.created_by_id}:
        return Allowed()
    return Denied(f"只有报告人{ticket.applicant or ''}或代报人可以办理。")


__all__ = [
    "DESK",
    "LINES",
    "STAFF",
    "by_the_system",
    "in_hand",
    "is_member",
    "is_staff",
    "of_the_desk",
    "of_the_staff",
    "the_reporter",
    "the_reporter_or_who_wrote",
]
