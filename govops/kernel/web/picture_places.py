"""Where the boxes and arrows of a process stand: the main way from top to bottom, what leads aside at the right.

Ways along the main way that do not lead to the next box run in lanes at the left, ways from and to the boxes beside it in
lanes between the columns, ways among those at the far right. All that leads to one box shares its lane; no two lanes and no
two ends stand in the same place, so lines cross but never lie on each other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from govops.kernel.web.picture import Box, Plan, Way

#: pixels: boxes, what is between them, between the ends of two ways at one box, between two lanes, of one Chinese character
MAIN, SIDE, GAP, SLOT, LANE, EM = 216, 132, 30, 20, 12, 12
TOP, MARGIN, TIP = 8, 6, 5
_LEFT, _MIDDLE, _RIGHT = "left", "middle", "right"


@dataclass
class Arrow:
    """A line and its words; `anchor` says which end of the words stands at `x`."""

    path: str
    label: str = ""
    x: int = 0
    y: int = 0
    anchor: str = "start"
    css: str = ""
    is_tip: bool = False


@dataclass
class Drawing:
    """Boxes and arrows with their places in pixels."""

    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    dots: list[tuple[int, int]] = field(default_factory=list)
    width: int = 0
    height: int = 0


def drawing_of(plan: Plan) -> Drawing:
    """The plan with its places."""
    return _Sheet(plan).drawing()


def _name(way: Way) -> str:
    return f"{way.source}>{way.target}>{way.title}"


def width_of(text: str) -> int:
    """About how wide words are at 12 px."""
    return sum(EM if unicodedata.east_asian_width(sign) in "WFA" else 7 for sign in text)


class _Sheet:
    """One drawing being laid out."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rank = {box.key: place for place, box in enumerate(plan.main)}
        self.box = {box.key: box for box in (*plan.main, *plan.side)}
        self.ways: dict[str, list[Way]] = {_LEFT: [], _MIDDLE: [], _RIGHT: []}
        for way in plan.ways:
            if not self._is_next(way):
                self.ways[self._area(way)].append(way)
        self.ends: dict[tuple[str, str, str], int] = {}
        self.dots: list[tuple[int, int]] = []

    def drawing(self) -> Drawing:
        self._stand()
        made = Drawing(boxes=[*self.plan.main, *self.plan.side])
        made.arrows += self._straight()
        for area, ways in self.ways.items():
            lanes = self._lanes(area)
            for key, lane in lanes.items():
                leading = [way for way in ways if way.target == key]
                made.arrows += self._into(area, self.box[key], lane, leading)
        made.dots = self.dots
        made.width = max(box.x + box.width for box in made.boxes) + self._room(_RIGHT) + MARGIN
        made.height = max(box.y + box.height for box in made.boxes) + MARGIN
        return made

    # --- what runs where ----------------------------------------------------------------------------------------------

    def _is_next(self, way: Way) -> bool:
        """Whether it leads to the box below."""
        return self.rank.get(way.target, -1) == self.rank.get(way.source, -9) + 1

    def _area(self, way: Way) -> str:
        inside = (way.source in self.rank) + (way.target in self.rank)
        return {2: _LEFT, 1: _MIDDLE, 0: _RIGHT}[inside]

    def _side_of(self, key: str, area: str) -> str:
        """On which side of a box the ways of an area end."""
        if area == _MIDDLE:
            return _RIGHT if key in self.rank else _LEFT
        return area

    # --- places -------------------------------------------------------------------------------------------------------

    def _stand(self) -> None:
        """Give every box its place, and every way its two ends."""
        y = TOP
        for box in self.plan.main:
            box.x, box.y, box.width = MARGIN + self._room(_LEFT), y, MAIN
            box.height = max(30 + 17 * len(box.notes), self._need(box))
            self._place_ends(box)
            y += box.height + GAP
        taken = [end for (key, _, _), end in self.ends.items() if key in self.rank]
        y = TOP
        for box in sorted(self.plan.side, key=self._wished):
            box.width, box.height = SIDE, max(34, self._need(box))
            box.x = MARGIN + self._room(_LEFT) + MAIN + self._room(_MIDDLE)
            box.y = max(y, round(self._wished(box) - box.height / 2))
            self._place_ends(box)
            while any(abs(end - other) < 6 for end in self._ends_of(box, _LEFT) for other in taken):
                box.y += 2
                self._place_ends(box)
            y = box.y + box.height + 14

    def _wished(self, box: Box) -> float:
        """How far down a box beside the main way would stand best: level with what leads to it."""
        ends = [self.ends[way.source, _RIGHT, _name(way)]
                for way in self.ways[_MIDDLE] if way.target == box.key]  # fmt: skip
        others = [self.box[way.target].y for way in self.ways[_MIDDLE] if way.source == box.key]
        found = ends or others or [max(one.y for one in self.plan.main)]
        return sum(found) / len(found)

    def _names(self, box: Box, side: str) -> list[str]:
        """The ends on that side of the box, from top to bottom: what arrives from above, what leaves, what arrives from below."""
        areas = [area for area in self.ways if self._side_of(box.key, area) == side]
        leaving = [way for area in areas for way in self.ways[area] if way.source == box.key]
        arriving = {area: [way for way in self.ways[area] if way.target == box.key] for area in areas}
        named = [_name(way) for way in leaving]
        for area, ways in arriving.items():
            if ways:
                named.append(f">{area}")
        return named

    def _need(self, box: Box) -> int:
        return max(len(self._names(box, side)) for side in (_LEFT, _RIGHT)) * SLOT + 8

    def _place_ends(self, box: Box) -> None:
        for side in (_LEFT, _RIGHT):
            names = self._names(box, side)
            first = box.y + (box.height - SLOT * (len(names) - 1)) // 2
            for place, name in enumerate(names):
                self.ends[box.key, side, name] = first + place * SLOT

    def _ends_of(self, box: Box, side: str) -> list[int]:
        return [self.ends[box.key, side, name] for name in self._names(box, side)]

    # --- lanes --------------------------------------------------------------------------------------------------------

    def _words(self, ways: Iterable[Way]) -> int:
        """The room that the words of some ways need."""
        widths = [width_of(way.title) for way in ways]
        return max(widths) + 12 if widths else 0

    def _room(self, area: str) -> int:
        """The width of an area: the words at either end, the lanes between them."""
        ways = self.ways[area]
        lanes = len({way.target for way in ways}) * LANE
        if area != _MIDDLE:
            return self._words(ways) + lanes + TIP if ways else 0
        main = self._words(way for way in ways if way.source in self.rank)
        side = self._words(way for way in ways if way.source not in self.rank)
        return main + lanes + side + 2 * TIP + LANE if ways else 0

    def _lanes(self, area: str) -> dict[str, int]:
        """Target → x of its lane; those of near targets stand nearer to the boxes."""
        ways = self.ways[area]
        targets = dict.fromkeys(way.target for way in ways)
        if area == _LEFT:
            start = MARGIN + self._room(_LEFT) - self._words(ways) - TIP
            near = sorted(targets, key=lambda key: -self.rank[key])
            return {key: start - place * LANE for place, key in enumerate(near)}
        if area == _RIGHT:
            start = max(box.x + box.width for box in self.plan.side) + self._words(ways) + TIP if ways else 0
            return {key: start + place * LANE for place, key in enumerate(targets)}
        start = (
            MARGIN + self._room(_LEFT) + MAIN + self._words(way for way in ways if way.source in self.rank)
        )
        low = sorted(targets, key=lambda key: -self.box[key].y)
        return {key: start + TIP + place * LANE for place, key in enumerate(low)}

    # --- arrows -------------------------------------------------------------------------------------------------------

    def _straight(self) -> list[Arrow]:
        """From each box of the main way to the next, with all verbs that lead there."""
        made = []
        for before, after in pairwise(self.plan.main):
            titles = [
                way.title for way in self.plan.ways if (way.source, way.target) == (before.key, after.key)
            ]
            x, y = before.x + MAIN // 2, before.y + before.height
            path = f"M{x} {y}V{after.y - 1}"
            made.append(Arrow(path, "、".join(dict.fromkeys(titles)), x + 8, y + GAP // 2 + 4, is_tip=True))
        return made

    def _into(self, area: str, target: Box, lane: int, ways: list[Way]) -> Iterator[Arrow]:
        """What leads to a box through its lane: a line out of each source, the lane, and one arrow into the box."""
        side = self._side_of(target.key, area)
        end = self.ends[target.key, side, f">{area}"]
        met = []
        for way in ways:
            source = self.box[way.source]
            out = self._side_of(source.key, area)
            y = self.ends[source.key, out, _name(way)]
            x = source.x if out == _LEFT else source.x + source.width
            anchor, at = ("end", x - 6) if out == _LEFT else ("start", x + 6)
            met.append(y)
            yield Arrow(
                f"M{x} {y}H{lane}",
                way.title,
                at,
                y - 4,
                anchor,
                "turn automatic" if way.is_automatic else "turn",
            )
        first, last = min(*met, end), max(*met, end)
        tip = target.x - 1 if side == _LEFT else target.x + target.width + 1
        yield Arrow(f"M{lane} {first}V{last}M{lane} {end}H{tip}", css="turn", is_tip=True)
        # Where lines meet there is a dot, where they only cross there is none.
        self.dots += [(lane, y) for y in dict.fromkeys([*met, end]) if first < y < last]
