"""The topology as it stood at a past moment: the same questions, asked of the history, as narrowly as of the present."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.graphs import Edges, behind, near
from govops.kernel.records.visibility import visible
from govops.modules.configuration.choices import HistoryOf, ItemState, ObjectClass
from govops.modules.configuration.history import states_as_of
from govops.modules.configuration.impact import ITEM
from govops.modules.configuration.models import (
    ConfigurationItem,
    History,
    ItemRelation,
    ItemType,
    RelationKind,
)
from govops.modules.configuration.pictures.places import MOST_SERVICES, Place, Places
from govops.modules.configuration.pictures.topology import (
    MOST,
    MOST_JOINED,
    Topology,
    Wanted,
    item_row,
    legend,
    of_class,
    with_subtypes,
)

_COLUMNS = (
    "record_id", "facts__name", "facts__number", "facts__type", "facts__network_zone", "facts__ip_address", "facts__state", "facts__location",
)  # fmt: skip
_OF_A_LANDMARK = (
    "record_id",
    "facts__name",
    "facts__number",
    "facts__location",
    "facts__type",
    "facts__values",
)


def topology_as_of(wanted: Wanted, actor: Actor, at: datetime) -> Topology:
    """What stood then of what the reader may see today; without what is going on now. Five or six statements."""
    types = list(ItemType.objects.order_by("object_class", "id"))
    where, services = _landmarks(types, actor, at)
    rows = _matching(wanted, actor, at, where, types)
    found = list(rows.order_by("record_id").values_list(*_COLUMNS)[: MOST + 1])
    if len(found) > MOST:
        counts: dict[int, int] = dict(rows.order_by().values_list("facts__type").annotate(many=Count("pk")))
        total = sum(counts.values())
        links = _sums_of_links(rows, at) if total <= MOST_JOINED else []
        data = {**legend(types, Places({})), "sums": {"types": counts, "links": links}}
        return Topology(data, total, where, types, services)
    data = {
        **legend(types, where),
        "items": [item_row(row, where) for row in found],
        "links": _links([row[0] for row in found], at),
        "badges": {"tickets": {}, "alerts": {}, "changing": []},
        "start": wanted.start,
    }
    return Topology(data, len(found), where, types, services)


def relations_at(at: datetime) -> Edges:
    """What hung on what at that moment: a relation is made once, and ended once."""
    moment = at.isoformat()
    return Edges(
        table=ItemRelation._meta.db_table,
        holds=f"created_at <= '{moment}' AND (ended_at IS NULL OR ended_at > '{moment}')",
    )


def _there(actor: Actor, at: datetime) -> QuerySet[History]:
    """The items that were there, as far as the reader may see them today."""
    seen = visible(ConfigurationItem.objects.order_by(), actor, register=ITEM).values("pk")
    return states_as_of(ITEM, at).exclude(facts__state=ItemState.SCRAPPED).filter(record_id__in=seen)


def _landmarks(types: list[ItemType], actor: Actor, at: datetime) -> tuple[Places, list[tuple[int, str]]]:
    """The places that there were, and the services to choose from: one statement."""
    kinds = {one.pk: one for one in types if one.object_class in (ObjectClass.PLACE, ObjectClass.SERVICE)}
    rows = _there(actor, at).filter(facts__type__in=list(kinds)).values_list(*_OF_A_LANDMARK)
    places, services = {}, []
    for pk, name, number, location, kind, values in rows:
        one = kinds[kind]
        if one.object_class == ObjectClass.SERVICE:
            services.append((pk, name))
        else:
            places[pk] = Place(pk, name, number, location, one.code, one.name, values or {})
    return Places(places), sorted(services, key=lambda one: one[1])[:MOST_SERVICES]


def _matching(
    wanted: Wanted, actor: Actor, at: datetime, where: Places, types: list[ItemType]
) -> QuerySet[History]:
    rows = _there(actor, at)
    if wanted.zone:
        rows = rows.filter(facts__network_zone=wanted.zone)
    if wanted.object_class:
        rows = rows.filter(facts__type__in=of_class(wanted.object_class, types))
    if wanted.type:
        rows = rows.filter(facts__type__in=list(with_subtypes(wanted.type, types)))
    if wanted.place:
        inside = list(where.within(wanted.place))
        rows = rows.filter(Q(facts__location__in=inside) | Q(record_id__among=inside))
    for ids in _by_graph(wanted, at):
        rows = rows.filter(record_id__among=list(ids))
    return rows


def _by_graph(wanted: Wanted, at: datetime) -> Iterable[set[int]]:
    if wanted.service:
        yield {wanted.service, *behind(relations_at(at), [wanted.service]).ids}
    if wanted.start:
        yield near(relations_at(at), [wanted.start], steps=wanted.steps)


def _sums_of_links(rows: QuerySet[History], at: datetime) -> list[list[int]]:
    """How many relations joined each two types."""
    ids = rows.order_by().values("record_id")
    held = ItemRelation.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), created_at__lte=at)
    pairs = held.filter(source__in=ids, target__in=ids).order_by().values_list("source__type", "target__type")
    return [list(pair) for pair in pairs.annotate(count=Count("pk"))]


def _links(ids: list[int], at: datetime) -> dict[str, Any]:
    """`rows`: [source, target, kind, group] as they were then; `kinds`: how each reads both ways today, and its flow."""
    between = (
        ItemRelation.objects.filter(source__pk__among=ids, target__pk__among=ids).order_by().values("pk")
    )
    held = states_as_of(HistoryOf.RELATION, at).filter(record_id__in=between, facts__state="active")
    told = held.annotate(kind=F("facts__kind")).values_list(
        "facts__source", "facts__target", "kind", "facts__group"
    )
    rows = [list(row) for row in told]
    kinds = RelationKind.objects.values_list("pk", "name", "inverse", "flow")
    return {"rows": rows, "kinds": {pk: read for pk, *read in kinds}}
