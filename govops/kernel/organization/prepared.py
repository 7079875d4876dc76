"""Queries that are the same on every request: compiled once, asked with other values.

Django compiles a queryset anew each time, which costs several times as much as the database takes to answer.
For the few look-ups that stand on every request's way that is most of the time spent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any, Generic, Protocol, TypeVar
from weakref import WeakSet

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, models
from django.db.backends.postgresql.base import CursorMixin
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError
from psycopg import RawCursor
from psycopg.pq import Format

from govops.kernel.organization.steady import EDITION, Rows, confirm, is_steady, is_to_confirm, remembered

M = TypeVar("M", bound=models.Model)

#: statements of a connection whose cursors are kept: all of ours, inserts of several rows in a few numbers of them
_CURSORS_AT_MOST = 500
_SELECT = "SELECT "


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


def asked(statement: str, values: Sequence[Any], *, format: Format = Format.TEXT) -> Any:
    """The driver's cursor after the statement, to be read before anything else is asked.

    The values travel apart from the statement, so that the database parses and plans it once a connection. The cursor is
    kept with the connection: it remembers how the values of this statement are written and its rows read.
    """
    # The proxy `connection` looks the thread's connection up again at every attribute.
    mine: Any = connections[DEFAULT_DB_ALIAS]
    mine.ensure_connection()
    if statement not in mine.kept_cursors:
        if len(mine.kept_cursors) >= _CURSORS_AT_MOST:
            mine.kept_cursors.clear()
        raw: Any = _NumberedCursor(mine.connection)
        raw.format = format
        mine.kept_cursors[statement] = raw, mine.make_cursor(raw)
    raw, ours = mine.kept_cursors[statement]
    (mine.make_debug_cursor(raw) if mine.queries_logged else ours).execute(statement, values)
    return raw


@dataclass(frozen=True)
class _Plan:
    sql: str
    #: for each placeholder: which argument it takes, or None and the fixed value
    places: tuple[tuple[int | None, Any], ...]
    read: Callable[[Any], list[Any]]
    is_steady: bool
    #: how many columns a row has
    width: int


def rows_of(sql: str, values: Sequence[Any]) -> Rows:
    """The rows of a statement, which carries the question of the edition where that is still open."""
    rows: Rows
    if is_to_confirm() and sql.startswith(_SELECT):
        rows = asked(f"SELECT {EDITION}, {sql.removeprefix(_SELECT)}", values).fetchall()
        if rows:
            confirm(rows[0][0])
        return [row[1:] for row in rows]
    rows = asked(sql, values).fetchall()
    return rows


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
            return plan.read(remembered(plan.sql, given, lambda: rows_of(plan.sql, given)))
        return plan.read(rows_of(plan.sql, given))

    def first(self, *values: Any) -> M | None:
        """The first row, or None."""
        found = self(*values)
        return found[0] if found else None

    def _compiled(self) -> _Plan:
        self._plan = _plan_of(self.build(*self.samples), self.samples)
        _require_all([self._plan], self.samples, self.build)
        return self._plan


class Joined:
    """`Prepared` for several look-ups at once: the first row of each, and all rows of the last, in one journey.

    `build` gives their querysets; all but the last find one row at most. Nothing is found where the first finds nothing.
    For any number of rows of each there is `together.Together`, whose arrays of rows the driver takes to pieces in Python.
    """

    def __init__(self, build: Callable[..., Sequence[QuerySet[Any]]], *samples: Any) -> None:
        self.build = build
        self.samples = samples
        self._plans: list[_Plan] = []
        self._sql = ""

    def __call__(self, *values: Any) -> list[list[Any]] | None:
        """The rows of each, None standing for a single one that is not there; None: not even the first is."""
        if not self._plans:
            self._compile()
        given = [
            fixed if index is None else values[index] for plan in self._plans for index, fixed in plan.places
        ]
        rows = rows_of(self._sql, given)
        return self._read(rows) if rows else None

    def _read(self, rows: Rows) -> list[list[Any]]:
        found, start, last = [], 0, self._plans[-1]
        for plan in self._plans:
            end = start + plan.width
            mine = [row[start:end] for row in (rows if plan is last else rows[:1]) if row[start] is not None]
            found.append(plan.read(mine) if mine or plan is last else [None])
            start = end
        return found

    def _compile(self) -> None:
        plans = [_plan_of(one, self.samples) for one in self.build(*self.samples)]
        _require_all(plans, self.samples, self.build)
        first, *others = [f"({plan.sql}) AS part{place}" for place, plan in enumerate(plans)]
        self._sql = f"SELECT * FROM {first}" + "".join(f" LEFT JOIN {other} ON TRUE" for other in others)  # noqa: S608
        self._plans = plans


def _plan_of(queryset: QuerySet[Any], samples: Sequence[Any]) -> _Plan:
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _Plan("", (), list, is_steady=False, width=0)
    places = tuple(
        (samples.index(value), None) if value in samples else (None, value) for value in parameters
    )
    return _Plan(sql, places, reader_of(compiler), is_steady(sql), len(compiler.select))


def _require_all(plans: Sequence[_Plan], samples: Sequence[Any], build: Any) -> None:
    given = {index for plan in plans for index, _ in plan.places if index is not None}
    if all(plan.sql for plan in plans) and given != set(range(len(samples))):
        raise ValueError(f"an argument of {build} does not reach the database as it was given")


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
