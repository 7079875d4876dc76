"""Queries that are the same on every request: compiled once, asked with other values.

Django compiles a queryset anew each time, which costs several times as much as the database takes to answer.
For the few look-ups that stand on every request's way that is most of the time spent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.db.models.signals import post_save, pre_save

M = TypeVar("M", bound=models.Model)


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


def cursor() -> CursorWrapper:
    """A cursor whose values travel apart from the statement, so that the database parses and plans it once a connection."""
    # The proxy `connection` looks the thread's connection up again at every attribute.
    mine = connections[DEFAULT_DB_ALIAS]
    mine.ensure_connection()
    raw: Any = ServerBindingCursor(mine.connection)  # type: ignore[call-arg]
    return mine.make_debug_cursor(raw) if mine.queries_logged else mine.make_cursor(raw)


@dataclass(frozen=True)
class _Plan:
    sql: str
    #: for each placeholder: which argument it takes, or None and the fixed value
    places: tuple[tuple[int | None, Any], ...]
    read: Callable[[Any], list[Any]]


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


_PLAIN_FIELDS = (
    models.AutoField, models.BooleanField, models.CharField, models.DateField, models.IntegerField, models.TextField,
)  # fmt: skip
_PLAIN_METHODS = ("pre_save", "get_db_prep_save", "get_db_prep_value", "get_prep_value")


def _is_plain(field: Any) -> bool:
    """Whether the driver takes the field's value as it stands: no preparation of the field's own."""
    kind = next(
        (kind for kind in type(field).__mro__ if kind.__module__.startswith("django.db.models")), None
    )
    if kind is None or not issubclass(kind, _PLAIN_FIELDS) or getattr(field, "auto_now", False):
        return False
    own: Any = type(field)
    return all(getattr(own, name) is getattr(kind, name) for name in _PLAIN_METHODS)


@dataclass(frozen=True)
class _Column:
    """How the value of a field travels to the database: as `cast` (a width of integer), or as the field prepares it."""

    field: Any
    place: str
    is_plain: bool
    cast: Callable[[Any], Any] | None

    def value(self, one: models.Model, db: Any, *, adding: bool) -> Any:
        if not self.is_plain:
            return self.field.get_db_prep_save(self.field.pre_save(one, adding), db)
        value = getattr(one, self.field.attname)
        return value if self.cast is None or value is None else self.cast(value)

    def given(self, value: Any, db: Any) -> Any:
        """`value` as it travels, where there is no instance to ask."""
        if not self.is_plain:
            return self.field.get_db_prep_save(value, db)
        return value if self.cast is None or value is None else self.cast(value)


def _column(field: Any) -> _Column:
    place = field.get_placeholder(None, None, connection) if hasattr(field, "get_placeholder") else "%s"
    valued = field.target_field if field.many_to_one else field
    # Without a width the driver chooses one by the value, and each choice would be another statement.
    widths = connection.ops.integerfield_type_map  # type: ignore[attr-defined]
    cast = widths.get(valued.get_internal_type().replace("AutoField", "IntegerField"))
    return _Column(field, place, _is_plain(valued), cast)


_inserts: dict[type[models.Model], tuple[str, str, str, list[_Column]]] = {}


def insert(one: M) -> M:
    """`one.save(force_insert=True)` with a statement that is compiled once a model; gives it its id.

    For models with an automatic id, one table and plain values. Where somebody listens to Django's save signals the
    ordinary way is taken.
    """
    return insert_all([one])[0]


#: what writes something, and its values
Statement = tuple[str, list[Any]]


def insert_all(rows: Sequence[M], *, along: Sequence[Statement] = ()) -> list[M]:
    """`insert` of several rows of one model by one statement, in that order; `along`: statements that go with it."""
    if not rows:
        write_all(along)
        return []
    model = type(rows[0])
    if any(signal.has_listeners(model) for signal in (pre_save, post_save)):
        write_all(along)
        for one in rows:
            one.save(force_insert=True)
        return list(rows)
    head, group, tail, columns = _inserts.get(model) or _insert_of(model)
    db = connections[DEFAULT_DB_ALIAS]
    values = [column.value(one, db, adding=True) for one in rows for column in columns]
    sql, values = _with(along, (f"{head}{', '.join([group] * len(rows))}{tail}", values))
    with cursor() as asked:
        asked.execute(sql, values)
        ids = asked.fetchall()
    for one, (pk,) in zip(rows, ids, strict=True):
        _is_written(one, pk, db.alias)
    return list(rows)


def insert_both(first: models.Model, second: models.Model, *, by: str) -> None:
    """Insert two new rows by one statement, of which `second` refers to `first` by its field `by`."""
    if any(signal.has_listeners(type(one)) for signal in (pre_save, post_save) for one in (first, second)):
        first.save(force_insert=True)
        setattr(second, by, first)
        second.save(force_insert=True)
        return
    db = connections[DEFAULT_DB_ALIAS]
    head, group, tail, columns = _inserts.get(type(first)) or _insert_of(type(first))
    then, _group, rest, later = _inserts.get(type(second)) or _insert_of(type(second))
    places = ", ".join(
        "(SELECT id FROM first)" if column.field.name == by else column.place for column in later
    )
    values = [column.value(first, db, adding=True) for column in columns]
    values += [column.value(second, db, adding=True) for column in later if column.field.name != by]
    with cursor() as asked:
        asked.execute(
            f"WITH first AS ({head}{group}{tail}) {then}({places}){rest}, (SELECT id FROM first)",  # noqa: S608
            values,
        )
        pk, first_pk = asked.fetchone()
    _is_written(first, first_pk, db.alias)
    setattr(second, by, first)
    _is_written(second, pk, db.alias)


def _is_written(one: models.Model, pk: Any, alias: str) -> None:
    one.pk = pk
    one._state.adding, one._state.db = False, alias


def write_all(statements: Sequence[Statement]) -> None:
    """Several statements that write different rows, sent as one."""
    if statements:
        sql, values = _with(statements[:-1], statements[-1])
        with cursor() as asked:
            asked.execute(sql, values)


def _with(along: Sequence[Statement], last: Statement) -> Statement:
    if not along:
        return last
    named = ", ".join(f"also_{index} AS ({sql})" for index, (sql, _) in enumerate(along))
    return f"WITH {named} {last[0]}", [value for _, values in (*along, last) for value in values]


def insert_values(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """`insert_all` of rows that nobody needs as instances, each the value of every column but the id; sends no signals."""
    if not rows:
        return
    head, group, _tail, columns = _inserts.get(model) or _insert_of(model)
    db = connections[DEFAULT_DB_ALIAS]
    values = [column.given(row[column.field.attname], db) for row in rows for column in columns]
    with cursor() as asked:
        asked.execute(f"{head}{', '.join([group] * len(rows))}", values)


def _insert_of(model: type[models.Model]) -> tuple[str, str, str, list[_Column]]:
    meta, quote = model._meta, connection.ops.quote_name
    if meta.parents or meta.pk is None or not isinstance(meta.pk, models.AutoField | models.BigAutoField):
        raise TypeError(f"{model.__name__} is not one table with an automatic id")
    columns = [_column(field) for field in _written(model)]
    names = ", ".join(quote(column.field.column) for column in columns)
    _inserts[model] = found = (
        f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ",  # noqa: S608
        f"({', '.join(column.place for column in columns)})",
        f" RETURNING {quote(str(meta.pk.column))}",
        columns,
    )
    return found


def _written(model: type[models.Model]) -> list[Any]:
    return [
        field for field in model._meta.local_concrete_fields if not field.primary_key and not field.generated
    ]


_updates: dict[tuple[Any, ...], tuple[str, list[_Column]]] = {}


def overwrite(one: models.Model, *, only: tuple[str, ...] | None = None, **expected: Any) -> bool:
    """Write the fields `only` (None: all) of a saved row, if its `expected` fields still have these values.

    False: they have not, and nothing was written. Compiled once; sends no signals.
    """
    with cursor() as asked:
        asked.execute(*overwriting(one, only=only, **expected))
        return bool(asked.rowcount)


def overwriting(one: models.Model, *, only: tuple[str, ...] | None = None, **expected: Any) -> Statement:
    """The statement of `overwrite`."""
    key = (type(one), only, tuple(expected))
    sql, columns = _updates.get(key) or _update_of(key)
    db = connections[DEFAULT_DB_ALIAS]
    values = [column.value(one, db, adding=False) for column in columns]
    return sql, [*values, one.pk, *expected.values()]


def _update_of(key: tuple[Any, ...]) -> tuple[str, list[_Column]]:
    model, only, expected = key
    meta, quote = model._meta, connection.ops.quote_name
    fields = _written(model) if only is None else [meta.get_field(name) for name in only]
    columns = [_column(field) for field in fields]
    sets = ", ".join(f"{quote(column.field.column)} = {column.place}" for column in columns)
    tests = " AND ".join(f"{quote(meta.get_field(name).column)} = %s" for name in ("id", *expected))
    _updates[key] = found = f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {tests}", columns  # noqa: S608
    return found
