"""Reachability over an edge table: one recursive query where no redundancy is touched, a few where it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

from govops.kernel.graphs.edges import Arc, Edges, fallen_with, suppliers_of
from govops.kernel.graphs.settling import Group, Spread, spare, way

#: so many nodes are sooner gone over again than passed by one step at a time
FEW = 1000


class Reached:
    """The nodes that fail when `starts` fail; `ids` includes the starts. The ways are read when somebody asks."""

    def __init__(self, edges: Edges, starts: set[int], ids: set[int], groups: dict[Group, list[Arc]]) -> None:
        self.starts = starts
        self.ids = ids
        self._edges = edges
        self._groups = groups

    @property
    def weakened(self) -> set[int]:
        """The nodes that stand, having lost some of those that stand for each other."""
        return {node for node, _ in self._groups} - self.ids

    def way_to(self, node: int) -> tuple[Arc, ...]:
        """One shortest way from a start to `node`, in the order of failing; its length is the depth."""
        return way(self._brought, node)

    def ways_to(self, nodes: Collection[int]) -> dict[int, tuple[Arc, ...]]:
        """`way_to` for some of them: of a great many only what is behind these is looked at."""
        if len(self.ids) <= FEW or not nodes:
            return {node: self.way_to(node) for node in nodes}
        behind_these = self.ids.intersection(suppliers_of(self._edges, nodes))
        brought = Spread(self._edges.arcs_among(behind_these), self._groups).failing(
            self.starts & behind_these
        )
        return {node: way(brought, node) for node in nodes}

    @cached_property
    def _brought(self) -> dict[int, Arc | None]:
        return Spread(self._edges.arcs_among(self.ids), self._groups).failing(self.starts)


def failing(edges: Edges, starts: Iterable[int], *, standing: Iterable[int] = ()) -> Reached:
    """What fails when `starts` fail, redundancy respected: the least set that is closed under failing.

    `standing`: nodes known to stand whatever happens, through which nothing passes.

    The recursive query follows the arcs that decide alone and brings the groups that it met; these are counted, and a
    dependant that falls so is a new start. As many rounds as groups stand behind each other, usually one.
    """
    first, firm = set(starts), set(standing)
    failed: set[int] = set()
    groups: dict[Group, list[Arc]] = defaultdict(list)
    fringe, steps = first - firm, False
    while fringe:
        found, members = fallen_with(
            edges.dependants_step if steps else edges.dependants_closure, fringe, standing=firm
        )
        fresh = found - failed
        failed |= fresh
        known = set(groups)
        for arc in members:
            if (key := (arc.dependant, arc.group)) not in known:
                groups[key].append(arc)
        fringe = (fresh - fringe if steps else None) or _fallen(groups, failed)
        steps = len(failed) > FEW
    return Reached(edges, first - firm, failed, groups)


def _fallen(groups: dict[Group, list[Arc]], failed: set[int]) -> set[int]:
    """The dependants that have too few members of a group left."""
    return {
        node
        for (node, _), members in groups.items()
        if node not in failed and sum(arc.supplier in failed for arc in members) > spare(members)
    }


class Behind:
    """The nodes whose failure may be behind that of `symptoms`; `ids` does not include these."""

    def __init__(self, edges: Edges, symptoms: set[int], ids: set[int]) -> None:
        self.symptoms = symptoms
        self.ids = ids
        self._edges = edges

    def explained_by(self, node: int) -> frozenset[int]:
        """Which symptoms fail when `node` alone fails; empty: it takes another failure beside it."""
        certain = frozenset(symptom for symptom, nodes in self._certain.items() if node in nodes)
        if certain == self.symptoms:
            return certain
        return frozenset(self.symptoms & self._spread.failing([node]).keys())

    def way_from(self, node: int) -> tuple[Arc, ...]:
        """One shortest way from `node` to a symptom, in the order of failing; redundancy is not asked."""
        return tuple(_turned(arc) for arc in reversed(way(self._back, node)))

    @cached_property
    def _arcs(self) -> list[Arc]:
        return self._edges.arcs_among(self.ids | self.symptoms)

    @cached_property
    def _spread(self) -> Spread:
        return Spread(self._arcs)

    @cached_property
    def _certain(self) -> dict[int, Collection[int]]:
        """For each symptom the nodes whose failure reaches it without any group on the way."""
        spread = Spread(_turned(arc) for arc in self._arcs if not arc.group)
        return {symptom: spread.failing([symptom]).keys() for symptom in self.symptoms}

    @cached_property
    def _back(self) -> dict[int, Arc | None]:
        """From the symptoms against the arcs, as if each decided alone."""
        return Spread(_turned(arc) for arc in self._arcs).failing(self.symptoms)


def behind(edges: Edges, symptoms: Iterable[int]) -> Behind:
    """What could be behind the failure of `symptoms`."""
    wanted = set(symptoms)
    return Behind(edges, wanted, set(suppliers_of(edges, wanted)) - wanted)


def _turned(arc: Arc) -> Arc:
    return Arc(arc.edge, arc.dependant, arc.supplier)
