"""What feels it when the items of a change stop: the graph of configuration, redundancy respected, each result with its way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from govops.kernel.graphs import Arc, failing
from govops.kernel.graphs.settling import Spread, way
from govops.modules.configuration.public import (
    RELATIONS,
    ConfigurationItem,
    Flow,
    ItemRelation,
    ItemType,
    RelationState,
    Step,
    words_of,
)

DISCREET = "（无权查看）"
_OF_A_RELATION = ("pk", "source", "target", "flow", "kind__name", "group", "needed")


@dataclass(frozen=True)
class Touch:
    """How two changes touch: the item of the second that feels the first, or that falls only to both, and the way to it."""

    item: int
    arcs: tuple[Arc, ...]


class Surroundings:
    """What the items of several changes bring down, alone and together: a few statements for all of them."""

    def __init__(self, item_ids: Iterable[int]) -> None:
        arcs, self.relations = _arcs_into(failing(RELATIONS, item_ids).ids)
        self._groups: dict[tuple[int, str], list[Arc]] = defaultdict(list)
        for arc in arcs:
            if arc.group:
                self._groups[arc.dependant, arc.group].append(arc)
        self._spread = Spread(arcs)
        self._felt: dict[tuple[int, ...], dict[int, Arc | None]] = {}

    def felt(self, item_ids: Iterable[int]) -> dict[int, Arc | None]:
        """Every item that stops with these, they included, with the arc that brought it down."""
        key = tuple(sorted(set(item_ids)))
        if key not in self._felt:
            self._felt[key] = self._spread.failing(key)
        return self._felt[key]

    def touch(self, first: Iterable[int], second: Iterable[int]) -> Touch | None:
        """The nearest item of `second` that stops with `first`."""
        felt = self.felt(first)
        found = [Touch(pk, way(felt, pk)) for pk in second if pk in felt]
        return min(found, key=lambda touch: len(touch.arcs), default=None)

    def only_together(self, first: Sequence[int], second: Sequence[int]) -> Touch | None:
        """What redundancy saves from each of the two changes and not from both at once: the first to fall."""
        both = self.felt([*first, *second])
        alone = self.felt(first).keys() | self.felt(second).keys()
        fallen = next((pk for pk in both if pk not in alone), None)
        return None if fallen is None else Touch(fallen, way(both, fallen))

    def redundancy(self, touch: Touch) -> tuple[int, int]:
        """Of how many members that stand for each other how many must stand, where the way ends: n, m of “n of m”."""
        last = touch.arcs[-1]
        members = self._groups[last.dependant, last.group]
        return max(arc.needed for arc in members), len(members)


def _arcs_into(nodes: Collection[int]) -> tuple[list[Arc], dict[int, str]]:
    """Every active relation by which one of the nodes depends on something, all members of a redundancy; how each reads.

    One statement.
    """
    ids = list(nodes)
    forward, backward = (Flow.FORWARD, Flow.BOTH), (Flow.BACKWARD, Flow.BOTH)
    rows = ItemRelation.objects.filter(state=RelationState.ACTIVE).filter(
        Q(target__pk__among=ids, flow__in=forward) | Q(source__pk__among=ids, flow__in=backward)
    )
    found: list[Arc] = []
    words: dict[int, str] = {}
    for pk, source, target, flow, word, *redundancy in rows.order_by("id").values_list(*_OF_A_RELATION):
        words[pk] = word
        if flow in forward and target in nodes:
            found.append(Arc(pk, source, target, *redundancy))
        if flow in backward and source in nodes:
            found.append(Arc(pk, target, source, *redundancy))
    return found, words


class Names:
    """Names of items for saying ways aloud; what is discreet is not named. One statement."""

    def __init__(self, touches: Iterable[Touch], relations: Mapping[int, str]) -> None:
        self._relations = relations
        arcs = [arc for touch in touches for arc in touch.arcs]
        ids = {pk for arc in arcs for pk in (arc.supplier, arc.dependant)}
        rows = ConfigurationItem.objects.filter(pk__in=ids, secrecy_level__lte=1, is_restricted=False)
        self._items = dict(rows.order_by().values_list("pk", "name")) if ids else {}

    def of(self, item: int) -> str:
        return self._items.get(item, DISCREET)

    def way(self, touch: Touch) -> str:
        """“综合办公系统 ← 运行于 — 服务器 B”: from what feels it to what is changed."""
        steps = (
            Step(self._relations.get(arc.edge, "关联"), self.of(arc.supplier), arc.supplier)
            for arc in reversed(touch.arcs)
        )
        return words_of(self.of(touch.item), steps)


def with_subtypes(ids: Iterable[int]) -> set[int]:
    """These types and everything below them."""
    wanted = set(ids)
    if not wanted:
        return set()
    below: dict[int | None, list[int]] = {}
    for pk, parent in ItemType.objects.order_by().values_list("id", "parent_id"):
        below.setdefault(parent, []).append(pk)
    fringe = list(wanted)
    while fringe:
        fringe = [pk for parent in fringe for pk in below.get(parent, ()) if pk not in wanted]
        wanted |= set(fringe)
    return wanted
