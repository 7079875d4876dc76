"""Where things stand: buildings, rooms and racks are items themselves, each in the one above it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.choices import ItemState, ObjectClass
from govops.modules.configuration.impact import ITEM
from govops.modules.configuration.models import ConfigurationItem, ItemType
from govops.modules.configuration.rules.placing import RACK, units_of

#: codes of the standard types, and of the attributes of a rack that the pictures read
ROOM = "machine_room"
ROW, COLUMN = "row", "column"
#: services that a filter offers
MOST_SERVICES = 300
_COLUMNS = ("pk", "name", "number", "location_id", "type__code", "type__name", "values")


@dataclass(frozen=True, slots=True)
class Place:
    """A building, a room or a rack. `values` are the attributes of its type."""

    id: int
    name: str
    number: str
    location: int | None
    type: str
    type_name: str
    values: Mapping[str, Any]

    @property
    def url(self) -> str:
        return f"/r/{ITEM}/{self.id}/"

    @property
    def is_rack(self) -> bool:
        return self.type == RACK

    @property
    def height(self) -> int:
        """Rack units from the floor to the top."""
        return units_of(self.values)


@dataclass
class Places:
    """All places that the reader may see, as a forest."""

    by_id: dict[int, Place]
    inside: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for place in self.by_id.values():
            if place.location is not None:
                self.inside[place.location].append(place.id)

    def within(self, root: int) -> set[int]:
        """The place and every place in it."""
        found, waiting = {root}, [root]
        while waiting:
            for below in self.inside.get(waiting.pop(), ()):
                if below not in found:
                    found.add(below)
                    waiting.append(below)
        return found

    def room_of(self, location: int | None) -> Place | None:
        """The nearest place that is no rack, from a location upwards."""
        seen: set[int] = set()
        while location in self.by_id and location not in seen:
            seen.add(location)
            place = self.by_id[location]
            if not place.is_rack:
                return place
            location = place.location
        return None

    def racks_in(self, room: int) -> list[Place]:
        """The racks of a room, in their order on the floor, then by name."""
        racks = [self.by_id[pk] for pk in self.within(room) if self.by_id.get(pk) and self.by_id[pk].is_rack]
        return sorted(
            racks, key=lambda one: (words(one.values.get(ROW)), whole(one.values.get(COLUMN)) or 0, one.name)
        )

    def rooms(self) -> list[Place]:
        """Places with racks in them, the most first; then the other machine rooms."""
        holding = Counter(one.location for one in self.by_id.values() if one.is_rack)
        rooms = [one for one in self.by_id.values() if one.id in holding or one.type == ROOM]
        return sorted(rooms, key=lambda one: (-holding[one.id], one.name))


def places(actor: Actor) -> Places:
    """The places that the actor may see; one query."""
    return Places({row[0]: Place(*row) for row in _standing(actor, ObjectClass.PLACE).values_list(*_COLUMNS)})


def landmarks(actor: Actor) -> tuple[Places, list[tuple[int, str]]]:
    """The places, and the services (id, name) to choose from, as far as the actor may see them; one query."""
    found, services = {}, []
    rows = _standing(actor, ObjectClass.PLACE, ObjectClass.SERVICE)
    for object_class, *row in rows.values_list("type__object_class", *_COLUMNS):
        if object_class == ObjectClass.SERVICE:
            services.append((row[0], row[1]))
        else:
            found[row[0]] = Place(*row)
    return Places(found), services[:MOST_SERVICES]


def _standing(actor: Actor, *classes: str) -> QuerySet[ConfigurationItem]:
    kinds = ItemType.objects.filter(object_class__in=classes).order_by().values("pk")
    rows = visible(ConfigurationItem.objects.filter(type__in=kinds), actor, register=ITEM)
    return rows.exclude(state=ItemState.SCRAPPED).order_by("name", "id")


def choices(found: Iterable[Place]) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in found]


def whole(value: Any) -> int | None:
    """The whole number in what people wrote as a column: 3, “03”, “3 列”; else None."""
    digits = re.search(r"\d{1,4}", str(value)) if value not in (None, "") else None
    return int(digits[0]) if digits else None


def words(value: Any) -> str:
    return str(value) if value not in (None, "") else ""
