"""Who takes part in a ticket without a role of the desk: the people of its support group, whoever has it in hand, the commander."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records import comments, visibility
from govops.modules.service_catalogue.public import SupportGroup
from govops.modules.service_desk.models import (
    Incident,
    MajorIncident,
    MajorIncidentUpdate,
    ServiceRequest,
    Ticket,
)

MODELS: dict[str, Any] = {"incident": Incident, "service_request": ServiceRequest}


def groups_of(actor: Actor) -> QuerySet[SupportGroup]:
    """The support groups in use that the actor belongs to or leads."""
    person = actor.person
    assert person is not None
    mine = Q(members__contains=[person.pk]) | Q(leader=person)
    return SupportGroup.objects.filter(mine, is_active=True).order_by()


def in_my_group(actor: Actor, register: str) -> QuerySet[Any]:
    """Whoever belongs to a support group takes part in its tickets: a vendor's engineers see their queue, and no other."""
    model = MODELS.get(register)
    if model is None or actor.person is None:
        return Incident.objects.none().values_list("pk")
    return model.objects.order_by().filter(group__in=groups_of(actor).values("pk")).values_list("pk")


def in_my_command(actor: Actor, register: str) -> QuerySet[Any]:
    """The timeline of a major incident is read by who commands it and by who works on the incident."""
    if register != "major_incident_update" or actor.person is None:
        return MajorIncidentUpdate.objects.none().values_list("pk")
    at_work = (
        Q(commander=actor.person)
        | Q(incident__assignee=actor.person)
        | Q(incident__group__in=groups_of(actor).values("pk"))
    )
    majors = MajorIncident.objects.order_by().filter(at_work).values("pk")
    return MajorIncidentUpdate.objects.order_by().filter(major__in=majors).values_list("pk")


def works_on(ticket: Ticket, actor: Actor) -> bool:
    """Whether the ticket lies in the actor's own hands or with one of the actor's support groups."""
    person, group = actor.person, ticket.group
    if person is None:
        return False
    return person.pk == ticket.assignee_id or (
        group is not None and person.pk in {*group.members, group.leader_id}
    )


def handles(record: Any, actor: Actor) -> bool:
    """内部备注 are for those who work on the ticket, whatever their role."""
    if isinstance(record, Ticket):
        return works_on(record, actor)
    if isinstance(record, MajorIncident):
        commands = actor.person is not None and actor.person.pk == record.commander_id
        return commands or works_on(record.incident, actor)
    return False


visibility.participation += [in_my_group, in_my_command]
comments.handlers.append(handles)
