"""What seldom changes and stands in the way of every deed: remembered by each process until the database says otherwise.

Accounts, roles, seats, people, rooms are asked for at every step and change a few times a day. Each change gives the
whole of them a new edition in the transaction that makes it, by a trigger, so also when it is made in SQL. One small
question in a request tells whether what the process remembers still holds; nothing else can go stale. It travels with
the first statement of the request where that can carry it; if the edition was another, the request is done again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from psycopg import sql

#: answers that one process keeps of one edition; more than a day's deeds of the largest bureau need
_AT_MOST = 20_000
_QUESTION = "SELECT edition FROM organization_edition"
#: the same as a column of another statement
EDITION = f"({_QUESTION})"
_TABLES_READ = re.compile(r'(?:FROM|JOIN) "(\w+)"')
_LOCKS = re.compile(r"\bFOR (?:NO KEY )?UPDATE\b|\bFOR (?:KEY )?SHARE\b")

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")
Rows = list[tuple[Any, ...]]
Memory = dict[tuple[str, str], Rows]

#: model → the columns whose change is no new edition
_watched: dict[type[models.Model], tuple[str, ...]] = {}


@dataclass
class _Held:
    """What a process remembers of one edition, in the hands of one request."""

    edition: Any
    memory: Memory
    is_confirmed: bool = True


_kept = _Held(None, {})
_held: ContextVar[_Held | None] = ContextVar("steady_held", default=None)


class Outdated(BaseException):
    """What was remembered holds no more. Not an error, which somebody might handle: the request begins again."""


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
    held = _held.get()
    if held is None:
        return ask()
    key = statement, repr(values)
    rows = held.memory.get(key)
    if rows is None:
        rows = ask()
        if len(held.memory) >= _AT_MOST:
            held.memory.clear()
        held.memory[key] = rows
    return rows


def is_known() -> bool:
    """Whether steady statements cost no journey now, or one for the whole process."""
    return _held.get() is not None


@contextmanager
def known() -> Iterator[None]:
    """Within the block steady statements are answered from memory, until it changes a watched table itself."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.in_atomic_block or _held.get() is not None:
        yield  # what an open transaction has changed only it can see
    else:
        with _holding(connection, _of_now(connection)):
            yield


def answered(work: Callable[[], T]) -> T:
    """`work()` within `known`, whose question travels with the first statement that it asks.

    It is done again from the beginning if the edition is another by then: until then it has written nothing.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if _kept.edition is not None and not connection.in_atomic_block and _held.get() is None:
        held = replace(_kept, is_confirmed=False)
        try:
            with _holding(connection, held):
                answer = work()
                if not held.is_confirmed:
                    confirm(_asked(connection))
                return answer
        except Outdated:
            pass
    with known():
        return work()


def is_to_confirm() -> bool:
    """Whether the next statement should carry `EDITION`, and its answer be given to `confirm`."""
    held = _held.get()
    return held is not None and not held.is_confirmed


def confirm(edition: Any) -> None:
    """The edition as the database tells it; Outdated if it is another than that remembered."""
    held = _held.get()
    if held is not None and not held.is_confirmed:
        if edition != held.edition:
            raise Outdated
        held.is_confirmed = True


@contextmanager
def _holding(connection: Any, held: _Held | None) -> Iterator[None]:
    token = _held.set(held)
    try:
        with connection.execute_wrapper(_look_at_statement):
            yield
    finally:
        _held.reset(token)


def _of_now(connection: Any) -> _Held | None:
    """What is remembered of the present edition; None when there is no edition yet."""
    global _kept
    edition = _asked(connection)
    if edition is None:
        return None
    if _kept.edition != edition:
        _kept = _Held(edition, {})
    return _kept


def _asked(connection: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION)
        row = cursor.fetchone()
    return row and row[0]


def _look_at_statement(execute: Any, statement: Any, values: Any, many: bool, context: Any) -> Any:
    """Nothing is asked before the edition is; what the request itself changes is remembered no more."""
    if is_to_confirm() and statement != _QUESTION and not (type(statement) is str and EDITION in statement):
        confirm(_asked(context["connection"]))
    if _touches_watched(statement if type(statement) is str else str(statement)):
        _held.set(None)
    return execute(statement, values, many, context)


@lru_cache(maxsize=2_000)
def _touches_watched(statement: str) -> bool:
    return not statement.startswith("SELECT") and _names().search(statement) is not None


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
