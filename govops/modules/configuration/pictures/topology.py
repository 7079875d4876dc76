"""What the topology shows: items and relations, filtered, as short rows that the page draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.graphs import behind, near
from govops.kernel.records.choices import NetworkZone
from govops.kernel.records.visibility import visible
from govops.modules.configuration.choices import ItemState, ObjectClass, RelationState
from govops.modules.configuration.hooks import changing, readings, tickets_on
from govops.modules.configuration.impact import ITEM, RELATIONS
from govops.modules.configuration.models import ConfigurationItem, ItemRelation, ItemType
from govops.modules.configuration.pictures.places import Places, landmarks

#: items that a browser draws at ease; beyond it only types with their numbers are shown
MOST = 3000
#: items of which the relations between their types are still counted
MOST_JOINED = 20_000
_ZONES = dict(NetworkZone.choices)
_STATES = dict(ItemState.choices)
_COLUMNS = ("pk", "name", "number", "type_id", "network_zone", "ip_address", "state", "location_id")


@dataclass(frozen=True)
class Wanted:
    """What the reader asked to see; empty means everything."""

    zone: str = ""
    object_class: str = ""
    type: int | None = None
    place: int | None = None
    service: int | None = None
    start: int | None = None
    steps: int = 2

    @property
    def is_narrow(self) -> bool:
        return any((self.zone, self.object_class, self.type, self.place, self.service, self.start))


@dataclass
class Topology:
    """`data` is what the script draws; `total` the items that match."""

    data: dict[str, Any]
    total: int
    places: Places
    types: list[ItemType]
    services: list[tuple[int, str]]

    @property
    def is_summed_up(self) -> bool:
        return self.total > MOST


def topology(wanted: Wanted, actor: Actor) -> Topology:
    """The picture of the present, in a constant number of queries."""
    types = list(ItemType.objects.order_by("object_class", "id"))
    where, services = landmarks(actor)
    rows = matching(wanted, actor, where, types)
    found = list(rows.values_list(*_COLUMNS)[: MOST + 1])
    if len(found) > MOST:
        sums = _sums(rows)
        data = {**legend(types, Places({})), "sums": sums}
        return Topology(data, sum(sums["types"].values()), where, types, services)
    ids = [row[0] for row in found]
    data = {
        **legend(types, where),
        "items": [item_row(row, where) for row in found],
        "links": _links(ids),
        "badges": _badges({row[0]: row[2] for row in found}, actor),
        "start": wanted.start,
    }
    return Topology(data, len(found), where, types, services)


def matching(
    wanted: Wanted, actor: Actor, where: Places, types: list[ItemType]
) -> QuerySet[ConfigurationItem]:
    """The items that the reader may see and asked for."""
    rows = visible(ConfigurationItem.objects.all(), actor, register=ITEM).exclude(state=ItemState.SCRAPPED)
    if wanted.zone:
        rows = rows.filter(network_zone=wanted.zone)
    if wanted.object_class:
        rows = rows.filter(type_id__in=of_class(wanted.object_class, types))
    if wanted.type:
        rows = rows.filter(type_id__in=with_subtypes(wanted.type, types))
    if wanted.place:
        inside = list(where.within(wanted.place))
        rows = rows.filter(Q(location__pk__among=inside) | Q(pk__among=inside))
    for ids in _by_graph(wanted):
        rows = rows.filter(pk__among=list(ids))
    return rows.order_by("id")


def _by_graph(wanted: Wanted) -> list[Collection[int]]:
    found: list[Collection[int]] = []
    if wanted.service:
        found.append({wanted.service, *behind(RELATIONS, [wanted.service]).ids})
    if wanted.start:
        found.append(near(RELATIONS, [wanted.start], steps=wanted.steps))
    return found


def of_class(object_class: str, types: list[ItemType]) -> list[int]:
    return [one.pk for one in types if one.object_class == object_class]


def with_subtypes(root: int, types: list[ItemType]) -> set[int]:
    found = {root}
    while True:
        below = {one.pk for one in types if one.parent_id in found} - found
        if not below:
            return found
        found |= below


def legend(types: list[ItemType], where: Places) -> dict[str, Any]:
    return {
        "classes": [{"code": code, "name": str(name)} for code, name in ObjectClass.choices],
        "types": {one.pk: {"name": one.name, "icon": one.icon, "class": one.object_class} for one in types},
        "places": {place.id: place.name for place in where.by_id.values()},
        "zones": _ZONES,
        "states": _STATES,
    }


def item_row(row: tuple[Any, ...], where: Places) -> list[Any]:
    """[id, name, number, type, zone, address, state, location, room]"""
    room = where.room_of(row[-1])
    return [*row, room.id if room else None]


def _links(ids: list[int]) -> dict[str, Any]:
    """`rows`: [source, target, kind, group] of what holds at present between these; `kinds`: how each reads both ways, and its flow."""
    rows = ItemRelation.objects.filter(
        state=RelationState.ACTIVE, source__pk__among=ids, target__pk__among=ids
    ).order_by()
    found = rows.values_list(
        "source_id", "target_id", "kind_id", "group", "kind__name", "kind__inverse", "kind__flow"
    )
    links, kinds = [], {}
    for source, target, kind, group, *read in found:
        links.append([source, target, kind, group])
        kinds[kind] = read
    return {"rows": links, "kinds": kinds}


def _badges(names: dict[int, str], actor: Actor) -> dict[str, Any]:
    """What is going on: open tickets by item, alerts of rooms by their item, items under change now."""
    measured = readings(actor)
    ids = list(names)
    return {
        "tickets": Counter(ticket.item_id for ticket in tickets_on(ids, actor)),
        "alerts": {pk: measured[name].alerts for pk, name in names.items() if name in measured and measured[name].alerts},
        "changing": sorted(changing(ids, moment.now())),
    }  # fmt: skip


def _sums(rows: QuerySet[ConfigurationItem]) -> dict[str, Any]:
    """Only the types with their numbers; how many relations join each two, unless there are too many to look at."""
    types: dict[int, int] = dict(rows.order_by().values_list("type_id").annotate(count=Count("pk")))
    if sum(types.values()) > MOST_JOINED:
        return {"types": types, "links": []}
    ids = rows.order_by().values("pk")
    held = ItemRelation.objects.filter(state=RelationState.ACTIVE, source__in=ids, target__in=ids).order_by()
    pairs = held.values_list("source__type_id", "target__type_id").annotate(count=Count("pk"))
    return {"types": types, "links": [list(pair) for pair in pairs]}
