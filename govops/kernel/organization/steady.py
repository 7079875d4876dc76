"""What seldom changes and stands in the way of every deed: remembered by each process until the database says otherwise.

Accounts, roles, seats, people, rooms are asked for at every step and change a few times a day. Each change gives the
whole of them a new edition in the transaction that makes it, by a trigger, so also when it is made in SQL. One small
question at the beginning of a request tells whether what the process remembers still holds; nothing else can go stale.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from psycopg import sql

#: answers that one process keeps of one edition; more than a day's deeds of the largest bureau need
_AT_MOST = 20_000
_EDITION = "SELECT edition FROM organization_edition"
_TABLES_READ = re.compile(r'(?:FROM|JOIN) "(\w+)"')
_LOCKS = re.compile(r"\bFOR (?:NO KEY )?UPDATE\b|\bFOR (?:KEY )?SHARE\b")

M = TypeVar("M", bound=models.Model)
Rows = list[tuple[Any, ...]]
Memory = dict[tuple[str, str], Rows]

#: model → the columns whose change is no new edition
_watched: dict[type[models.Model], tuple[str, ...]] = {}
_kept: tuple[Any, Memory] = (None, {})
_memory: ContextVar[Memory | None] = ContextVar("steady_memory", default=None)


def watched(*, but: tuple[str, ...] = ()) -> Callable[[type[M]], type[M]]:
    """Declare that the rows of a model seldom change; changes of the columns `but` matter to nobody who remembers."""

    def declare(model: type[M]) -> type[M]:
        _watched[model] = but
        return model

    return declare


def watched_models() -> tuple[type[models.Model], ...]:
    """All that were declared."""
    return tuple(_watched)


def is_steady(statement: str) -> bool:
    """Whether a SELECT of Django's reads watched tables only, and locks none."""
    read = set(_TABLES_READ.findall(statement))
    return (
        bool(read) and read <= {model._meta.db_table for model in _watched} and not _LOCKS.search(statement)
    )


def remembered(statement: str, values: Sequence[Any], ask: Callable[[], Rows]) -> Rows:
    """The rows that a steady statement finds; asked of the database when nobody in this process has, or outside `known`."""
    memory = _memory.get()
    if memory is None:
        return ask()
    key = statement, repr(values)
    rows = memory.get(key)
    if rows is None:
        rows = ask()
        if len(memory) >= _AT_MOST:
            memory.clear()
        memory[key] = rows
    return rows


def is_known() -> bool:
    """Whether steady statements cost no journey now, or one for the whole process."""
    return _memory.get() is not None


@contextmanager
def known() -> Iterator[None]:
    """Within the block steady statements are answered from memory, until it changes a watched table itself."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.in_atomic_block or _memory.get() is not None:
        yield  # what an open transaction has changed only it can see
        return
    token = _memory.set(_memory_of_now(connection))
    try:
        with connection.execute_wrapper(_forget_what_is_written):
            yield
    finally:
        _memory.reset(token)


def _memory_of_now(connection: Any) -> Memory | None:
    """What is remembered of the present edition; None when there is no edition yet."""
    global _kept
    with connection.cursor() as cursor:
        cursor.execute(_EDITION)
        row = cursor.fetchone()
    if row is None:
        return None
    if _kept[0] != row[0]:
        _kept = row[0], {}
    return _kept[1]


def _forget_what_is_written(execute: Any, statement: Any, values: Any, many: bool, context: Any) -> Any:
    if not (isinstance(statement, str) and statement.startswith("SELECT")) and _names().search(
        str(statement)
    ):
        _memory.set(None)
    return execute(statement, values, many, context)


@cache
def _names() -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{model._meta.db_table}\b" for model in _watched))


# --- in the database ----------------------------------------------------------------------------------------------------

_FUNCTION = """
CREATE OR REPLACE FUNCTION organization_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO organization_edition (id, edition) VALUES (1, gen_random_uuid())
        ON CONFLICT (id) DO UPDATE SET edition = EXCLUDED.edition
        WHERE organization_edition.xmin <> pg_current_xact_id()::xid;
    RETURN NULL;
END $$
"""
_TRIGGER = "organization_new_edition"


def arrange(*, using: str, **_: Any) -> None:
    """Let the database watch: at the end of each transaction that changed a watched row, and after TRUNCATE at once.

    At the end, because whoever changes something would otherwise keep all others who do waiting until it commits.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(_FUNCTION)
        for model, but in _watched.items():
            table, trigger = sql.Identifier(model._meta.db_table), sql.Identifier(_TRIGGER)
            columns = [str(field.column) for field in model._meta.concrete_fields if field.name not in but]
            cursor.execute(sql.SQL("DROP TRIGGER IF EXISTS {} ON {}").format(trigger, table))
            cursor.execute(
                sql.SQL(
                    "CREATE CONSTRAINT TRIGGER {} AFTER INSERT OR DELETE OR UPDATE OF {} ON {}"
                    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION organization_new_edition()"
                ).format(trigger, sql.SQL(", ").join([sql.Identifier(column) for column in columns]), table)
            )
            emptied = sql.Identifier(f"{_TRIGGER}_emptied")
            cursor.execute(
                sql.SQL(
                    "CREATE OR REPLACE TRIGGER {} AFTER TRUNCATE ON {} EXECUTE FUNCTION organization_new_edition()"
                ).format(emptied, table)
            )
        cursor.execute(
            "INSERT INTO organization_edition (id, edition) VALUES (1, gen_random_uuid()) ON CONFLICT (id) DO NOTHING"
        )


def connect(organization: Any) -> None:
    """Arrange after each run of the migrations; once, as all tables stand by then."""
    models.signals.post_migrate.connect(arrange, sender=organization, dispatch_uid="organization.steady")
