"""The picture of a process, drawn from its declaration: states and steps as boxes, moves as arrows, the present lit.

Laid out as a chain from top to bottom, side ways (refused, cancelled, returned) to the right; plain SVG, no script.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from govops.kernel.processes.declarations import Process
from govops.kernel.processes.models import ProcessRun
from govops.kernel.records.models import Record

WIDTH, HEIGHT, GAP, LEFT = 200, 46, 34, 40


@dataclass
class Box:
    key: str
    title: str
    note: str
    x: int
    y: int
    css: str = ""


@dataclass
class Arrow:
    path: str
    label: str
    x: int
    y: int
    css: str = ""


@dataclass
class Drawing:
    """Boxes and arrows with their places in pixels."""

    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    width: int = 640
    height: int = 0


def picture_of(
    process: type[Process], record: Record | None = None, run: ProcessRun | None = None
) -> Drawing:
    """The drawing of a process; with a record its present place is lit and its own branch shown."""
    drawing = Drawing()
    keys = _chain(process, record)
    place: dict[str, Box] = {}
    for index, (key, title, note) in enumerate(keys):
        box = Box(key, title, note, LEFT, 20 + index * (HEIGHT + GAP))
        box.css = _css(key, process, record, run)
        place[key] = box
        drawing.boxes.append(box)
    _arrows(process, drawing, place)
    drawing.height = 20 + len(keys) * (HEIGHT + GAP)
    _side_states(process, drawing, place, record)
    return drawing


def _chain(process: type[Process], record: Record | None) -> list[tuple[str, str, str]]:
    """(key, title, note) of the main way: states, with the approval's steps in place of its running state."""
    names = process.state_words
    approval = process.approval
    state = process.initial
    rows = [(state, str(names[state]), "")]
    if approval is not None:
        steps = approval.steps_for(record) if record is not None else approval.steps
        rows += [(f"step:{s.key}", s.title, _seats(s)) for s in steps]
        state = approval.yes
        rows.append((state, str(names[state]), ""))
    seen = {state}
    while True:
        ahead = next(
            (
                m
                for m in process.moves.values()
                if state in m.sources and m.target not in seen and not m.is_danger
            ),
            None,
        )
        if ahead is None:
            return rows
        state = ahead.target
        seen.add(state)
        rows.append((state, str(names[state]), ""))


def _seats(step: Any) -> str:
    titles = "、".join(seat.title for seat in step.seats)
    if len(step.seats) > 1:
        words = {"all": "全部同意", "any": "任一同意"}.get(str(step.quorum), f"{step.quorum} 方同意")
        return f"{titles}（会签，{words}）"
    return titles


def _css(key: str, process: type[Process], record: Record | None, run: ProcessRun | None) -> str:
    if record is None:
        return ""
    if key.startswith("step:"):
        return "lit" if run is not None and key == f"step:{run.step}" else ""
    return "lit" if key == record.state else ""


def _arrows(process: type[Process], drawing: Drawing, place: dict[str, Box]) -> None:
    boxes = drawing.boxes
    for before, after in itertools.pairwise(boxes):
        label = _label(process, before.key, after.key)
        x, y = before.x + WIDTH // 2, before.y + HEIGHT
        drawing.arrows.append(Arrow(f"M{x} {y}V{after.y - 4}", label, x + 8, y + GAP // 2 + 4))


def _label(process: type[Process], before: str, after: str) -> str:
    approval = process.approval
    if approval is not None and before == approval.start and after.startswith("step:"):
        return "提交"
    if before.startswith("step:"):
        return "同意"
    return next((m.title for m in process.moves.values() if before in m.sources and m.target == after), "")


def _side_states(
    process: type[Process], drawing: Drawing, place: dict[str, Box], record: Record | None
) -> None:
    """States off the main way, at the right, level with where they are reached from."""
    names = process.state_words
    approval = process.approval
    ways: list[tuple[str, str, str]] = []
    if approval is not None:
        first = next((key for key in place if key.startswith("step:")), approval.start)
        ways.append((first, approval.no, "不同意"))
        if process.cancelled:
            ways.append((approval.start, process.cancelled, "撤销"))
    for move in process.moves.values():
        if move.target not in place:
            ways.append((move.sources[0], move.target, move.title))
    used: set[str] = set()
    level: dict[int, int] = {}
    for source, target, label in ways:
        if target in used or target in place or source not in place:
            continue
        used.add(target)
        origin = place[source]
        shift = level.get(origin.y, 0)
        level[origin.y] = shift + 1
        box = Box(target, str(names[target]), "", LEFT + WIDTH + 150, origin.y + shift * (HEIGHT + 10))
        box.css = "lit" if record is not None and record.state == target else "side"
        drawing.boxes.append(box)
        y = origin.y + HEIGHT // 2
        end = box.y + HEIGHT // 2
        drawing.arrows.append(
            Arrow(
                f"M{origin.x + WIDTH} {y}H{box.x - 60}V{end}H{box.x - 4}",
                label,
                origin.x + WIDTH + 12,
                y - 6,
                "side",
            )
        )
        drawing.height = max(drawing.height, box.y + HEIGHT + 20)
