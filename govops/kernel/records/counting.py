"""How many there are: several counts by one statement, each up to a limit, so that a million rows stay fast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from govops.kernel.organization import prepared

#: beyond this one says “more than”
COUNT_LIMIT = 10_000


def bounded_counts(
    querysets: Sequence[QuerySet[Any]],
    limits: Sequence[int] | None = None,
    *,
    among: QuerySet[Any] | None = None,
) -> list[int]:
    """How many rows each queryset has, counted up to its limit, in one statement; with `among` only of those rows."""
    if not querysets:
        return []
    head: list[Any] = []
    statement = "SELECT "
    if among is not None:
        # Under the name of their own table the chosen rows stand in its place in all parts.
        try:
            sql, values = among.order_by().query.sql_with_params()
        except EmptyResultSet:
            return [0] * len(querysets)
        statement = f'WITH "{among.model._meta.db_table}" AS MATERIALIZED ({sql}) SELECT '
        head.extend(values)
    parts, tail = _parts(querysets, limits or [COUNT_LIMIT + 1] * len(querysets))
    with connection.cursor() as cursor:
        cursor.execute(statement + parts, [*head, *tail])
        return list(cursor.fetchone())


def _parts(querysets: Sequence[QuerySet[Any]], limits: Sequence[int]) -> tuple[str, list[Any]]:
    parts: list[str] = []
    params: list[Any] = []
    for queryset, limit in zip(querysets, limits, strict=True):
        ordered = queryset if queryset.query.order_by else queryset.order_by()
        try:
            sql, values = ordered.values_list("pk")[:limit].query.sql_with_params()
        except EmptyResultSet:
            sql, values = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS part)")  # noqa: S608 - made by the ORM
        params.extend(values)
    return ", ".join(parts), params


class PreparedCounts:
    """`bounded_counts` of querysets that differ in one id only, compiled once.

    `build` makes them from the id; `SAMPLE` stands for it while compiling.
    """

    SAMPLE = -(2**62)

    def __init__(self, build: Callable[[int], Sequence[QuerySet[Any]]]) -> None:
        self.build = build
        self._plan: tuple[str, list[Any]] | None = None
        prepared.compiled_ahead(self)

    def compile(self) -> None:
        self._ready()

    def _ready(self) -> tuple[str, list[Any]]:
        if self._plan is None:
            querysets = self.build(self.SAMPLE)
            parts, values = _parts(querysets, [COUNT_LIMIT + 1] * len(querysets))
            self._plan = f"SELECT {parts}", values
        return self._plan

    def __call__(self, pk: int) -> list[int]:
        sql, values = self._ready()
        given = [pk if value == self.SAMPLE else value for value in values]
        return list(prepared.asked(sql, given).fetchone())
