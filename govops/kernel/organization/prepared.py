"""Queries that are the same on every request: compiled once, asked with other values.

Django compiles a queryset anew each time, which costs several times as much as the database takes to answer.
For the few look-ups that stand on every request's way that is most of the time spent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any, Generic, Protocol, TypeVar
from weakref import WeakSet

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, models
from django.db.backends.postgresql.base import CursorMixin
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError
from psycopg import RawCursor

from govops.kernel.organization.steady import Rows, is_steady, remembered

M = TypeVar("M", bound=models.Model)


@models.ForeignKey.register_lookup
@models.Field.register_lookup
class Among(models.Lookup):
    """`field__among=[…]`: as `in`, with the whole list as one argument, so that the statement stays the same."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (value,)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*left_values, *right_values)


@lru_cache(maxsize=2_000)
def _numbered(statement: str) -> bytes:
    """With the placeholders of the database ($1, $2, …) in the place of Django's (%s)."""
    places = count(1)
    return re.sub("%[s%]", lambda found: f"${next(places)}" if found[0] == "%s" else "%", statement).encode()


class _NumberedCursor(CursorMixin, RawCursor[tuple[Any, ...]]):
    """Takes our statements to pieces once; the driver does so again for every one that is long."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        return super().execute(query if params is None else _numbered(query), params, **how)


def cursor() -> CursorWrapper:
    """A cursor whose values travel apart from the statement, so that the database parses and plans it once a connection."""
    # The proxy `connection` looks the thread's connection up again at every attribute.
    mine = connections[DEFAULT_DB_ALIAS]
    mine.ensure_connection()
    raw: Any = _NumberedCursor(mine.connection)
    return mine.make_debug_cursor(raw) if mine.queries_logged else mine.make_cursor(raw)


@dataclass(frozen=True)
class _Plan:
    sql: str
    #: for each placeholder: which argument it takes, or None and the fixed value
    places: tuple[tuple[int | None, Any], ...]
    read: Callable[[Any], list[Any]]
    is_steady: bool


def _asked(sql: str, values: list[Any]) -> Rows:
    with cursor() as asked:
        asked.execute(sql, values)
        return asked.fetchall()


class Compiled(Protocol):
    """What is compiled once, at its first use or by `compile_all`."""

    def compile(self) -> None: ...


_all: WeakSet[Compiled] = WeakSet()


def compiled_ahead(one: Compiled) -> None:
    """Add `one` to what a process compiles when it starts."""
    _all.add(one)


def compile_all() -> None:
    """Compile what was not yet, as far as there is a database: a few statements look at its version.

    What locks rows is compiled in its first transaction.
    """
    try:
        for one in list(_all):
            with suppress(TransactionManagementError):
                one.compile()
    except OperationalError:
        return  # each is compiled at its first use
    finally:
        connection.close()


class Prepared(Generic[M]):
    """`Prepared(lambda pk: Person.objects.filter(pk=pk), -1)(7)` is a list of people.

    `samples` stand for the arguments while compiling: values that occur nowhere else in the query, of the type
    that the database takes. Only plain look-ups (=, <=, …) of model rows, with select_related and annotations: no None; for `in` there
    is the look-up `among`, which takes a list as one argument.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *samples: Any) -> None:
        self.build = build
        self.samples = samples
        self._plan: _Plan | None = None
        compiled_ahead(self)

    def compile(self) -> None:
        if self._plan is None:
            self._compiled()

    def __deepcopy__(self, memo: Any) -> Prepared[M]:
        return self

    def __call__(self, *values: Any) -> list[M]:
        plan = self._plan or self._compiled()
        if not plan.sql:
            return []
        given = [fixed if index is None else values[index] for index, fixed in plan.places]
        if plan.is_steady:
            return plan.read(remembered(plan.sql, given, lambda: _asked(plan.sql, given)))
        return plan.read(_asked(plan.sql, given))

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
        self._plan = _Plan(sql, places, reader_of(compiler) if sql else list, is_steady(sql))
        return self._plan


def reader_of(compiler: Any) -> Callable[[Any], list[Any]]:
    """Database rows → instances, as `ModelIterable` does it."""
    select, info, db = compiler.select, compiler.klass_info, connection.alias
    model, fields = info["model"], info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    converters = compiler.get_converters([column[0] for column in select])
    annotations = list(compiler.annotation_col_map.items())
    populators = get_related_populators(info, select, db)  # type: ignore[call-arg]  # the stubs are those of a later Django

    def read(rows: Any) -> list[Any]:
        made = []
        for row in compiler.apply_converters(rows, converters) if converters else rows:
            one = model.from_db(db, names, row[start:end])
            for populator in populators:
                populator.populate(row, one)
            for name, position in annotations:
                setattr(one, name, row[position])
            made.append(one)
        return made

    return read
