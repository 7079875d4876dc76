"""Where everything of a rack elevation is drawn, in pixels; racks side by side, several rows of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govops.modules.configuration.pictures.racks import Device, Rack

UNIT, WIDTH, RULER, GAP = 14, 172, 24, 22
HEAD, FOOT, ACROSS = 42, 40, 5
_CHARACTERS = 13


@dataclass(frozen=True)
class Box:
    """A device as a rectangle; `label` is cut to fit, with its address only where there is room."""

    device: Device
    x: int
    y: int
    width: int
    height: int
    label: str

    @property
    def middle(self) -> float:
        return self.y + self.height / 2 + 4

    @property
    def right(self) -> int:
        return self.x + self.width


@dataclass(frozen=True)
class Frame:
    """One rack: its outline, the numbers of its units, its devices."""

    rack: Rack
    x: int
    y: int
    boxes: list[Box]

    @property
    def body_x(self) -> int:
        return self.x + RULER

    @property
    def body_y(self) -> int:
        return self.y + HEAD

    @property
    def body_height(self) -> int:
        return self.rack.height * UNIT

    @property
    def foot_y(self) -> int:
        return self.body_y + self.body_height + 16

    @property
    def right(self) -> int:
        return self.body_x + WIDTH

    @property
    def marks(self) -> list[tuple[int, int]]:
        """(unit, y of its text), every unit."""
        return [
            (unit, self.body_y + (self.rack.height - unit) * UNIT + 11)
            for unit in range(1, self.rack.height + 1)
        ]

    @property
    def lines(self) -> list[int]:
        return [self.body_y + step * UNIT for step in range(1, self.rack.height)]


@dataclass(frozen=True)
class Elevation:
    """`tops`: where each row of racks begins; on paper a row stays on one sheet."""

    frames: list[Frame]
    width: int
    height: int
    tops: list[int]
    unit_width: int = WIDTH


def drawn(racks: Sequence[Rack]) -> Elevation:
    """The racks in rows of five, each row as high as its highest rack."""
    frames: list[Frame] = []
    tops: list[int] = []
    y = 0
    for start in range(0, len(racks), ACROSS):
        row = racks[start : start + ACROSS]
        tops.append(y)
        for index, rack in enumerate(row):
            frames.append(_frame(rack, index * (RULER + WIDTH + GAP), y))
        y += max(rack.height for rack in row) * UNIT + HEAD + FOOT + GAP
    across = min(len(racks), ACROSS)
    return Elevation(frames, max(1, across * (RULER + WIDTH + GAP) - GAP), max(1, y), tops)


def _frame(rack: Rack, x: int, y: int) -> Frame:
    left, top = x + RULER, y + HEAD
    boxes = []
    for device in rack.devices:
        high = min(device.top, rack.height)
        low = min(device.unit, rack.height)
        box_y = top + (rack.height - high) * UNIT + 1
        boxes.append(Box(device, left + 3, box_y, WIDTH - 6, (high - low + 1) * UNIT - 2, _cut(device)))
    return Frame(rack, x, y, boxes)


def _cut(device: Device) -> str:
    """The name in about thirteen Chinese characters; a Latin one takes half the room."""
    room = _CHARACTERS - (3.5 if device.tickets or device.is_changing else 0)
    used = 0.0
    for index, sign in enumerate(device.name):
        used += 1 if ord(sign) > 255 else 0.58
        if used > room:
            return device.name[: index - 1] + "…"
    return device.name
