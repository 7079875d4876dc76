"""Which rows an actor may see: scope ∩ need-to-know ∩ secrecy ≤ clearance, for lists, search, API, exports and counts alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Person, Unit
from govops.kernel.records.models import NeedToKnow

#: Parts above open a record to those who take part in it: each answers a queryset of record ids. It may look at nothing
#: of the actor but his person, and asks no database: `stand_in` composes it once for all readers.
participation: list[Callable[[Actor, str], QuerySet[Any]]] = []


def visible(
    queryset: QuerySet[Any], actor: Actor, *, register: str, operation: str = "read"
) -> QuerySet[Any]:
    """`queryset` narrowed to the rows on which `actor` may do `operation`."""
    if actor.is_system:
        return queryset
    scope = table.scope_of(actor, operation, register)
    if actor.person is None or not scope:
        return queryset.none()
    return within(queryset, actor, register=register, scope=scope, operation=operation)


def within(
    queryset: QuerySet[Any], actor: Actor, *, register: str, scope: str, operation: str = "read"
) -> QuerySet[Any]:
    """What `visible` leaves of `queryset` to somebody whose roles give him `scope`; for those who compose statements ahead."""
    person = actor.person
    assert person is not None
    queryset = queryset.filter(secrecy_level__lte=person.clearance)
    if scope != "all":
        queryset = queryset.filter(
            pk__in=_within_reach(queryset.model, actor, register=register, scope=scope, operation=operation)
        )
    known = NeedToKnow.objects.filter(register=register, record_id=OuterRef("pk")).filter(
        Q(person=person) | Q(unit__among=person.unit.self_and_above())
    )
    return queryset.filter(Q(is_restricted=False) | Q(applicant=person) | Exists(known))


def may_see(record: Any, actor: Actor, *, register: str, operation: str = "read") -> bool:
    """Whether `actor` may do `operation` on this record; the database is asked only where its own columns do not settle it."""
    person = actor.person
    if person is not None and not record.is_restricted:
        scope = table.scope_of(actor, operation, register)
        if scope == "all" or (scope and person.pk in {record.applicant_id, record.created_by_id}):
            return bool(record.secrecy_level <= person.clearance)
    rows = type(record)._default_manager.filter(pk=record.pk)
    return visible(rows, actor, register=register, operation=operation).exists()


def _within_reach(model: type, actor: Actor, *, register: str, scope: str, operation: str) -> QuerySet[Any]:
    """Ids of the rows in an actor's narrow scope, as one UNION of indexed look-ups."""
    rows = model._default_manager.order_by().values_list("pk")  # type: ignore[attr-defined]
    parts = [rows.filter(applicant=actor.person), rows.filter(created_by=actor.person)]
    if scope == "unit":
        below = Unit.objects.filter(path__startswith=actor.person.unit.path).values("pk")  # type: ignore[union-attr]
        parts.append(rows.filter(unit__in=below))
    if operation == "read":
        parts += [condition(actor, register) for condition in participation]
    return parts[0].union(*parts[1:])


def barred_from_knowing(record: Any, people: Iterable[Person], *, register: str) -> dict[int, str]:
    """Person id → why that person may not know the record, for those who may not (知悉范围, 可阅密级)."""
    reasons = {
        person.pk: "的可阅密级低于本单密级" for person in people if person.clearance < record.secrecy_level
    }
    if record.is_restricted:
        rows = list(
            NeedToKnow.objects.filter(register=register, record_id=record.pk).values_list("person", "unit")
        )
        known = {person for person, _ in rows} | {record.applicant_id}
        units = {unit for _, unit in rows if unit}
        for person in people:
            if person.pk not in known and not (units and units & set(person.unit.self_and_above())):
                reasons.setdefault(person.pk, "不在本单的知悉范围内")
    return reasons
