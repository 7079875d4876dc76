"""How many there are: several counts by one statement, each up to a limit, so that a million rows stay fast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

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
    parts: list[str] = []
    params: list[Any] = []
    statement = "SELECT "
    if among is not None:
        # Under the name of their own table the chosen rows stand in its place in all parts.
        try:
            sql, values = among.order_by().query.sql_with_params()
        except EmptyResultSet:
            return [0] * len(querysets)
        statement = f'WITH "{among.model._meta.db_table}" AS MATERIALIZED ({sql}) SELECT '
        params.extend(values)
    for queryset, limit in zip(querysets, limits or [COUNT_LIMIT + 1] * len(querysets), strict=True):
        ordered = queryset if queryset.query.order_by else queryset.order_by()
        try:
            sql, values = ordered.values_list("pk")[:limit].query.sql_with_params()
        except EmptyResultSet:
            sql, values = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS part)")  # noqa: S608 - made by the ORM
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(statement + ", ".join(parts), params)
        return list(cursor.fetchone())
