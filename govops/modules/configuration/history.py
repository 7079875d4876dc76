"""How it stood: any item, relation or type, and the whole of them, on any past moment; what differs between two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records import kinds
from govops.kernel.records.models import Record
from govops.kernel.records.visibility import visible
from govops.modules.configuration.choices import HistoryOf, ItemState, RelationState
from govops.modules.configuration.models import ConfigurationItem, History, ItemRelation
from govops.modules.configuration.telling import rebuilt

#: differences told at once
MOST = 500
_GONE = {HistoryOf.ITEM: ItemState.SCRAPPED, HistoryOf.RELATION: RelationState.ENDED}


def states_as_of(register: str, at: datetime) -> QuerySet[History]:
    """The state of every record of a register (configuration_item, item_relation, item_type) at that moment."""
    held = History.objects.filter(register=register, since__lte=at)
    return held.filter(Q(until__isnull=True) | Q(until__gt=at)).order_by()


def as_of(record: Record, at: datetime) -> Any:
    """The record as it stood: an object that is never saved; None when it was not there yet."""
    register = kinds.of(record).code
    row = states_as_of(register, at).filter(record_id=record.pk).first()
    return rebuilt(register, record.pk, row.facts) if row else None


def with_relations_as_of(item: Record, at: datetime) -> tuple[Any, list[ItemRelation]]:
    """The item as it stood, None when it was not there yet, and the relations that held then, unnarrowed: one query."""
    touching = ItemRelation.objects.filter(Q(source=item.pk) | Q(target=item.pk)).order_by().values("pk")
    columns = ("register", "record_id", "facts")
    own = states_as_of(HistoryOf.ITEM, at).filter(record_id=item.pk).values_list(*columns)
    held = states_as_of(HistoryOf.RELATION, at).filter(
        record_id__in=touching, facts__state=RelationState.ACTIVE
    )
    stood, relations = None, []
    for register, pk, facts in own.union(held.values_list(*columns), all=True):
        if register == HistoryOf.ITEM:
            stood = rebuilt(register, pk, facts)
        else:
            relations.append(rebuilt(register, pk, facts))
    return stood, sorted(relations, key=lambda one: one.pk)


def items_as_of(at: datetime) -> list[ConfigurationItem]:
    """All items that were there at that moment, the scrapped ones left out, unnarrowed: one query."""
    return _there(HistoryOf.ITEM, at)


def relations_as_of(at: datetime) -> list[ItemRelation]:
    """All relations that held at that moment, with the flow of their kind as it is now: one query."""
    return _there(HistoryOf.RELATION, at)


def _there(register: str, at: datetime) -> list[Any]:
    rows = states_as_of(register, at).exclude(facts__state=_GONE[HistoryOf(register)])
    return [rebuilt(register, pk, facts) for pk, facts in rows.values_list("record_id", "facts").iterator()]


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one record between two moments: `how` added, removed, changed; facts are None where it was not there."""

    register: str
    record_id: int
    how: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str
    reference: str

    @property
    def title(self) -> str:
        facts = self.after or self.before or {}
        return str(facts.get("title") or facts.get("number") or "")

    @property
    def number(self) -> str:
        return str((self.after or self.before or {}).get("number", ""))


def differences(
    first: datetime,
    second: datetime,
    *,
    register: str = HistoryOf.ITEM,
    actor: Actor | None = None,
    most: int = MOST,
) -> list[Difference]:
    """What was added, removed (scrapped, dissolved) and changed between two moments, by number; two queries.

    With `actor` only what that person may see today.
    """
    touched = History.objects.filter(register=register, since__gt=first, since__lte=second)
    if actor is not None:
        rows = kinds.get(register).model._default_manager.order_by().values("pk")
        touched = touched.filter(record_id__in=visible(rows, actor, register=register))
    ids = sorted(set(touched.order_by().values_list("record_id", flat=True).distinct()[:most]))
    held = History.objects.filter(register=register, record_id__in=ids, since__lte=second)
    before, after = {}, {}
    for row in held.filter(Q(until__isnull=True) | Q(until__gt=first)).order_by():
        if row.since <= first:
            before[row.record_id] = row
        if row.until is None or row.until > second:
            after[row.record_id] = row
    found = (_difference(register, pk, before.get(pk), after.get(pk)) for pk in ids)
    return sorted((one for one in found if one is not None), key=lambda one: (one.how, one.number))


def _difference(register: str, pk: int, before: History | None, after: History | None) -> Difference | None:
    gone = _GONE.get(HistoryOf(register), "abolished")
    was = before.facts if before and before.facts.get("state") != gone else None
    now = after.facts if after and after.facts.get("state") != gone else None
    if was == now:
        return None
    how = "added" if was is None else "removed" if now is None else "changed"
    told = after or before
    assert told is not None
    return Difference(
        register, pk, how, was or (before.facts if before else None), now or (after.facts if after else None),
        told.reason, told.reference,
    )  # fmt: skip


def by_how(found: Iterable[Difference]) -> dict[str, int]:
    """How many were added, removed, changed."""
    counts = {"added": 0, "removed": 0, "changed": 0}
    for one in found:
        counts[one.how] += 1
    return counts
