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
        """SQL: the nodes that fail for certain with those given, and, as negatives, those that have lost one of a group."""
        return self._closure(self._next(self.source, self.target, grouped=self._negative))

    @cached_property
    def suppliers_closure(self) -> str:
        """SQL: every node whose failure may reach those given, groups or not."""
        return self._closure(self._next(self.target, self.source, grouped=self._plain))

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
        source, target, flow, group = map(self._quoted, (self.source, self.target, self.flow, self.group))
        into = f"({target} = ANY(%s::bigint[]) AND {flow} IN (1, 3) OR {source} = ANY(%s::bigint[]) AND {flow} IN (2, 3))"
        rows = self._rows(f"{into} AND {group} <> ''", [list(nodes), list(nodes)])
        wanted = set(nodes)
        return [arc for row in rows for arc in _arcs(*row) if arc.dependant in wanted]

    def _rows(self, condition: str, values: list[list[int]]) -> list[tuple[int, int, int, int, str, int]]:
        columns = (self.id, self.source, self.target, self.flow, self.group, self.needed)
        names = ", ".join(map(self._quoted, columns))
        # In one order, so that of two ways equally short the same is told each time.
        sql = (
            f"SELECT {names} FROM {self._quoted(self.table)} WHERE {self.holds} AND ({condition}) ORDER BY 1"  # noqa: S608 - names of our own
        )
        with prepared.cursor() as asked:
            asked.execute(sql, values)
            return asked.fetchall()

    def _closure(self, next_nodes: str) -> str:
        return (
            "WITH RECURSIVE reached(node) AS (SELECT unnest(%s::bigint[]) UNION "  # noqa: S608 - names of our own
            f"SELECT arc.node FROM reached, LATERAL ({next_nodes}) arc WHERE abs(arc.node) <> ALL(%s::bigint[])) "
            "SELECT array_agg(node) FROM reached"
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

    _plain = "{node}"
    _negative = "CASE WHEN {group} = '' THEN {node} ELSE -{node} END"

    @staticmethod
    def _quoted(name: str) -> str:
        return connection.ops.quote_name(name)


def nodes_of(closure: str, starts: Iterable[int], *, standing: Iterable[int] = ()) -> list[int]:
    """What a closure's SQL reaches from `starts`, these included, without passing through `standing`."""
    return _asked(closure, [list(starts), list(standing)])


def near(edges: Edges, starts: Iterable[int], *, steps: int) -> set[int]:
    """The nodes within `steps` edges of `starts`, these included."""
    return set(_asked(edges.neighbourhood, [list(starts), steps]))


def _asked(sql: str, values: list[Any]) -> list[int]:
    with prepared.cursor() as asked:
        asked.execute(sql, values)
        found: list[int] | None = asked.fetchone()[0]
    return found or []


def _arcs(edge: int, source: int, target: int, flow: int, group: str, needed: int) -> list[Arc]:
    ways = []
    if flow & FORWARD:
        ways.append(Arc(edge, source, target, group, needed))
    if flow & BACKWARD:
        ways.append(Arc(edge, target, source, group, needed))
    return ways
