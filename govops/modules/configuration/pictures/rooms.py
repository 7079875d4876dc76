"""机房平面图: racks on the floor by row and column, the climate from the patrols, what else stands there."""

from __future__ import annotations

from dataclasses import dataclass, field

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.choices import ItemState, ObjectClass
from govops.modules.configuration.hooks import RoomReading, readings
from govops.modules.configuration.impact import ITEM
from govops.modules.configuration.models import ConfigurationItem
from govops.modules.configuration.pictures.places import COLUMN, ROW, Place, Places, whole, words
from govops.modules.configuration.pictures.racks import Rack, filled

TILE, AISLE, EDGE, LABEL = (92, 74), 30, 26, 34
#: equipment of the room itself that the plan names
MOST_EQUIPMENT = 60


@dataclass(frozen=True)
class Tile:
    """A rack on the floor, in pixels."""

    rack: Rack
    x: int
    y: int

    @property
    def used(self) -> int:
        """The width of the bar that says how full it is, of 72."""
        return round(0.72 * self.rack.share)


@dataclass(frozen=True)
class Equipment:
    """What stands in the room itself: air conditioning, power, fire control."""

    id: int
    name: str
    type: str
    icon: str
    state: str

    @property
    def url(self) -> str:
        return f"/r/{ITEM}/{self.id}/"

    @property
    def state_label(self) -> str:
        return str(ItemState(self.state).label)


@dataclass
class Plan:
    """A room as a floor with tiles. `unplaced` racks have no row or column yet, or share theirs with another."""

    room: Place
    reading: RoomReading | None
    tiles: list[Tile] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    unplaced: list[Rack] = field(default_factory=list)
    equipment: list[Equipment] = field(default_factory=list)
    width: int = 0
    height: int = 0

    @property
    def tone(self) -> str:
        """The climate in a word for the colour: muted without a reading, red out of its limits."""
        if self.reading is None or self.reading.temperature is None:
            return "muted"
        return "red" if self.reading.is_out_of_limits else "green"

    @property
    def floor(self) -> str:
        return {"red": "#fdf1ef", "green": "#f1f9f4"}.get(self.tone, "#f5f7fa")


def plan_of(room: Place, where: Places, actor: Actor) -> Plan:
    """The floor of one room; a constant number of queries."""
    plan = Plan(room, readings(actor).get(room.name))
    _lay_out(plan, filled(where.racks_in(room.id), actor))
    plan.equipment = _equipment(room, actor)
    return plan


def _lay_out(plan: Plan, racks: list[Rack]) -> None:
    """Rows in the order of their names from the back wall down, columns by number; gaps in the numbers stay gaps."""
    spots: dict[tuple[str, int], Rack] = {}
    for rack in racks:
        row, column = words(rack.place.values.get(ROW)), whole(rack.place.values.get(COLUMN))
        if not row or not column or column > 99 or (row, column) in spots:
            plan.unplaced.append(rack)
        else:
            spots[row, column] = rack
    names = sorted({row for row, _ in spots}, key=lambda name: (len(name), name))
    first = min((column for _, column in spots), default=1)
    last = max((column for _, column in spots), default=0)
    plan.columns = [(column, LABEL + EDGE + (column - first) * TILE[0]) for column in range(first, last + 1)]
    plan.rows = [(name, EDGE + 18 + index * (TILE[1] + AISLE)) for index, name in enumerate(names)]
    lines, lefts = dict(plan.rows), dict(plan.columns)
    plan.tiles = [Tile(rack, lefts[column], lines[row]) for (row, column), rack in spots.items()]
    plan.width = LABEL + 2 * EDGE + max(1, len(plan.columns)) * TILE[0]
    plan.height = 18 + 2 * EDGE + max(1, len(names)) * (TILE[1] + AISLE) - AISLE


def _equipment(room: Place, actor: Actor) -> list[Equipment]:
    rows = visible(ConfigurationItem.objects.filter(location_id=room.id), actor, register=ITEM)
    rows = rows.exclude(state=ItemState.SCRAPPED).exclude(type__object_class=ObjectClass.PLACE)
    columns = ("pk", "name", "type__name", "type__icon", "state")
    return [
        Equipment(*row) for row in rows.order_by("type", "name", "id").values_list(*columns)[:MOST_EQUIPMENT]
    ]
