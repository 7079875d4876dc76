"""Racks and what is screwed into them: the next free rack units, from the bottom up."""

from __future__ import annotations

from dataclasses import dataclass, field

from govops.demo.history.data_centre.places import RACK_HEIGHT


@dataclass
class Shelves:
    """Where the next device goes; the two lowest units of each rack hold its power strips."""

    free: dict[str, int] = field(default_factory=dict)

    def put(self, rack: str, height: int, *, below: int = 0) -> dict[str, int]:
        """The columns `rack_unit` and `rack_height` of a device of so many units; `below` stay free for air under it."""
        unit = self.free.get(rack, 3 - below) + below
        if unit + height - 1 > RACK_HEIGHT:
            raise ValueError(f"{rack} is full")
        self.free[rack] = unit + height
        return {"rack_unit": unit, "rack_height": height}

    def room_in(self, rack: str) -> int:
        return RACK_HEIGHT + 1 - self.free.get(rack, 3)
