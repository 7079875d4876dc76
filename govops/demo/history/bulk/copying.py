"""Many rows at once with COPY: its statement is the same for any number of rows, so nobody has to read it anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql

_PILE = sql.Identifier("pile_of_rows")


def enter(model: type[models.Model], rows: Sequence[Any]) -> None:
    """As `bulk_create`: insert the rows; those without an id get the next ones of their table."""
    if not rows:
        return
    fresh = [row for row in rows if row.pk is None]
    for row, pk in zip(fresh, next_ids(model, len(fresh)), strict=True):
        row.pk = pk
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    _copy(sql.Identifier(model._meta.db_table), fields, rows, is_new=True)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def overwrite(model: type[models.Model], rows: Sequence[Any], names: Sequence[str]) -> None:
    """As `bulk_update`: write these fields of rows that stand already."""
    if not rows:
        return
    fields = [model._meta.pk, *(model._meta.get_field(name) for name in names)]
    columns = [sql.Identifier(str(field.column)) for field in fields]  # type: ignore[union-attr]
    pieces = {"pile": _PILE, "table": sql.Identifier(model._meta.db_table), "id": columns[0]}
    with connection.cursor() as cursor:
        like = sql.SQL(
            "CREATE TEMP TABLE {pile} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
        )
        cursor.execute(like.format(**pieces, columns=sql.SQL(", ").join(columns)))
        _copy(_PILE, fields, rows, is_new=False)
        sets = sql.SQL(", ").join(sql.SQL("{0} = {1}.{0}").format(one, _PILE) for one in columns[1:])
        update = sql.SQL("UPDATE {table} SET {sets} FROM {pile} WHERE {table}.{id} = {pile}.{id}")
        cursor.execute(update.format(**pieces, sets=sets))
        cursor.execute(sql.SQL("DROP TABLE {pile}").format(**pieces))


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """The ids of the next rows of a table, in order."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _copy(table: sql.Identifier, fields: Sequence[Any], rows: Sequence[Any], *, is_new: bool) -> None:
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_value(field, row, is_new=is_new) for field in fields])


def _value(field: Any, row: Any, *, is_new: bool) -> Any:
    """What the field writes into the database for this row."""
    value = field.pre_save(row, True) if is_new else getattr(row, field.attname)
    return field.get_db_prep_save(value, connection)
