"""Many items or relations at once: what their rules ask of the database, read together.

It only shortens the way to yes. Where it does not know, or the answer may be no, the rule asks as it always does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govops.kernel.registers.foresight import Foresight
from govops.modules.configuration.choices import ItemState, RelationState
from govops.modules.configuration.models import ConfigurationItem, ItemRelation


class ItemForesight(Foresight):
    """Which asset numbers are taken, how the items stood before, what their types ask."""

    def __init__(self, items: Sequence[Any]) -> None:
        ids = [item.pk for item in items if item.pk is not None]
        stood = ConfigurationItem.objects.select_related("type").in_bulk(ids) if ids else {}
        for item in items:
            item._stood = stood.get(item.pk)
        for kind in {id(item.type): item.type for item in items if item.type_id}.values():
            kind.hold()
        named = {item.asset_number.strip().upper() for item in items} - {""}
        rows = (
            ConfigurationItem.objects.filter(asset_number__in=named)
            if named
            else ConfigurationItem.objects.none()
        )
        self._holders: dict[str, int | None] = dict(rows.values_list("asset_number", "pk"))
        self._standing = _standing(
            {item.location_id for item in items if item.rack_unit is not None} - {None}
        )

    def is_free(self, item: Any) -> bool:
        """Whether no other item bears the asset number."""
        return item.asset_number not in self._holders or (
            item.pk is not None and self._holders[item.asset_number] == item.pk
        )

    def has_room(self, item: Any) -> bool:
        """Whether nothing else in the rack holds the units that the item takes."""
        others = self._standing.get(item.location_id)
        if others is None:
            return False
        taken = _units(item.rack_unit, item.rack_height)
        return not any(taken & units for pk, units in others if pk is None or pk != item.pk)

    def took(self, record: Any) -> None:
        if record.asset_number:
            self._holders[record.asset_number] = record.pk
        if record.rack_unit is not None and record.location_id in self._standing:
            self._standing[record.location_id].append(
                (record.pk, _units(record.rack_unit, record.rack_height))
            )


def _units(bottom: int, height: int | None) -> frozenset[int]:
    return frozenset(range(bottom, bottom + (height or 1)))


def _standing(racks: set[Any]) -> dict[int, list[tuple[int | None, frozenset[int]]]]:
    """What stands in the racks, which are held: two people filling the same one wait for each other."""
    if not racks:
        return {}
    list(
        ConfigurationItem.objects.select_for_update(of=("self",))
        .filter(pk__in=racks)
        .order_by("pk")
        .values("pk")
    )
    found: dict[int, list[tuple[int | None, frozenset[int]]]] = {pk: [] for pk in racks}
    rows = ConfigurationItem.objects.filter(location__in=racks, rack_unit__isnull=False)
    rows = rows.exclude(state=ItemState.SCRAPPED).order_by()
    for rack, pk, bottom, height in rows.values_list("location_id", "pk", "rack_unit", "rack_height"):
        found[rack].append((pk, _units(bottom, height)))
    return found


class RelationForesight(Foresight):
    """The ends of the relations, held, and which relations there are among them."""

    def __init__(self, relations: Sequence[Any]) -> None:
        sources = {relation.source_id for relation in relations}
        targets = {relation.target_id for relation in relations}
        kinds = {relation.kind_id for relation in relations}
        ends = ConfigurationItem.objects.select_related("unit").select_for_update(of=("self",))
        self.ends = ends.in_bulk(sorted(sources | targets))
        rows = ItemRelation.objects.filter(kind__in=kinds, state=RelationState.ACTIVE).order_by()
        between = rows.filter(source__in=sources, target__in=targets)
        self._between = set(between.values_list("kind_id", "source_id", "target_id"))
        # From the targets and to the sources it leads on: whether a ring may close.
        self._from = set(
            rows.filter(source__in=sources | targets).values_list("kind_id", "source_id").distinct()
        )
        self._to = set(rows.filter(target__in=targets).values_list("kind_id", "target_id").distinct())

    def is_first_between(self, relation: Any) -> bool:
        """Whether the kind does not relate the two yet."""
        return (relation.kind_id, relation.source_id, relation.target_id) not in self._between

    def is_only_source(self, relation: Any) -> bool:
        """Whether nothing else relates to the target in this way."""
        return (relation.kind_id, relation.target_id) not in self._to

    def is_only_target(self, relation: Any) -> bool:
        """Whether the source relates to nothing else in this way."""
        return (relation.kind_id, relation.source_id) not in self._from

    def ends_there(self, relation: Any) -> bool:
        """Whether nothing leads on from the target, so that no ring can close."""
        return (relation.kind_id, relation.target_id) not in self._from

    def took(self, record: Any) -> None:
        self._between.add((record.kind_id, record.source_id, record.target_id))
        self._from.add((record.kind_id, record.source_id))
        self._to.add((record.kind_id, record.target_id))
