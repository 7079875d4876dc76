"""The two machine rooms and their zones."""

from __future__ import annotations

from dataclasses import dataclass, field

from govops.demo.history.world import World
from govops.kernel import moment
from govops.kernel.records.models import Record

ROOMS = (
    (
        "A",
        "主机房",
        "综合楼三层 302",
        {"humidity_high": "65"},
        (("核心网络区", True), ("服务器区", True), ("基础设施区", False)),
    ),
    (
        "B",
        "灾备机房",
        "档案楼一层 105",
        {"humidity_high": "65"},
        (("备份设备区", True), ("基础设施区", False)),
    ),
)


@dataclass
class Rooms:
    """Machine rooms by code, zones by room code and name."""

    rooms: dict[str, Record] = field(default_factory=dict)
    zones: dict[tuple[str, str], Record] = field(default_factory=dict)

    def zone_ids(self, room: str, names: tuple[str, ...]) -> list[int]:
        return [self.zones[room, name].pk for name in names]


def build(world: World) -> Rooms:
    """Enter both rooms on the first morning, through the registers' doors."""
    made = Rooms()
    manager = world.bureau.people["mr_manager"]
    with moment.at(world.at(world.first, 8, 5)):
        for code, name, location, limits, zones in ROOMS:
            data = {
                "code": code,
                "name": name,
                "location": location,
                "manager": manager.pk,
                "is_active": "1",
                **limits,
            }
            made.rooms[code] = world.create("machine_room", data, by="mr_manager")
            for title, is_dedicated in zones:
                made.zones[code, title] = world.create(
                    "zone",
                    {
                        "machine_room": made.rooms[code].pk,
                        "name": title,
                        "is_dedicated": "1" if is_dedicated else "",
                        "is_active": "1",
                    },
                    by="mr_manager",
                )
    return made
