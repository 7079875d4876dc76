"""Help for tests around tables that only grow: emptying them after a test, and tampering like an intruder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

_SWITCH_OFF = "SET LOCAL session_replication_role = 'replica';"


def let_flush_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django empties tables with TRUNCATE after transactional tests; our triggers refuse that, rightly."""
    execute = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> Any:
        return execute(self, [_SWITCH_OFF, *sql_list])

    monkeypatch.setattr(DatabaseOperations, "execute_sql_flush", flush)


@contextmanager
def intruder() -> Iterator[Any]:
    """A cursor of a database superuser who has switched the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = 'replica'")
        try:
            yield cursor
        finally:
            cursor.execute("SET session_replication_role = 'origin'")
