"""What fails with a node is what a patient person finds by asking every node again and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from govops.kernel.graphs import Edges, behind, failing, near, reach
from govops.kernel.graphs.edges import BACKWARD, BOTH, FORWARD

pytestmark = pytest.mark.django_db

EDGES = Edges(table="test_edge", holds="state = 'active'")
COLUMNS = 'id bigserial, source_id bigint, target_id bigint, flow int, "group" text, needed int, state text'
Edge = tuple[int, int, int, str, int]


@pytest.fixture(autouse=True)
def table(db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE test_edge ({COLUMNS})")
        yield
        cursor.execute("DROP TABLE test_edge")


def given_edges(edges: Iterable[Edge], *, state: str = "active") -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            'INSERT INTO test_edge (source_id, target_id, flow, "group", needed, state) VALUES (%s, %s, %s, %s, %s, %s)',
            [(*edge, state) for edge in edges],
        )


def patiently(edges: list[Edge], starts: Iterable[int], standing: frozenset[int] = frozenset()) -> set[int]:
    """The least fix-point by brute force."""
    failed = set(starts) - standing
    hangs = [(s, t, g, n) for s, t, f, g, n in edges if f & FORWARD]
    hangs += [(t, s, g, n) for s, t, f, g, n in edges if f & BACKWARD]
    while True:
        fresh = {on for by, on, group, _ in hangs if not group and by in failed}
        for on, name in {(on, group) for _, on, group, _ in hangs if group}:
            members = [(by, needed) for by, other, group, needed in hangs if (other, group) == (on, name)]
            broken = sum(by in failed for by, _ in members)
            if broken and len(members) - broken < max(needed for _, needed in members):
                fresh.add(on)
        fresh -= standing
        if fresh <= failed:
            return failed
        failed |= fresh


nodes = st.integers(1, 9)
edge_lists = st.lists(
    st.tuples(
        nodes, nodes, st.sampled_from([0, FORWARD, BACKWARD, BOTH]), st.sampled_from(["", "", "a", "b"]), st.integers(1, 2)
    ).filter(lambda edge: edge[0] != edge[1]),
    max_size=22,
)  # fmt: skip
small = settings(
    max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE test_edge")


@pytest.mark.parametrize("few", [0, reach.FEW])
@small
@given(
    edges=edge_lists, starts=st.sets(nodes, min_size=1, max_size=3), standing=st.frozensets(nodes, max_size=1)
)
@example(edges=[(1, 2, FORWARD, "a", 1), (3, 2, FORWARD, "a", 1)], starts={1, 3}, standing=frozenset())
@example(
    edges=[(1, 2, FORWARD, "a", 1), (3, 2, FORWARD, "a", 1), (4, 2, FORWARD, "b", 2)],
    starts={1},
    standing=frozenset(),
)
def test_what_fails_is_the_least_fix_point(
    few: int, edges: list[Edge], starts: set[int], standing: frozenset[int]
) -> None:
    """Whether the whole way is gone again after a group has fallen, or one step at a time."""
    emptied()
    given_edges(edges)
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(reach, "FEW", few)
        found = failing(EDGES, starts, standing=standing)
    assert found.ids == patiently(edges, starts, standing)
    reached = failing(EDGES, starts, standing=standing)
    assert reached.ids == patiently(edges, starts, standing)


@small
@given(edges=edge_lists, starts=st.sets(nodes, min_size=1, max_size=2))
def test_every_result_is_explained_by_a_way_that_begins_at_a_start(
    edges: list[Edge], starts: set[int]
) -> None:
    emptied()
    given_edges(edges)
    reached = failing(EDGES, starts)
    for node in reached.ids:
        arcs = reached.way_to(node)
        stops = [arc.supplier for arc in arcs] + [node]
        assert stops[0] in starts
        assert [arc.dependant for arc in arcs] == stops[1:]
        assert len(set(stops)) == len(stops)


@small
@given(edges=edge_lists, symptoms=st.sets(nodes, min_size=1, max_size=2))
def test_a_single_cause_is_one_whose_failure_brings_the_symptom(
    edges: list[Edge], symptoms: set[int]
) -> None:
    emptied()
    given_edges(edges)
    found = behind(EDGES, symptoms)
    single = {node for node in range(1, 10) if patiently(edges, [node]) & symptoms} - symptoms
    assert single <= found.ids
    for node in found.ids:
        assert found.explained_by(node) == frozenset(patiently(edges, [node]) & symptoms)
        arcs = found.way_from(node)
        assert arcs[0].supplier == node
        assert arcs[-1].dependant in symptoms


def test_one_of_two_power_feeds_is_enough() -> None:
    feeds = [(1, 3, FORWARD, "电源", 1), (2, 3, FORWARD, "电源", 1)]
    given_edges([*feeds, (4, 3, BACKWARD, "", 1)])
    assert failing(EDGES, [1]).ids == {1}
    assert failing(EDGES, [1, 2]).ids == {1, 2, 3, 4}


def test_two_feeds_from_one_source_fall_together() -> None:
    given_edges(
        [(9, 1, FORWARD, "", 1), (9, 2, FORWARD, "", 1), (1, 3, FORWARD, "g", 1), (2, 3, FORWARD, "g", 1)]
    )
    reached = failing(EDGES, [9])
    assert reached.ids == {9, 1, 2, 3}
    assert len(reached.way_to(3)) == 2


def test_two_of_three_are_needed() -> None:
    given_edges([(n, 9, FORWARD, "集群", 2) for n in (1, 2, 3)])
    assert failing(EDGES, [1]).ids == {1}
    assert failing(EDGES, [1, 3]).ids == {1, 3, 9}


def test_an_ended_edge_carries_nothing() -> None:
    given_edges([(1, 2, FORWARD, "", 1)], state="ended")
    assert failing(EDGES, [1]).ids == {1}
    assert behind(EDGES, [2]).ids == set()


def test_without_redundancy_one_query_answers(django_assert_num_queries: Any) -> None:
    given_edges([(n, n + 1, BOTH, "", 1) for n in range(1, 300)])
    with django_assert_num_queries(1):
        assert len(failing(EDGES, [7]).ids) == 300


def test_the_neighbourhood_asks_for_no_direction() -> None:
    given_edges([(1, 2, FORWARD, "", 1), (3, 2, 0, "", 1), (3, 4, BACKWARD, "", 1), (4, 5, BOTH, "", 1)])
    assert near(EDGES, [1], steps=0) == {1}
    assert near(EDGES, [1], steps=2) == {1, 2, 3}
    assert near(EDGES, [1], steps=9) == {1, 2, 3, 4, 5}
