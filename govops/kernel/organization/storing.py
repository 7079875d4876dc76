"""Rows into the database by statements that are compiled once a model.

For models with an automatic id, one table and plain values. Where somebody listens to Django's save signals the
ordinary way is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.signals import post_save, pre_save

from govops.kernel.organization.journeys import ID_BEFORE, Write, later
from govops.kernel.organization.prepared import asked

M = TypeVar("M", bound=models.Model)

_PLAIN_FIELDS = (
    models.AutoField, models.BooleanField, models.CharField, models.DateField, models.IntegerField, models.TextField,
)  # fmt: skip
_PLAIN_METHODS = ("pre_save", "get_db_prep_save", "get_db_prep_value", "get_prep_value")

#: what becomes of a value that is not None before it travels
Preparation = Callable[[Any], Any]


def _is_of_django(field: Any, kinds: Any) -> bool:
    """Whether it is one of these `kinds` of field and prepares its values as Django's own does."""
    kind = next((one for one in type(field).__mro__ if one.__module__.startswith("django.db.models")), None)
    own: Any = type(field)
    return (
        kind is not None
        and issubclass(kind, kinds)
        and all(getattr(own, name) is getattr(kind, name) for name in _PLAIN_METHODS)
    )


def _preparation_of(field: Any) -> Preparation | None:
    """None where the driver takes the value as it stands."""
    valued = field.target_field if field.many_to_one else field
    if _is_of_django(valued, models.DateField):
        return str  # moments too: what is text already the driver need not look at
    if _is_of_django(valued, _PLAIN_FIELDS):
        # Without a width the driver chooses one by the value, and each choice would be another statement.
        widths = connection.ops.integerfield_type_map  # type: ignore[attr-defined]
        width: Preparation | None = widths.get(
            valued.get_internal_type().replace("AutoField", "IntegerField")
        )
        return width
    if _is_of_django(valued, models.JSONField) and valued.encoder is None:
        written: Preparation = connection.ops.written_json  # type: ignore[attr-defined]
        return written
    return lambda value: field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])


def _place(field: Any) -> str:
    return field.get_placeholder(None, None, connection) if hasattr(field, "get_placeholder") else "%s"


class _Columns:
    """Some columns of a model, and how their values travel to the database."""

    def __init__(self, fields: Iterable[Any], key: Any) -> None:
        self.fields = tuple(fields)
        self.names = tuple(field.attname for field in self.fields)
        prepared = [(place, _preparation_of(field)) for place, field in enumerate((*self.fields, key))]
        self._prepared = [(place, prepare) for place, prepare in prepared if prepare]
        self._at_once, self._one_by_one = (
            itemgetter(*self.names, key.attname),
            attrgetter(*self.names, key.attname),
        )
        self._set_when_saved = [
            (place, field) for place, field in enumerate(self.fields) if _is_set_when_saved(field)
        ]

    def of(self, one: models.Model, *, adding: bool) -> list[Any]:
        """What travels of a row, and its key after that."""
        try:
            values = list(self._at_once(vars(one)))
        except KeyError:  # a column that was not read
            values = list(self._one_by_one(one))
        for place, field in self._set_when_saved:
            values[place] = field.pre_save(one, adding)
        return self._travelling(values)

    def given(self, row: Mapping[str, Any]) -> list[Any]:
        """What travels of a row that is a mapping, without a key."""
        return self._travelling([*(row[name] for name in self.names), None])[:-1]

    def _travelling(self, values: list[Any]) -> list[Any]:
        for place, prepare in self._prepared:
            if (value := values[place]) is not None:
                values[place] = prepare(value)
        return values


def _is_set_when_saved(field: Any) -> bool:
    if isinstance(field, models.DateField | models.TimeField):
        return field.auto_now or field.auto_now_add
    return type(field).pre_save is not models.Field.pre_save


@dataclass(frozen=True)
class _Insert:
    """How a row of one model is written: the columns but the id, and their places."""

    table: str
    names: str
    places: str
    columns: _Columns

    @property
    def head(self) -> str:
        return f'INSERT INTO "{self.table}" ({self.names}) VALUES '  # noqa: S608

    def values(self, one: models.Model) -> list[Any]:
        return self.columns.of(one, adding=True)[:-1]


_inserts: dict[type[models.Model], _Insert] = {}


def _insert_of(model: type[models.Model]) -> _Insert:
    if model not in _inserts:
        meta, quote = model._meta, connection.ops.quote_name
        if meta.parents or not isinstance(meta.pk, models.AutoField | models.BigAutoField):
            raise TypeError(f"{model.__name__} is not one table with an automatic id")
        columns = _Columns(_written(model), meta.pk)
        _inserts[model] = _Insert(
            meta.db_table,
            ", ".join(quote(field.column) for field in columns.fields),
            ", ".join(map(_place, columns.fields)),
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        (name,) = cursor.fetchone()
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
    ids = asked(
        f"{made.head}{', '.join([f'({made.places})'] * len(rows))} RETURNING id",
        [value for one in rows for value in made.values(one)],
    ).fetchall()
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
    named = [field.name == by for field in other.columns.fields]
    places = ", ".join(
        ID_BEFORE if is_by else _place(field)
        for is_by, field in zip(named, other.columns.fields, strict=True)
    )
    values = [value for is_by, value in zip(named, other.values(second), strict=True) if not is_by]
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
    values = [value for one in rows for value in made.columns.of(one, adding=True)]
    groups = ", ".join([f"({made.places}, %s)"] * len(rows))
    for one in rows:
        _is_written(one, one.pk)
    return Write(f'INSERT INTO "{made.table}" ({made.names}, id) VALUES {groups}', values, made.table)  # noqa: S608


def insert_values(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """As `insert_later`, each row the value of every column but the id; sends no signals."""
    if not rows:
        return
    made = _insert_of(model)
    values = [value for row in rows for value in made.columns.given(row)]
    later(Write(f"{made.head}{', '.join([f'({made.places})'] * len(rows))}", values, made.table))


_updates: dict[tuple[Any, ...], tuple[str, str, _Columns]] = {}


def overwrite(one: models.Model, *, only: tuple[str, ...] | None = None, **expected: Any) -> bool:
    """Write the fields `only` (None: all) of a saved row, if its `expected` fields still have these values.

    False: they have not, and nothing was written. Compiled once; sends no signals.
    """
    write = overwriting(one, only=only, **expected)
    return bool(asked(write.sql, write.values).rowcount)


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
    values = columns.of(one, adding=False)
    return Write(sql, [*values, *expected.values()], table, is_change=True, missed=missed)


def _update_of(key: tuple[Any, ...]) -> tuple[str, str, _Columns]:
    model, only, expected = key
    meta, quote = model._meta, connection.ops.quote_name
    fields = _written(model) if only is None else [meta.get_field(name) for name in only]
    columns = _Columns(fields, meta.pk)
    sets = ", ".join(f"{quote(field.column)} = {_place(field)}" for field in columns.fields)
    tests = " AND ".join(f"{quote(meta.get_field(name).column)} = %s" for name in ("id", *expected))
    table = meta.db_table
    _updates[key] = found = table, f"UPDATE {quote(table)} SET {sets} WHERE {tests}", columns  # noqa: S608
    return found
