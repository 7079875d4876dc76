"""The desk's figures and its board: how much waits, in whose hands, how late. Bounded counts over the queue's own indexes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, TextChoices

from govops.kernel.access.actor import Actor
from govops.kernel.records.counting import bounded_counts
from govops.kernel.records.visibility import visible
from govops.modules.service_desk.choices import IncidentState, MajorIncidentState, RequestState
from govops.modules.service_desk.dashboards.left import PRIORITY_TONES, left_of
from govops.modules.service_desk.dashboards.self_service import LIVE, MODELS, with_people
from govops.modules.service_desk.models import OPEN_INCIDENT, OPEN_REQUEST, MajorIncident
from govops.modules.service_desk.narrowings import OVERDUE, overdue

OPEN: dict[str, tuple[str, ...]] = {"incident": OPEN_INCIDENT, "service_request": OPEN_REQUEST}
WAITING = {
    "incident": (IncidentState.NEW, IncidentState.TRIAGED),
    "service_request": (RequestState.ACCEPTED,),
}
STATES: dict[str, type[TextChoices]] = {"incident": IncidentState, "service_request": RequestState}
_LIMIT = 1000
#: the list behind the tile: the same condition
LATE = f"?{OVERDUE}=1&sort=due_at"


def figures(actor: Actor) -> list[dict[str, Any]]:
    """The tiles above the queue: unassigned, mine, overdue, waiting, major; two statements."""
    person = actor.person.pk if actor.person is not None else 0
    parts: list[QuerySet[Any]] = []
    for register, model in MODELS.items():
        is_open = visible(model.objects.filter(state__in=OPEN[register]), actor, register=register)
        parts += [
            is_open.filter(state__in=WAITING[register]),
            is_open.filter(assignee=person),
            is_open.filter(overdue(register)),
            is_open.filter(state="pending"),
        ]
    majors = MajorIncident.objects.filter(state=MajorIncidentState.DECLARED)
    parts.append(visible(majors, actor, register="major_incident"))
    *counts, major = bounded_counts(parts, [_LIMIT] * len(parts))
    incidents, requests = counts[:4], counts[4:]
    return [
        _tile("未派单", incidents[0], requests[0], "amber", "inbox", "?state=new&state=triaged&sort=due_at", "?state=accepted&sort=due_at"),
        _tile("我处理的", incidents[1], requests[1], "", "user-check", *_mine(person)),
        _tile("已超时", incidents[2], requests[2], "red", "alarm", LATE, LATE),
        _tile("挂起", incidents[3], requests[3], "", "clock-pause", "?state=pending", "?state=pending"),
        {"title": "重大事件", "value": major, "unit": "起", "tone": "red" if major else "green", "icon": "alert-octagon",
         "url": "/r/major_incident/?state=declared", "sub": "正在处置" if major else "没有"},
    ]  # fmt: skip


def _tile(
    title: str, incidents: int, requests: int, tone: str, icon: str, query: str, request_query: str
) -> dict[str, Any]:
    """A figure of both kinds; it opens the list of the kind that has more of them."""
    address = f"/r/incident/{query}" if incidents >= requests else f"/r/service_request/{request_query}"
    total = incidents + requests
    return {
        "title": title, "value": total if total < _LIMIT else f"{_LIMIT}+", "unit": "件", "tone": tone if total else "", "icon": icon,
        "url": address, "sub": f"事件 {incidents}　请求 {requests}",
    }  # fmt: skip


def _mine(person: int) -> tuple[str, str]:
    return (
        _query(OPEN_INCIDENT, f"&assignee={person}&sort=due_at"),
        _query(OPEN_REQUEST, f"&assignee={person}&sort=due_at"),
    )


def _query(states: Sequence[str], more: str) -> str:
    return "?" + "&".join(f"state={state}" for state in states) + more


def tickets_of(person_id: int, actor: Actor, *, most: int = 8) -> list[dict[str, Any]]:
    """What a caller has open, the newest first: two queries."""
    found: list[dict[str, Any]] = []
    for register, model in MODELS.items():
        rows = visible(with_people(model.objects.all(), register), actor, register=register)
        for ticket in rows.filter(applicant=person_id, state__in=LIVE[register]).order_by("-id")[:most]:
            found.append(card(ticket, register))
    return sorted(found, key=lambda one: one["at"], reverse=True)[:most]


def card(ticket: Any, register: str) -> dict[str, Any]:
    """A ticket in few words: title, priority, time left, who."""
    return {
        "pk": ticket.pk,
        "register": register,
        "url": f"/r/{register}/{ticket.pk}/",
        "title": ticket.subject,
        "number": ticket.number,
        "state": ticket.state,
        "state_label": STATES[register](ticket.state).label,
        "priority": ticket.priority,
        "tone": PRIORITY_TONES[ticket.priority],
        "left": left_of(ticket),
        "reporter": ticket.applicant.label if ticket.applicant is not None else "",
        "handler": ticket.assignee.name if ticket.assignee is not None else "",
        "group": ticket.group.name if ticket.group is not None else "",
        "at": ticket.created_at,
    }
