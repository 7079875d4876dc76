"""The topology as it stood at a past moment, from the history: the same questions, answered in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.graphs.edges import BACKWARD, FORWARD
from govops.kernel.records.visibility import visible
from govops.modules.configuration import history
from govops.modules.configuration.choices import ObjectClass
from govops.modules.configuration.impact import ITEM
from govops.modules.configuration.models import ConfigurationItem, ItemRelation, ItemType, RelationKind
from govops.modules.configuration.pictures.places import Place, Places
from govops.modules.configuration.pictures.topology import (
    MOST,
    Topology,
    Wanted,
    item_row,
    legend,
    with_subtypes,
)

Steps = dict[int, set[int]]


def topology_as_of(wanted: Wanted, actor: Actor, at: datetime) -> Topology:
    """What stood then of what the reader may see today; without what is going on now. Six queries."""
    types = {one.pk: one for one in ItemType.objects.order_by("object_class", "id")}
    items = _seen(history.items_as_of(at), actor)
    relations = [
        one for one in history.relations_as_of(at) if one.source_id in items and one.target_id in items
    ]
    where = _places(items.values(), types)
    services = [(pk, one.name) for pk, one in items.items() if _class_of(one, types) == ObjectClass.SERVICE]
    found = {one.pk: one for one in items.values() if _matches(one, wanted, types, where)}
    for reached in _by_graph(wanted, relations):
        found = {pk: one for pk, one in found.items() if pk in reached}
    told = list(types.values()), sorted(services, key=lambda one: one[1])
    if len(found) > MOST:
        data = {**legend(told[0], Places({})), "sums": _sums(found, relations)}
        return Topology(data, len(found), where, *told)
    rows = [_row(one) for one in found.values()]
    data = {
        **legend(told[0], where),
        "items": [item_row(row, where) for row in rows],
        "links": _links(relations, {row[0] for row in rows}),
        "badges": {"tickets": {}, "alerts": {}, "changing": []},
        "start": wanted.start,
    }
    return Topology(data, len(found), where, *told)


def _seen(items: list[ConfigurationItem], actor: Actor) -> dict[int, ConfigurationItem]:
    rows = visible(
        ConfigurationItem.objects.filter(pk__among=[one.pk for one in items]), actor, register=ITEM
    )
    ids = set(rows.order_by().values_list("pk", flat=True))
    return {one.pk: one for one in items if one.pk in ids}


def _class_of(item: ConfigurationItem, types: dict[int, ItemType]) -> str:
    return types[item.type_id].object_class


def _places(items: Iterable[ConfigurationItem], types: dict[int, ItemType]) -> Places:
    return Places(
        {
            one.pk: Place(
                one.pk, one.name, one.number, one.location_id, types[one.type_id].code, types[one.type_id].name, one.values or {}
            )
            for one in items
            if _class_of(one, types) == ObjectClass.PLACE
        }
    )  # fmt: skip


def _matches(item: ConfigurationItem, wanted: Wanted, types: dict[int, ItemType], where: Places) -> bool:
    if wanted.zone and item.network_zone != wanted.zone:
        return False
    if wanted.object_class and _class_of(item, types) != wanted.object_class:
        return False
    if wanted.type and item.type_id not in with_subtypes(wanted.type, list(types.values())):
        return False
    if wanted.place:
        inside = where.within(wanted.place)
        return item.location_id in inside or item.pk in inside
    return True


def _by_graph(wanted: Wanted, relations: list[ItemRelation]) -> list[set[int]]:
    found = []
    if wanted.service:
        found.append(_spread(wanted.service, _suppliers(relations), most=len(relations)))
    if wanted.start:
        found.append(_spread(wanted.start, _neighbours(relations), most=wanted.steps))
    return found


def _suppliers(relations: list[ItemRelation]) -> Steps:
    steps: Steps = defaultdict(set)
    for one in relations:
        if one.flow & FORWARD:
            steps[one.target_id].add(one.source_id)
        if one.flow & BACKWARD:
            steps[one.source_id].add(one.target_id)
    return steps


def _neighbours(relations: list[ItemRelation]) -> Steps:
    steps: Steps = defaultdict(set)
    for one in relations:
        steps[one.source_id].add(one.target_id)
        steps[one.target_id].add(one.source_id)
    return steps


def _spread(start: int, steps: Steps, *, most: int) -> set[int]:
    found, edge = {start}, {start}
    for _ in range(most):
        edge = {other for node in edge for other in steps.get(node, ())} - found
        if not edge:
            break
        found |= edge
    return found


def _sums(found: dict[int, ConfigurationItem], relations: list[ItemRelation]) -> dict[str, Any]:
    """Only the types with their numbers, and how many relations join each two."""
    pairs = Counter(
        (found[one.source_id].type_id, found[one.target_id].type_id)
        for one in relations
        if one.source_id in found and one.target_id in found
    )
    return {
        "types": Counter(one.type_id for one in found.values()),
        "links": [[*pair, count] for pair, count in pairs.items()],
    }


def _row(one: ConfigurationItem) -> tuple[Any, ...]:
    return (
        one.pk,
        one.name,
        one.number,
        one.type_id,
        one.network_zone,
        one.ip_address,
        one.state,
        one.location_id,
    )


def _links(relations: list[ItemRelation], ids: set[int]) -> dict[str, Any]:
    rows = [
        [one.source_id, one.target_id, one.kind_id, one.group]
        for one in relations
        if one.source_id in ids and one.target_id in ids
    ]
    return {
        "rows": rows,
        "kinds": {
            pk: read for pk, *read in RelationKind.objects.values_list("pk", "name", "inverse", "flow")
        },
    }
