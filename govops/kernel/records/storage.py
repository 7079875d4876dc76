"""How the tables of records lie on the disk: set after every migration, for the registers of all modules alike."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections, models
from psycopg import sql

from govops.kernel.records.models import Record

#: percent of a page that new rows may fill. A record that moves on is then rewritten on its own page, and its dozen
#: indexes stay as they are as long as no indexed column changed.
FILL = 75


def arrange(*, using: str, **_: Any) -> None:
    """Leave room on the pages of all record tables, and drop what Django adds to `number` for LIKE, which nobody asks."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, Record) and not model._meta.proxy
    ]
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r'"
            " AND NOT coalesce(reloptions, '{}') @> ARRAY[%s]",
            [tables, f"fillfactor={FILL}"],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                sql.SQL("ALTER TABLE {} SET (fillfactor = {})").format(
                    sql.Identifier(table), sql.Literal(FILL)
                )
            )
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = ANY(%s) AND indexdef LIKE %s",
            [tables, "%(number varchar_pattern_ops)"],
        )
        for (index,) in cursor.fetchall():
            cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))


def connect(records: Any) -> None:
    """Arrange after each run of the migrations; once, as all tables stand by then."""
    models.signals.post_migrate.connect(arrange, sender=records, dispatch_uid="records.storage")
