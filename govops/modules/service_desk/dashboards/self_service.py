"""自助服务: the catalogue as tiles, what is offered while one types, one's own tickets."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.organization.together import ask_together
from govops.kernel.records.visibility import visible
from govops.kernel.search.resembling import tokens
from govops.modules.knowledge import public as knowledge
from govops.modules.service_catalogue.public import (
    CATEGORY_ICONS,
    ServiceCategory,
    ServiceItem,
    ServiceKind,
    SupportGroup,
    SupportLine,
    catalogue,
)
from govops.modules.service_desk.choices import Channel, IncidentState, MajorIncidentState, RequestState
from govops.modules.service_desk.dashboards.progress import progress_of
from govops.modules.service_desk.models import (
    OPEN_INCIDENT,
    OPEN_REQUEST,
    Incident,
    MajorIncident,
    ServiceRequest,
)

MODELS: dict[str, Any] = {"incident": Incident, "service_request": ServiceRequest}
#: the states in which a reporter still has something to wait for or to say
LIVE: dict[str, tuple[str, ...]] = {
    "incident": (*OPEN_INCIDENT, IncidentState.RESOLVED),
    "service_request": (RequestState.DRAFT, RequestState.APPROVING, *OPEN_REQUEST, RequestState.FULFILLED),
}
VERBS = {ServiceKind.REQUEST: "申请", ServiceKind.INCIDENT: "报修", ServiceKind.BOTH: "申请或报修"}
_MOST = 50


def tiles(actor: Actor) -> list[dict[str, Any]]:
    """The services in use by category: {title, icon, services: [{url, name, summary, icon, verb}]}."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in catalogue(actor):
        groups.setdefault(item.group, []).append(tile(item))
    return [
        {"title": category.label, "icon": CATEGORY_ICONS[category], "services": groups[category.value]}
        for category in ServiceCategory
        if category.value in groups
    ]


def tile(item: ServiceItem) -> dict[str, Any]:
    return {
        "url": f"/m/service_desk/self/new/?item={item.pk}",
        "name": item.name,
        "summary": item.summary,
        "icon": item.icon,
        "verb": VERBS[ServiceKind(item.kind)],
        "needs_approval": item.needs_approval,
    }


def majors(actor: Actor) -> list[MajorIncident]:
    """What everybody suffers from at the moment."""
    rows = MajorIncident.objects.filter(state=MajorIncidentState.DECLARED).select_related("incident")
    return list(visible(rows, actor, register="major_incident").order_by("-id")[:5])


def desk_phone() -> str:
    """Where to call: the phone of the first line."""
    group = (
        SupportGroup.objects.filter(line=SupportLine.FIRST, is_active=True).exclude(phone="").order_by("id")
    )
    return next(iter(group.values_list("phone", flat=True)[:1]), "")


def suggestions(text: str, actor: Actor) -> dict[str, Any]:
    """What may help before a ticket is made: articles and services; open major incidents stand above already."""
    pairs = tokens(text)
    services = sorted(
        ((_likeness(pairs, f"{item.name} {item.summary} {item.content}"), item) for item in catalogue(actor)),
        key=lambda found: -found[0],
    )
    return {
        "text": text,
        "articles": knowledge.suggest(text, actor=actor, limit=5),
        "services": [tile(item) for likeness, item in services if likeness >= 1][:4],
    }


def _likeness(pairs: list[str], text: str) -> int:
    lowered = text.lower()
    return sum(pair in lowered for pair in pairs)


def mine(actor: Actor, *, live: bool = True, most: int = _MOST) -> list[dict[str, Any]]:
    """One's own tickets, the newest first, each with its plain words: one query however many."""
    found = ask_together(*(_own(register, actor, live=live)[:most] for register in MODELS))
    rows = [(ticket, register) for register, tickets in zip(MODELS, found, strict=True) for ticket in tickets]
    rows.sort(key=lambda row: row[0].created_at, reverse=True)
    return [
        {
            "ticket": ticket,
            "url": f"/m/service_desk/mine/{register}/{ticket.pk}/",
            "kind": "报修" if register == "incident" else "请求",
            "progress": progress_of(ticket, register, actor),
        }
        for ticket, register in rows[:most]
    ]


def _own(register: str, actor: Actor, *, live: bool) -> QuerySet[Any]:
    # Only those whose names are told: the database takes longer to plan a dozen joins than to answer.
    told = ["group", "assignee", "applicant", "created_by", *_merged(register)]
    tickets = visible(MODELS[register].objects.select_related(*told), actor, register=register)
    person = actor.person
    own = tickets.filter(Q(applicant=person) | Q(created_by=person, channel=Channel.WEB))
    return (own.filter(state__in=LIVE[register]) if live else own.exclude(state__in=LIVE[register])).order_by(
        "-id"
    )


def with_people(tickets: QuerySet[Any], register: str) -> QuerySet[Any]:
    names = ["group", "assignee__unit", "applicant__unit", "created_by", "item"]
    return tickets.select_related(*names, *_merged(register))


def _merged(register: str) -> list[str]:
    return ["merged_into"] if register == "incident" else []
