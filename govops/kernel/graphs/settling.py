"""How a failure spreads over arcs that are at hand: first come, first failed, so that every way is a shortest one."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from govops.kernel.graphs.edges import Arc

Group = tuple[int, str]


class Spread:
    """Arcs sorted for spreading, once for many starts.

    `groups`: all members of a group, where the arcs do not tell them all; a group without an entry lets nothing pass.
    """

    def __init__(self, arcs: Iterable[Arc], groups: Mapping[Group, list[Arc]] | None = None) -> None:
        self._out: dict[int, list[Arc]] = defaultdict(list)
        own: dict[Group, list[Arc]] = defaultdict(list)
        for arc in arcs:
            self._out[arc.supplier].append(arc)
            if arc.group:
                own[arc.dependant, arc.group].append(arc)
        members = own if groups is None else groups
        self._spare = {key: spare(arcs) for key, arcs in members.items()}

    def failing(self, starts: Iterable[int]) -> dict[int, Arc | None]:
        """Every node that fails with `starts`, in the order of failing, with the arc that brought it down."""
        brought: dict[int, Arc | None] = dict.fromkeys(starts)
        left = dict(self._spare)
        waiting = deque(brought)
        while waiting:
            for arc in self._out.get(waiting.popleft(), ()):
                if arc.dependant not in brought and self._gives_way(arc, left):
                    brought[arc.dependant] = arc
                    waiting.append(arc.dependant)
        return brought

    @staticmethod
    def _gives_way(arc: Arc, left: dict[Group, int]) -> bool:
        if not arc.group:
            return True
        key = (arc.dependant, arc.group)
        if key not in left:
            return False
        left[key] -= 1
        return left[key] < 0


def spare(members: list[Arc]) -> int:
    """How many members of a group may fail before the dependant does; of a group that asks for more than it has, none."""
    return max(0, len(members) - max(arc.needed for arc in members))


def way(brought: Mapping[int, Arc | None], node: int) -> tuple[Arc, ...]:
    """The arcs from a start to `node`, in the order in which they failed; empty for a start itself."""
    arcs: list[Arc] = []
    while (arc := brought[node]) is not None:
        arcs.append(arc)
        node = arc.supplier
    return tuple(reversed(arcs))
