"""Rows into the database by statements that are compiled once a model.

For models with an automatic id, one table and plain values. Where somebody listens to Django's save signals the
ordinary way is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.signals import post_save, pre_save

from govops.kernel.organization.journeys import ID_BEFORE, Write, later
from govops.kernel.organization.prepared import cursor

M = TypeVar("M", bound=models.Model)

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


@dataclass(frozen=True)
class _Insert:
    """How a row of one model is written: the columns but the id, and their places."""

    table: str
    names: str
    places: str
    columns: tuple[_Column, ...]

    @property
    def head(self) -> str:
        return f'INSERT INTO "{self.table}" ({self.names}) VALUES '  # noqa: S608

    def values(self, one: models.Model) -> list[Any]:
        db = connections[DEFAULT_DB_ALIAS]
        return [column.value(one, db, adding=True) for column in self.columns]


_inserts: dict[type[models.Model], _Insert] = {}


def _insert_of(model: type[models.Model]) -> _Insert:
    if model not in _inserts:
        meta, quote = model._meta, connection.ops.quote_name
        if meta.parents or not isinstance(meta.pk, models.AutoField | models.BigAutoField):
            raise TypeError(f"{model.__name__} is not one table with an automatic id")
        columns = tuple(_column(field) for field in _written(model))
        _inserts[model] = _Insert(
            meta.db_table,
            ", ".join(quote(column.field.column) for column in columns),
            ", ".join(column.place for column in columns),
            columns,
        )
    return _inserts[model]


def _written(model: type[models.Model]) -> list[Any]:
    return [
        field for field in model._meta.local_concrete_fields if not field.primary_key and not field.generated
    ]


def _is_listened_to(one: models.Model) -> bool:
    return any(signal.has_listeners(type(one)) for signal in (pre_save, post_save))


def _is_written(one: models.Model, pk: Any) -> None:
    one.pk = pk
    one._state.adding, one._state.db = False, DEFAULT_DB_ALIAS


@cache
def ids_of(model: type[models.Model]) -> str:
    """The sequence from which the table takes its ids."""
    with connection.cursor() as asked:
        asked.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        (name,) = asked.fetchone()
    return str(name)


def insert(one: M) -> M:
    """`one.save(force_insert=True)`; gives it its id."""
    return insert_all([one])[0]


def insert_all(rows: Sequence[M]) -> list[M]:
    """`insert` of several rows of one model by one statement, in that order."""
    if not rows:
        return []
    if _is_listened_to(rows[0]):
        for one in rows:
            one.save(force_insert=True)
        return list(rows)
    made = _insert_of(type(rows[0]))
    with cursor() as asked:
        asked.execute(
            f"{made.head}{', '.join([f'({made.places})'] * len(rows))} RETURNING id",
            [value for one in rows for value in made.values(one)],
        )
        ids = asked.fetchall()
    for one, (pk,) in zip(rows, ids, strict=True):
        _is_written(one, pk)
    return list(rows)


def insert_both_later(first: models.Model, second: models.Model, *, by: str) -> None:
    """Two rows whose ids nobody needs, with the other writes of the deed; `second` refers to `first` by its field `by`."""
    if _is_listened_to(first) or _is_listened_to(second):
        first.save(force_insert=True)
        setattr(second, by, first)
        second.save(force_insert=True)
    else:
        later(*_pair(first, second, by))


def _pair(first: models.Model, second: models.Model, by: str) -> tuple[Write, Write]:
    one, other = _insert_of(type(first)), _insert_of(type(second))
    places = ", ".join(ID_BEFORE if column.field.name == by else column.place for column in other.columns)
    db = connections[DEFAULT_DB_ALIAS]
    values = [column.value(second, db, adding=True) for column in other.columns if column.field.name != by]
    return (
        Write(f"{one.head}({one.places}) RETURNING id", one.values(first), one.table),
        Write(f"{other.head}({places})", values, other.table),
    )


def insert_later(rows: Sequence[models.Model]) -> None:
    """`insert_all` of rows whose ids are known already or needed by nobody, with the other writes of the deed."""
    if rows and _is_listened_to(rows[0]):
        insert_all(rows)
    elif rows:
        later(_inserting(rows))


def _inserting(rows: Sequence[models.Model]) -> Write:
    made = _insert_of(type(rows[0]))
    if rows[0].pk is None:
        groups = ", ".join([f"({made.places})"] * len(rows))
        return Write(made.head + groups, [value for one in rows for value in made.values(one)], made.table)
    values = [value for one in rows for value in (one.pk, *made.values(one))]
    groups = ", ".join([f"(%s, {made.places})"] * len(rows))
    for one in rows:
        _is_written(one, one.pk)
    return Write(f'INSERT INTO "{made.table}" (id, {made.names}) VALUES {groups}', values, made.table)  # noqa: S608


def insert_values(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """As `insert_later`, each row the value of every column but the id; sends no signals."""
    if not rows:
        return
    made, db = _insert_of(model), connections[DEFAULT_DB_ALIAS]
    values = [column.given(row[column.field.attname], db) for row in rows for column in made.columns]
    later(Write(f"{made.head}{', '.join([f'({made.places})'] * len(rows))}", values, made.table))


_updates: dict[tuple[Any, ...], tuple[str, str, list[_Column]]] = {}


def overwrite(one: models.Model, *, only: tuple[str, ...] | None = None, **expected: Any) -> bool:
    """Write the fields `only` (None: all) of a saved row, if its `expected` fields still have these values.

    False: they have not, and nothing was written. Compiled once; sends no signals.
    """
    write = overwriting(one, only=only, **expected)
    with cursor() as asked:
        asked.execute(write.sql, write.values)
        return bool(asked.rowcount)


def overwriting(
    one: models.Model,
    *,
    only: tuple[str, ...] | None = None,
    missed: Callable[[], None] | None = None,
    **expected: Any,
) -> Write:
    """What `overwrite` does, to be done `later`; `missed` is called where it would be False."""
    key = (type(one), only, tuple(expected))
    table, sql, columns = _updates.get(key) or _update_of(key)
    db = connections[DEFAULT_DB_ALIAS]
    values = [column.value(one, db, adding=False) for column in columns]
    return Write(sql, [*values, one.pk, *expected.values()], table, is_change=True, missed=missed)


def _update_of(key: tuple[Any, ...]) -> tuple[str, str, list[_Column]]:
    model, only, expected = key
    meta, quote = model._meta, connection.ops.quote_name
    fields = _written(model) if only is None else [meta.get_field(name) for name in only]
    columns = [_column(field) for field in fields]
    sets = ", ".join(f"{quote(column.field.column)} = {column.place}" for column in columns)
    tests = " AND ".join(f"{quote(meta.get_field(name).column)} = %s" for name in ("id", *expected))
    table = meta.db_table
    _updates[key] = found = table, f"UPDATE {quote(table)} SET {sets} WHERE {tests}", columns  # noqa: S608
    return found
