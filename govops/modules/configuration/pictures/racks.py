"""机柜图: what stands in each rack, unit by unit, and what is free. Units are counted from the floor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.choices import ItemState
from govops.modules.configuration.hooks import changing, tickets_on
from govops.modules.configuration.impact import ITEM
from govops.modules.configuration.models import ConfigurationItem
from govops.modules.configuration.pictures.places import Place


@dataclass
class Device:
    """An item in a rack; `unit` 0: nobody has written down where in it."""

    id: int
    name: str
    number: str
    type: str
    state: str
    unit: int
    height: int
    address: str
    tickets: int = 0
    is_changing: bool = False
    is_clashing: bool = False

    @property
    def url(self) -> str:
        return f"/r/{ITEM}/{self.id}/"

    @property
    def top(self) -> int:
        return self.unit + self.height - 1

    @property
    def is_idle(self) -> bool:
        return self.state != ItemState.IN_USE

    @property
    def state_label(self) -> str:
        return str(ItemState(self.state).label)

    @property
    def units(self) -> str:
        if not self.unit:
            return "未登记"
        return f"U{self.unit}" if self.height == 1 else f"U{self.unit}–U{self.top}"


@dataclass
class Rack:
    """A rack with its devices, from the top down; `loose` are those without a unit."""

    place: Place
    devices: list[Device] = field(default_factory=list)
    loose: list[Device] = field(default_factory=list)

    @property
    def height(self) -> int:
        return self.place.height

    @property
    def taken(self) -> set[int]:
        return {unit for one in self.devices for unit in range(one.unit, one.top + 1) if unit <= self.height}

    @property
    def free(self) -> int:
        return self.height - len(self.taken)

    @property
    def share(self) -> int:
        """How full it is, in percent."""
        return round(100 * len(self.taken) / self.height)

    @property
    def free_ranges(self) -> str:
        """“U1–U4、U12”"""
        return "、".join(
            f"U{low}" if low == high else f"U{low}–U{high}" for low, high in _ranges(self.taken, self.height)
        )

    @property
    def tickets(self) -> int:
        return sum(one.tickets for one in (*self.devices, *self.loose))

    @property
    def is_changing(self) -> bool:
        return any(one.is_changing for one in (*self.devices, *self.loose))

    @property
    def has_clashes(self) -> bool:
        return any(one.is_clashing for one in self.devices)


def filled(places: Iterable[Place], actor: Actor) -> list[Rack]:
    """The racks with what the actor may see in them; a constant number of queries."""
    racks = {place.id: Rack(place) for place in places}
    rows = visible(ConfigurationItem.objects.filter(location__pk__among=list(racks)), actor, register=ITEM)
    rows = rows.exclude(state=ItemState.SCRAPPED).order_by(F("rack_unit").desc(nulls_last=True), "id")
    columns = (
        "location_id", "pk", "name", "number", "type__name", "state", "rack_unit", "rack_height", "ip_address",
    )  # fmt: skip
    devices: dict[int, Device] = {}
    for location, pk, name, number, kind, state, unit, height, address in rows.values_list(*columns):
        one = Device(pk, name, number, kind, state, unit or 0, height or 1, address or "")
        devices[pk] = one
        (racks[location].devices if unit else racks[location].loose).append(one)
    _with_badges(devices, actor)
    for rack in racks.values():
        _mark_clashes(rack)
    return list(racks.values())


def _with_badges(devices: dict[int, Device], actor: Actor) -> None:
    tickets = Counter(one.item_id for one in tickets_on(list(devices), actor))
    under_change = changing(list(devices), moment.now())
    for pk, device in devices.items():
        device.tickets = tickets[pk]
        device.is_changing = pk in under_change


def _mark_clashes(rack: Rack) -> None:
    """Devices of old that share a unit or stick out of the rack; new ones are refused by rule."""
    holders: dict[int, list[Device]] = defaultdict(list)
    for device in rack.devices:
        for unit in range(device.unit, device.top + 1):
            holders[unit].append(device)
    for unit, found in holders.items():
        if len(found) > 1 or unit > rack.height:
            for device in found:
                device.is_clashing = True


def _ranges(taken: set[int], height: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for unit in range(1, height + 1):
        if unit in taken:
            continue
        if found and found[-1][1] == unit - 1:
            found[-1] = (found[-1][0], unit)
        else:
            found.append((unit, unit))
    return found
