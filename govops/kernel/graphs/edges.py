"""Where the edges of a graph lie, and how a failure travels along them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection

from govops.kernel.organization import prepared

#: the flow of an edge: a failure travels from its source to its target, the other way, or both
FORWARD, BACKWARD, BOTH = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Arc:
    """One way of an edge: when `supplier` fails, `dependant` may fail.

    Arcs of one dependant with the same `group` stand for each other: it fails when fewer than `needed` of them still
    stand. Without a group the arc alone decides.
    """

    edge: int
    supplier: int
    dependant: int
    group: str = ""
    needed: int = 1


@dataclass(frozen=True)
class Edges:
    """A table whose rows are edges; all names are those of columns, `holds` is the SQL of what counts at present."""

    table: str
    holds: str = "true"
    id: str = "id"
    source: str = "source_id"
    target: str = "target_id"
    flow: str = "flow"
    group: str = "group"
    needed: str = "needed"

    @cached_property
    def dependants_closure(self) -> str:
        """SQL: the nodes that fail for certain with those given, and the grouped arcs into those that have only lost one of a group.

        One row: the nodes; then of those arcs their ids, suppliers, dependants, groups and how many are needed, as arrays side by side.
        On its way a node that has lost one of a group is a negative.
        """
        return self._counted(self._closure(self._next(self.source, self.target, grouped=self._negative)))

    @cached_property
    def dependants_step(self) -> str:
        """SQL: as `dependants_closure`, one step far."""
        return self._counted(self._step(self._next(self.source, self.target, grouped=self._negative)))

    @cached_property
    def suppliers_closure(self) -> str:
        """SQL: every node whose failure may reach those given, groups or not."""
        reached = self._closure(self._next(self.target, self.source, grouped=self._plain))
        return f"{reached} SELECT array_agg(node) FROM reached"  # noqa: S608 - names of our own

    @cached_property
    def neighbourhood(self) -> str:
        """SQL: the nodes within so many steps of those given, whichever way the edges point and carry."""
        table, source, target = map(self._quoted, (self.table, self.source, self.target))
        ways = " UNION ALL ".join(
            f"SELECT {there} AS node FROM {table} WHERE {here} = near.node AND {self.holds}"  # noqa: S608 - names of our own
            for here, there in ((source, target), (target, source))
        )
        return (
            "WITH RECURSIVE near(node, steps) AS (SELECT unnest(%s::bigint[]), 0 UNION "  # noqa: S608 - names of our own
            f"SELECT next.node, near.steps + 1 FROM near, LATERAL ({ways}) next WHERE near.steps < %s) "
            "SELECT array_agg(DISTINCT node) FROM near"
        )

    def arcs_among(self, nodes: Collection[int]) -> list[Arc]:
        """The arcs with both ends among `nodes`."""
        rows = self._rows(
            f"{self._quoted(self.source)} = ANY(%s::bigint[]) AND {self._quoted(self.target)} = ANY(%s::bigint[])",
            [list(nodes), list(nodes)],
        )
        return [arc for row in rows for arc in _arcs(*row)]

    def grouped_arcs_into(self, nodes: Collection[int]) -> list[Arc]:
        """The arcs in groups on which `nodes` depend, all members of each group."""
        sql = (
            f"SELECT arc.edge, arc.supplier, node, arc.stands_in, arc.needed FROM unnest((SELECT %s::bigint[])) node, "  # noqa: S608 - names of our own
            f"LATERAL ({self._grouped_into('node')}) arc ORDER BY 1"
        )
        return [Arc(*row) for row in prepared.asked(sql, [list(nodes)]).fetchall()]

    def _rows(self, condition: str, values: list[list[int]]) -> list[tuple[int, int, int, int, str, int]]:
        columns = (self.id, self.source, self.target, self.flow, self.group, self.needed)
        names = ", ".join(map(self._quoted, columns))
        # In one order, so that of two ways equally short the same is told each time.
        sql = (
            f"SELECT {names} FROM {self._quoted(self.table)} WHERE {self.holds} AND ({condition}) ORDER BY 1"  # noqa: S608 - names of our own
        )
        rows: list[tuple[int, int, int, int, str, int]] = prepared.asked(sql, values).fetchall()
        return rows

    # In both the arrays are asked for in subqueries: their length then says nothing to the planner, which keeps one plan.

    def _closure(self, next_nodes: str) -> str:
        return (
            "WITH RECURSIVE reached(node) AS (SELECT unnest((SELECT %s::bigint[])) UNION "  # noqa: S608 - names of our own
            f"SELECT arc.node FROM reached, LATERAL ({next_nodes}) arc WHERE {self._passing})"
        )

    def _step(self, next_nodes: str) -> str:
        return (
            "WITH begun(node) AS (SELECT unnest((SELECT %s::bigint[]))), reached(node) AS (SELECT node FROM begun UNION "  # noqa: S608 - names of our own
            f"SELECT arc.node FROM begun AS reached, LATERAL ({next_nodes}) arc WHERE {self._passing})"
        )

    def _counted(self, reached: str) -> str:
        return (
            f"{reached}, touched AS (SELECT -node AS node FROM reached WHERE node < 0 EXCEPT SELECT node FROM reached), "  # noqa: S608 - names of our own
            f"members AS (SELECT touched.node, arc.* FROM touched, LATERAL ({self._grouped_into('touched.node')}) arc ORDER BY arc.edge) "
            "SELECT (SELECT array_agg(node) FROM reached WHERE node > 0), "
            "array_agg(edge), array_agg(supplier), array_agg(node), array_agg(stands_in), array_agg(needed) FROM members"
        )

    def _grouped_into(self, node: str) -> str:
        """SQL: the arcs in groups on which a node depends, all members of each group."""
        table, flow, id_, group, needed = map(
            self._quoted, (self.table, self.flow, self.id, self.group, self.needed)
        )
        ways = ((self.target, self.source, "(1, 3)"), (self.source, self.target, "(2, 3)"))
        return " UNION ALL ".join(
            f"SELECT {id_} AS edge, {self._quoted(far)} AS supplier, {group} AS stands_in, {needed} AS needed FROM {table} "  # noqa: S608 - names of our own
            f"WHERE {self._quoted(near)} = {node} AND {flow} IN {flows} AND {group} <> '' AND {self.holds}"
            for near, far, flows in ways
        )

    def _next(self, here: str, there: str, *, grouped: str) -> str:
        """SQL: where one step leads from `reached.node`, which stands at the end `here` of a forward edge."""
        table, flow = self._quoted(self.table), self._quoted(self.flow)
        ways = ((here, there, "(1, 3)"), (there, here, "(2, 3)"))
        return " UNION ALL ".join(
            f"SELECT {grouped.format(node=self._quoted(far), group=self._quoted(self.group))} AS node FROM {table} "  # noqa: S608 - names of our own
            f"WHERE {self._quoted(near)} = reached.node AND {flow} IN {flows} AND {self.holds}"
            for near, far, flows in ways
        )

    _passing = "abs(arc.node) <> ALL((SELECT %s::bigint[])::bigint[])"
    _plain = "{node}"
    _negative = "CASE WHEN {group} = '' THEN {node} ELSE -{node} END"

    @staticmethod
    def _quoted(name: str) -> str:
        return connection.ops.quote_name(name)


def fallen_with(
    spread: str, starts: Iterable[int], *, standing: Iterable[int] = ()
) -> tuple[set[int], list[Arc]]:
    """What the closure or the step reaches from `starts`, these included; the grouped arcs to be counted. Nothing passes `standing`."""
    found, *members = _asked(spread, [list(starts), list(standing)])
    return set(found or ()), [Arc(*arc) for arc in zip(*members, strict=True)] if members[0] else []


def suppliers_of(edges: Edges, nodes: Iterable[int]) -> list[int]:
    """Everything whose failure may reach `nodes`, these included."""
    (found,) = _asked(edges.suppliers_closure, [list(nodes), []])
    return found or []


def near(edges: Edges, starts: Iterable[int], *, steps: int) -> set[int]:
    """The nodes within `steps` edges of `starts`, these included."""
    (found,) = _asked(edges.neighbourhood, [list(starts), steps])
    return set(found or ())


def _asked(sql: str, values: list[Any]) -> tuple[Any, ...]:
    row: tuple[Any, ...] = prepared.asked(sql, values).fetchone()
    return row


def _arcs(edge: int, source: int, target: int, flow: int, group: str, needed: int) -> list[Arc]:
    ways = []
    if flow & FORWARD:
        ways.append(Arc(edge, source, target, group, needed))
    if flow & BACKWARD:
        ways.append(Arc(edge, target, source, group, needed))
    return ways
