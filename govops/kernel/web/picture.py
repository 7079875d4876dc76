"""The picture of a process, read from its declaration: states and steps as boxes, every way out of each as an arrow.

What is drawn stands here, where it stands in `picture_places`. Without a record all steps are shown, with one those that
apply to it, and its present place is lit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from govops.kernel.processes.declarations import APPROVAL_VERBS, Process, Step
from govops.kernel.processes.models import ProcessRun
from govops.kernel.records.models import Record

_STEP = "step:"
_NO = APPROVAL_VERBS["refuse"]


@dataclass
class Box:
    """A state or a step; `css`: lit, side. Its place is in pixels."""

    key: str
    title: str
    notes: tuple[str, ...] = ()
    css: str = ""
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0

    @property
    def middle(self) -> int:
        """Where its words stand, from the left."""
        return self.x + self.width // 2

    @property
    def line(self) -> int:
        """The base line of its title, where title and notes together stand in the middle."""
        return self.y + (self.height - 17 * len(self.notes)) // 2 + 5


@dataclass(frozen=True)
class Way:
    """From one box to another by a verb; `is_automatic`: nobody does it."""

    source: str
    target: str
    title: str
    is_automatic: bool = False


@dataclass
class Plan:
    """The boxes of the main way from top to bottom, those beside it, the ways between them, and what leaves a box as it is."""

    main: list[Box] = field(default_factory=list)
    side: list[Box] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    staying: list[str] = field(default_factory=list)


def plan_of(process: type[Process], record: Record | None = None, run: ProcessRun | None = None) -> Plan:
    """What the picture shows."""
    names = process.state_words
    steps = _steps(process, record)
    plan = Plan(main=[*_main_way(process, steps, names)])
    keys = {box.key for box in plan.main}
    plan.ways = list(dict.fromkeys([*_approval_ways(process, steps), *_move_ways(process, steps)]))
    plan.staying = list(_staying(process, names))
    ends = dict.fromkeys(key for way in plan.ways for key in (way.source, way.target) if key not in keys)
    plan.side = [Box(key, names[key], css="side") for key in ends]
    for box in (*plan.main, *plan.side):
        if _is_here(box.key, process, record, run):
            box.css = "lit"
    return plan


def _steps(process: type[Process], record: Record | None) -> list[Step]:
    if process.approval is None:
        return []
    return process.approval.steps_for(record) if record is not None else list(process.approval.steps)


def _main_way(process: type[Process], steps: list[Step], names: dict[str, str]) -> Iterator[Box]:
    """From the first state through the steps, and on by the first move that is no danger to a state not seen yet."""
    state = str(process.initial)
    yield Box(state, names[state])
    seen = {state}
    if process.approval is not None:
        yield from (Box(f"{_STEP}{step.key}", step.title, _notes(step)) for step in steps)
        state = str(process.approval.yes)
        yield Box(state, names[state])
        seen.add(state)
    while ahead := next(
        (
            m
            for m in process.moves.values()
            if state in m.sources and m.target not in seen and not m.is_danger
        ),
        None,
    ):
        state = str(ahead.target)
        seen.add(state)
        yield Box(state, names[state])


def _notes(step: Step) -> tuple[str, ...]:
    """Who signs; and where several do, how many of them must agree."""
    seats = "、".join(seat.title for seat in step.seats)
    if len(step.seats) == 1 and not step.each:
        return (seats,)
    counted = "人" if step.each else "方"
    words = {"all": "全部同意", "any": "任一同意"}.get(str(step.quorum), f"{step.quorum} {counted}同意")
    return (seats, f"{'依次' if step.in_order else ''}会签：{words}")


def _is_here(key: str, process: type[Process], record: Record | None, run: ProcessRun | None) -> bool:
    if record is None:
        return False
    if key.startswith(_STEP):
        is_during = process.approval is not None and record.state == process.approval.during
        return is_during and run is not None and key == f"{_STEP}{run.step}"
    return key == record.state


def _approval_ways(process: type[Process], steps: list[Step]) -> Iterator[Way]:
    """What the verbs of the approval lead to, as `processes.deciding` does them."""
    approval = process.approval
    if approval is None:
        return
    keys = [f"{_STEP}{step.key}" for step in steps]
    way = [*keys, str(approval.yes)]
    drafts = dict.fromkeys((str(approval.start), str(approval.back)))
    for draft in drafts:
        yield Way(draft, way[0], APPROVAL_VERBS["submit"])
    for key, after in zip(keys, way[1:], strict=True):
        yield Way(key, after, APPROVAL_VERBS["approve"])
        yield Way(key, str(approval.back), APPROVAL_VERBS["return"])
        yield Way(key, str(approval.no), _NO)
    if process.cancelled:
        for key in (*drafts, *keys):
            yield Way(key, str(process.cancelled), APPROVAL_VERBS["revoke"])


def _move_ways(process: type[Process], steps: list[Step]) -> Iterator[Way]:
    for move in process.moves.values():
        for source in move.sources:
            if source != move.target:
                for key in _boxes_of(process, steps, source):
                    target = _boxes_of(process, steps, move.target)[0]
                    yield Way(key, target, move.title, is_automatic=_is_automatic(move.by))


def _boxes_of(process: type[Process], steps: list[Step], state: str) -> list[str]:
    """The boxes of a state: for the one in which the approval runs, its steps."""
    if process.approval is None or state != process.approval.during or not steps:
        return [str(state)]
    return [f"{_STEP}{step.key}" for step in steps]


def _is_automatic(guard: Any) -> bool:
    return getattr(guard, "__name__", "") == "by_the_system"


def _staying(process: type[Process], names: dict[str, str]) -> Iterator[str]:
    """“已批准”时还可办理：改期。 For each state the moves that leave it as it is."""
    found: dict[str, list[str]] = {}
    for move in process.moves.values():
        if move.target in move.sources and not _is_automatic(move.by):
            found.setdefault(str(move.target), []).append(move.title)
    for state, titles in found.items():
        yield f"“{names[state]}”时还可办理：{'、'.join(titles)}。"
