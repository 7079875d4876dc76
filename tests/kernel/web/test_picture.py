"""The picture of every process: all that is declared is drawn, and nothing lies on anything else."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from govops.kernel.processes.declarations import all_processes
from govops.kernel.web.picture import plan_of
from govops.kernel.web.picture_places import Arrow, Drawing, drawing_of, width_of

CODES = sorted(all_processes())
Line = tuple[int, int, int, int]


def drawn(code: str) -> Drawing:
    return drawing_of(plan_of(all_processes()[code]))


def lines(arrow: Arrow) -> list[Line]:
    """(left, top, right, bottom) of each straight piece of its path."""
    x = y = 0
    found = []
    for sign, first, second in re.findall(r"([MHV])(\d+)(?: (\d+))?", arrow.path):
        if sign == "M":
            x, y = int(first), int(second)
            continue
        to_x, to_y = (int(first), y) if sign == "H" else (x, int(first))
        found.append((min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)))
        x, y = to_x, to_y
    return found


def words(arrow: Arrow) -> Line:
    """The place of an arrow's words."""
    wide = width_of(arrow.label)
    left = arrow.x - wide if arrow.anchor == "end" else arrow.x
    return left, arrow.y - 10, left + wide, arrow.y + 2


def overlap(one: Line, other: Line) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("code", CODES)
def test_every_way_out_is_drawn_with_its_verb(code: str) -> None:
    process, drawing = all_processes()[code], drawn(code)
    told = "、".join(arrow.label for arrow in drawing.arrows)
    for move in process.moves.values():
        assert move.title in told or set(move.sources) == {move.target}, move.title
    states = {box.key for box in drawing.boxes}
    ends = {state for move in process.moves.values() for state in (*move.sources, move.target)}
    if process.approval is not None:
        ends |= {process.approval.start, process.approval.back, process.approval.no, process.approval.yes}
        ends.discard(process.approval.during)
        steps = len(process.approval.steps)
        assert sum(arrow.label == "不同意" for arrow in drawing.arrows) == steps
        assert sum(arrow.label == "退回" for arrow in drawing.arrows) >= steps
    assert {str(state) for state in ends} <= states


@pytest.mark.parametrize("code", CODES)
def test_nothing_lies_on_anything_else(code: str) -> None:
    drawing = drawn(code)
    boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in drawing.boxes]
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    labels = [words(arrow) for arrow in drawing.arrows if arrow.label]
    assert not [pair for pair in combinations([*boxes, *labels], 2) if overlap(*pair)]
    pieces = [piece for arrow in drawing.arrows for piece in lines(arrow)]
    for label in labels:
        assert not [piece for piece in pieces if overlap(label, piece)]
    for one, other in combinations(pieces, 2):
        if one[1] == one[3] and other[1] == other[3]:
            assert abs(one[1] - other[1]) > 3 or one[2] <= other[0] or other[2] <= one[0], (one, other)
        if one[0] == one[2] and other[0] == other[2]:
            assert abs(one[0] - other[0]) > 3 or one[3] <= other[1] or other[3] <= one[1], (one, other)
    for x, y, right, bottom in [*boxes, *labels, *pieces]:
        assert min(x, y) >= 0
        assert right <= drawing.width
        assert bottom <= drawing.height
    assert drawing.width <= 860, "it is read without moving it sideways"


def test_joint_seats_say_how_many_must_agree() -> None:
    notes = {
        box.key: box.notes
        for code in ("visitor_entry", "change_request")
        for box in plan_of(all_processes()[code]).main
    }
    assert notes["step:joint"][1] == "会签：全部同意"
    assert notes["step:board"][1] == "会签：2 人同意"
