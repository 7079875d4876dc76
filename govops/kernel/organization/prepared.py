"""Queries that are the same on every request: compiled once, asked with other values.

Django compiles a queryset anew each time, which costs several times as much as the database takes to answer.
For the few look-ups that stand on every request's way that is most of the time spent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.db.models.signals import post_save, pre_save

M = TypeVar("M", bound=models.Model)


class _PreparedCursor(ServerBindingCursor):
    """Lets the database parse and plan each statement once a connection; values travel apart from it."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, **{**options, "prepare": True})  # type: ignore[misc]


def cursor() -> CursorWrapper:
    """A cursor for statements that never change: each is prepared on the connection and only asked again."""
    connection.ensure_connection()
    raw: Any = _PreparedCursor(connection.connection)  # type: ignore[call-arg]
    return connection.make_debug_cursor(raw) if connection.queries_logged else connection.make_cursor(raw)


@dataclass(frozen=True)
class _Plan:
    sql: str
    #: for each placeholder: which argument it takes, or None and the fixed value
    places: tuple[tuple[int | None, Any], ...]
    read: Callable[[Any], list[Any]]


class Prepared(Generic[M]):
    """`Prepared(lambda pk: Person.objects.filter(pk=pk), -1)(7)` is a list of people.

    `samples` stand for the arguments while compiling: values that occur nowhere else in the query, of the type
    that the database takes. Only plain look-ups (=, <=, …) of model rows, with select_related: no None, no `in`.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *samples: Any) -> None:
        self.build = build
        self.samples = samples
        self._plan: _Plan | None = None

    def __deepcopy__(self, memo: Any) -> Prepared[M]:
        return self

    def __call__(self, *values: Any) -> list[M]:
        plan = self._plan or self._compiled()
        if not plan.sql:
            return []
        with cursor() as asked:
            asked.execute(
                plan.sql, [fixed if index is None else values[index] for index, fixed in plan.places]
            )
            rows = asked.fetchall()
        return plan.read(rows)

    def first(self, *values: Any) -> M | None:
        """The first row, or None."""
        found = self(*values)
        return found[0] if found else None

    def _compiled(self) -> _Plan:
        compiler = self.build(*self.samples).query.get_compiler(connection=connection)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            sql, parameters = "", ()
        places = tuple(
            (self.samples.index(value), None) if value in self.samples else (None, value)
            for value in parameters
        )
        if sql and {index for index, _ in places if index is not None} != set(range(len(self.samples))):
            raise ValueError(f"an argument of {self.build} does not reach the database as it was given")
        self._plan = _Plan(sql, places, _reader(compiler) if sql else list)
        return self._plan


def _reader(compiler: Any) -> Callable[[Any], list[Any]]:
    """Database rows → instances, as `ModelIterable` does it."""
    select, info, db = compiler.select, compiler.klass_info, connection.alias
    model, fields = info["model"], info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    converters = compiler.get_converters([column[0] for column in select])
    populators = get_related_populators(info, select, db)  # type: ignore[call-arg]  # the stubs are those of a later Django

    def read(rows: Any) -> list[Any]:
        made = []
        for row in compiler.apply_converters(rows, converters) if converters else rows:
            one = model.from_db(db, names, row[start:end])
            for populator in populators:
                populator.populate(row, one)
            made.append(one)
        return made

    return read


_inserts: dict[type[models.Model], tuple[str, list[Any]]] = {}


def insert(one: M) -> M:
    """`one.save(force_insert=True)` with a statement that is compiled once a model; gives it its id.

    For models with an automatic id, one table and plain values. Where somebody listens to Django's save signals the
    ordinary way is taken.
    """
    model = type(one)
    if any(signal.has_listeners(model) for signal in (pre_save, post_save)):
        one.save(force_insert=True)
        return one
    sql, fields = _inserts.get(model) or _insert_of(model)
    values = [field.get_db_prep_save(field.pre_save(one, True), connection) for field in fields]
    with cursor() as asked:
        asked.execute(sql, values)
        (one.pk,) = asked.fetchone()
    one._state.adding, one._state.db = False, connection.alias
    return one


def _insert_of(model: type[models.Model]) -> tuple[str, list[Any]]:
    meta, quote = model._meta, connection.ops.quote_name
    fields: list[Any] = [
        field for field in meta.local_concrete_fields if not field.primary_key and not field.generated
    ]
    if meta.parents or meta.pk is None or not isinstance(meta.pk, models.AutoField | models.BigAutoField):
        raise TypeError(f"{model.__name__} is not one table with an automatic id")
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(
        field.get_placeholder(None, None, connection) if hasattr(field, "get_placeholder") else "%s"
        for field in fields
    )
    sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places}) RETURNING {quote(str(meta.pk.column))}"  # noqa: S608
    _inserts[model] = sql, fields
    return sql, fields


_updates: dict[tuple[Any, ...], tuple[str, list[Any]]] = {}


def overwrite(one: models.Model, *, leaving: tuple[str, ...] = (), **expected: Any) -> bool:
    """Write all columns of a saved row except those of the fields `leaving`, if its `expected` fields still have these values.

    False: they have not, and nothing was written. Compiled once; sends no signals.
    """
    key = (type(one), leaving, tuple(expected))
    sql, fields = _updates.get(key) or _update_of(key)
    values = [field.get_db_prep_save(field.pre_save(one, False), connection) for field in fields]
    with cursor() as asked:
        asked.execute(sql, [*values, one.pk, *expected.values()])
        return bool(asked.rowcount)


def _update_of(key: tuple[Any, ...]) -> tuple[str, list[Any]]:
    model, leaving, expected = key
    meta, quote = model._meta, connection.ops.quote_name
    fields = [
        f
        for f in meta.local_concrete_fields
        if not f.primary_key and not f.generated and f.name not in leaving
    ]
    places = [
        field.get_placeholder(None, None, connection) if hasattr(field, "get_placeholder") else "%s"
        for field in fields
    ]
    sets = ", ".join(f"{quote(field.column)} = {place}" for field, place in zip(fields, places, strict=True))
    tests = " AND ".join(f"{quote(meta.get_field(name).column)} = %s" for name in ("id", *expected))
    _updates[key] = found = f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {tests}", fields  # noqa: S608
    return found
