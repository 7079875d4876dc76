"""What other modules and bridges may use of the service desk; and what it tells configuration of its items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration import public as configuration
from govops.modules.service_desk.choices import (
    UNHAPPY,
    CallBackState,
    Channel,
    ClockName,
    ClosureCode,
    EscalationLevel,
    IncidentState,
    MajorIncidentState,
    RequestState,
    RootCause,
    Satisfaction,
)
from govops.modules.service_desk.models import (
    OPEN_INCIDENT,
    OPEN_REQUEST,
    CallBack,
    Incident,
    MajorIncident,
    ServiceRequest,
    Ticket,
    TicketEscalation,
    about_items,
)

#: register → model of everything that is a ticket
TICKETS: dict[str, type[Incident] | type[ServiceRequest]] = {
    "incident": Incident,
    "service_request": ServiceRequest,
}

_OPEN: dict[str, Sequence[str]] = {
    "incident": (*OPEN_INCIDENT, IncidentState.RESOLVED),
    "service_request": (RequestState.APPROVING, *OPEN_REQUEST, RequestState.FULFILLED),
}
_STATES: dict[str, Any] = {"incident": IncidentState, "service_request": RequestState}
_WORDS = {"incident": ("事件", "urgent"), "service_request": ("服务请求", "ticket")}
_MOST_OPEN, _MOST_EVENTS = 200, 50


def open_tickets(item_ids: Sequence[int]) -> list[configuration.OpenTicket]:
    """The tickets of these items that are not confirmed yet, the newest first; a statement a register."""
    wanted = set(item_ids)
    found: list[configuration.OpenTicket] = []
    for register, model in TICKETS.items():
        rows = model._default_manager.filter(about_items(wanted), state__in=_OPEN[register]).order_by("-id")
        found += [
            configuration.OpenTicket(
                register, row.pk, row.number, row.subject, f"/r/{register}/{row.pk}/", item
            )
            for row in rows.only("number", "subject", "items")[:_MOST_OPEN]
            for item in row.items
            if item in wanted
        ]
    return found


def events_of(item: Any, actor: Actor) -> list[configuration.Event]:
    """The tickets in an item's life, as far as the reader may see them; drafts count as nothing."""
    told: list[configuration.Event] = []
    for register, model in TICKETS.items():
        rows = visible(model._default_manager.filter(about_items([item.pk])), actor, register=register)
        word, icon = _WORDS[register]
        told += [
            configuration.Event(
                row.created_at, f"{word} {row.priority}：{row.subject}（{_STATES[register](row.state).label}）",
                f"/r/{register}/{row.pk}/", icon,
            )
            for row in rows.exclude(state=RequestState.DRAFT)
            .only("subject", "state", "priority", "created_at")
            .order_by("-id")[:_MOST_EVENTS]
        ]  # fmt: skip
    return told


configuration.open_tickets.append(open_tickets)
configuration.timeline.append(events_of)
configuration.assessed |= set(TICKETS)

__all__ = [
    "OPEN_INCIDENT",
    "OPEN_REQUEST",
    "TICKETS",
    "UNHAPPY",
    "CallBack",
    "CallBackState",
    "Channel",
    "ClockName",
    "ClosureCode",
    "EscalationLevel",
    "Incident",
    "IncidentState",
    "MajorIncident",
    "MajorIncidentState",
    "RequestState",
    "RootCause",
    "Satisfaction",
    "ServiceRequest",
    "Ticket",
    "TicketEscalation",
]
