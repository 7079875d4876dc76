"""The drawn data centre, entered through the registers' doors: types, then items from the outside in, then what hangs on what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from govops.demo.history.catalogue import Catalogue
from govops.demo.history.data_centre.estate import Estate, Item, Tie
from govops.demo.history.data_centre.own_types import OWN_TYPES
from govops.demo.history.world import World
from govops.kernel.registers import many, site
from govops.modules.configuration.actions.loading import load_standard_types
from govops.modules.configuration.models import ItemType, RelationKind

KEEPER = "configuration_manager"


@dataclass
class Plant:
    """The estate with the ids that its items have in the database."""

    estate: Estate
    ids: dict[str, int] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)

    def some(self, *keys: str) -> list[int]:
        """The ids of these items."""
        return [self.ids[key] for key in keys]


def enter_types(world: World, plant: Plant) -> None:
    """The standard types, and those of the bureau itself."""
    load_standard_types(world.actor(KEEPER))
    plant.types = dict(ItemType.objects.values_list("code", "pk"))
    for own in OWN_TYPES:
        made = world.create("item_type", own.form | {"parent": plant.types[own.parent]}, by=KEEPER)
        plant.types[own.code] = made.pk
    plant.kinds = dict(RelationKind.objects.values_list("code", "pk"))


def enter_items(world: World, plant: Plant, made: Catalogue) -> None:
    """All items, each after the place in which it stands."""
    register, actor = site.get("configuration_item"), world.actor(KEEPER)
    waiting = list(plant.estate.items.values())
    while waiting:
        ready = [item for item in waiting if not item.where or item.where in plant.ids]
        records = many.create(register, [_form(world, plant, made, item) for item in ready], actor=actor)
        plant.ids |= {item.key: record.pk for item, record in zip(ready, records, strict=True)}
        waiting = [item for item in waiting if item.key not in plant.ids]


def _form(world: World, plant: Plant, made: Catalogue, item: Item) -> dict[str, Any]:
    people, units = world.bureau.people, world.bureau.units
    facts = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in item.facts.items()
    }
    values = dict(item.values)
    if "catalogue_item" in values:
        values["catalogue_item"] = made.services[values["catalogue_item"]].number
    return {
        "enters_as": "in_use", **facts, "name": item.name, "type": plant.types[item.type], "network_zone": item.zone,
        "location": plant.ids[item.where] if item.where else None, "custodian": people[item.keeper].pk, "owner_unit": units[item.owner].pk,
        "users": [units[code].pk for code in facts.get("users", ())], "values": values,
    }  # fmt: skip


def enter_relations(world: World, plant: Plant, ties: Iterable[Tie], *, reason: str, reference: str) -> None:
    """What hangs on what; things in use are related for a reason, by a paper (R-CI-02)."""
    forms = [
        {
            "source": plant.ids[tie.source], "kind": plant.kinds[tie.kind], "target": plant.ids[tie.target], "group": tie.group,
            "needed": tie.needed, "note": tie.note, "reason": reason, "reference": reference,
        }
        for tie in ties
    ]  # fmt: skip
    many.create(site.get("item_relation"), forms, actor=world.actor(KEEPER))
