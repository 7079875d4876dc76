"""Several queries asked by one statement: what stands in different tables comes back in one round trip.

Each query becomes an array of rows. They travel in PostgreSQL's binary form, which tells the type of every value in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from psycopg.pq import Format

from govops.kernel.organization.prepared import asked, compiled_ahead, reader_of

#: what Django reads as text and the driver would read as more
_AS_TEXT = {"jsonb": "::text", "jsonb[]": "::text[]"}
_NOTHING = "ARRAY(SELECT ROW(1) WHERE false)"


@dataclass(frozen=True)
class _Part:
    sql: str
    values: tuple[Any, ...]
    read: Callable[[Any], list[Any]]


def ask_together(*querysets: QuerySet[Any]) -> list[list[Any]]:
    """The rows of each queryset, of whatever models, by one statement; `select_related` and annotations come along."""
    if not querysets:
        return []
    parts = [_part(one) for one in querysets]
    return _ask(parts, [value for part in parts for value in part.values])


class Together:
    """`ask_together` of querysets that differ only in some values: compiled once, as `prepared.Prepared` is.

    `samples` stand for the values while compiling; they occur nowhere else in the queries.
    """

    def __init__(self, build: Callable[..., Sequence[QuerySet[Any]]], *samples: Any) -> None:
        self.build = build
        self.samples = samples
        self._parts: list[_Part] | None = None
        compiled_ahead(self)

    def compile(self) -> None:
        self._ready()

    def _ready(self) -> list[_Part]:
        if self._parts is None:
            self._parts = [_part(one) for one in self.build(*self.samples)]
        return self._parts

    def __call__(self, *values: Any) -> list[list[Any]]:
        parts, given = self._ready(), dict(zip(self.samples, values, strict=True))
        return _ask(parts, [_given(value, given) for part in parts for value in part.values])


def _given(value: Any, given: dict[Any, Any]) -> Any:
    if isinstance(value, list):
        return [_given(one, given) for one in value]
    return given.get(value, value) if isinstance(value, str | int) else value


def _part(queryset: QuerySet[Any]) -> _Part:
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return _Part(_NOTHING, (), list)
    names = [f"c{place}" for place in range(len(compiler.select))]
    told = [f"{name}{_cast(column[0])}" for name, column in zip(names, compiler.select, strict=True)]
    array = f"ARRAY(SELECT ROW({', '.join(told)}) FROM ({sql}) AS part({', '.join(names)}))"  # noqa: S608 - made by the ORM
    return _Part(array, tuple(values), reader_of(compiler))


def _cast(column: Any) -> str:
    return _AS_TEXT.get(column.output_field.db_type(connection) or "", "")


def _ask(parts: Sequence[_Part], values: list[Any]) -> list[list[Any]]:
    arrays = asked(f"SELECT {', '.join(part.sql for part in parts)}", values, format=Format.BINARY).fetchone()
    return [part.read(rows) for part, rows in zip(parts, arrays, strict=True)]
