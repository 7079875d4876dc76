"""What other modules and bridges may use of the service desk; and what it tells configuration of its items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

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
_EVENT = ("subject", "priority", "state")


def _open_on(register: str) -> configuration.OpenOn:
    """The tickets of items that are not confirmed yet."""

    def rows(item_ids: list[int]) -> QuerySet[Any]:
        return TICKETS[register]._default_manager.filter(about_items(item_ids), state__in=_OPEN[register])

    return configuration.OpenOn(register, rows)


def _chapter(register: str) -> configuration.Chapter:
    """The tickets in an item's life; drafts count as nothing."""
    word, icon = _WORDS[register]

    def rows(item: Any, actor: Actor) -> QuerySet[Any]:
        about = TICKETS[register]._default_manager.filter(about_items([item.pk]))
        return visible(about.exclude(state=RequestState.DRAFT), actor, register=register)

    def words(row: Mapping[str, Any]) -> str:
        return f"{word} {row['priority']}：{row['subject']}（{_STATES[register](row['state']).label}）"

    return configuration.Chapter(register, rows, "created_at", _EVENT, words, icon)


configuration.open_tickets += map(_open_on, TICKETS)
configuration.timeline += map(_chapter, TICKETS)
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
