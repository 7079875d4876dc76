"""Help for tests around tables that only grow: emptying them after a test, and tampering like an intruder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

#: tables that the migrations fill
_OF_MIGRATIONS = frozenset({"django_content_type", "auth_permission"})
_SWITCH_OFF = "SET LOCAL session_replication_role = 'replica';"


def let_flush_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty after a transactional test the few tables that hold something, append-only ones too.

    Django would TRUNCATE them all, which our triggers refuse, rightly, and then write down its permissions anew; here
    those stay as the migrations left them.
    """

    def emptying(self: DatabaseOperations, style: Any, tables: list[str], **_: Any) -> list[str]:
        filled = _filled([table for table in tables if table not in _OF_MIGRATIONS])
        return [_SWITCH_OFF, *(f"DELETE FROM {self.quote_name(table)};" for table in filled)]

    monkeypatch.setattr(DatabaseOperations, "sql_flush", emptying)
    monkeypatch.setattr(flush, "emit_post_migrate_signal", lambda *args: None)


def _filled(tables: list[str]) -> list[str]:
    """Those of the tables that hold a row."""
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]


@contextmanager
def intruder() -> Iterator[Any]:
    """A cursor of a database superuser who has switched the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = 'replica'")
        try:
            yield cursor
        finally:
            cursor.execute("SET session_replication_role = 'origin'")
