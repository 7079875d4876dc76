"""Fewer journeys to the database: what a deed writes waits, and goes as one statement.

Each statement costs both sides more in getting there and back than in doing it. A deed writes a record, its process,
the next work items and the trail, and reads none of them again: they wait until something else is asked, or the end.
A deed that asked nothing before needs no transaction around that one statement: the database makes one of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DataError, connections, transaction
from psycopg.errors import DivisionByZero
from psycopg.pq import TransactionStatus

from govops.kernel.organization.prepared import asked, rows_of

#: in a statement: the id of the row that the statement given just before inserts
ID_BEFORE = "(SELECT id FROM before)"


@dataclass(frozen=True)
class Write:
    """A statement that inserts into a table, or changes rows of it."""

    sql: str
    values: list[Any]
    table: str
    is_change: bool = False
    #: called when it finds no row to change; it raises
    missed: Callable[[], None] | None = None


class _Gathered:
    """The statements of one deed that have not gone yet."""

    def __init__(self) -> None:
        self.waiting: list[Write] = []

    def add(self, new: Write) -> None:
        # The parts of one statement do not see each other's rows, have no order, and of two changes of a row one is lost.
        if any(
            (one.table == new.table and (new.is_change or not one.is_change)) or (one.missed and new.missed)
            for one in self.waiting
        ):
            self.send()
        self.waiting.append(new)

    def send(self, *, alone: bool = False) -> None:
        """All that waits, as one statement; of those that must find a row there is one at most, and it comes last.

        `alone`: it is its own transaction, which then must fail by itself when that row is not found.
        """
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return
        last = next((one for one in waiting if one.missed), waiting[-1])
        named = [one for one in waiting if one is not last]
        parts = [_after(one.sql, place - 1) for place, one in enumerate([*named, last])]
        values = [value for one in (*named, last) for value in one.values]
        if last.missed and alone:
            _send_or_fail(parts, values, last.missed)
        else:
            sent = asked(_joined(parts[:-1], parts[-1]), values)
            if last.missed and not sent.rowcount:
                last.missed()


def _joined(parts: list[str], last: str) -> str:
    heads = ", ".join([f"w{place} AS ({part})" for place, part in enumerate(parts)])
    return f"WITH {heads} {last}" if heads else last


def _send_or_fail(parts: list[str], values: list[Any], missed: Callable[[], None]) -> None:
    """As one statement that fails, and so leaves nothing, where the last part finds no row: there is no number of none."""
    *others, last = parts
    try:
        asked(_joined([*others, f"{last} RETURNING 1"], f"SELECT 1 / count(*) FROM w{len(others)}"), values)  # noqa: S608
    except DataError as error:
        if isinstance(error.__cause__, DivisionByZero):
            missed()
        raise


def _after(statement: str, place: int) -> str:
    """The statement, which may refer to the one named w`place`."""
    return statement.replace("FROM before)", f"FROM w{place})") if ID_BEFORE in statement else statement


_gathered: ContextVar[_Gathered | None] = ContextVar("writes_gathered", default=None)


@contextmanager
def deed() -> Iterator[None]:
    """A transaction, all or nothing, in which what `later` is given waits. Within another deed: a part of it."""
    connection = connections[DEFAULT_DB_ALIAS]
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), gathered() as mine:
        yield
        if is_outermost:
            with _without_begin(connection) as alone:
                mine.send(alone=alone)


def is_in_transaction() -> bool:
    """Whether what is written now is written together with something else."""
    return _gathered.get() is not None or connections[DEFAULT_DB_ALIAS].in_atomic_block


def within_deed() -> AbstractContextManager[Any]:
    """A transaction, unless the deed around it is one already, which then is the whole."""
    return transaction.atomic(savepoint=False) if _gathered.get() is None else nullcontext()


@contextmanager
def gathered() -> Iterator[_Gathered]:
    """Within the block, which stands in a transaction, what `later` is given waits. A block that raises sends nothing more."""
    if (mine := _gathered.get()) is not None:
        yield mine
        return
    mine = _Gathered()

    def send_first(execute: Any, statement: Any, values: Any, many: bool, context: Any) -> Any:
        if mine.waiting:
            mine.send()
        return execute(statement, values, many, context)

    token = _gathered.set(mine)
    try:
        with connections[DEFAULT_DB_ALIAS].execute_wrapper(send_first):
            yield mine
            mine.send()
    finally:
        _gathered.reset(token)


@contextmanager
def _without_begin(connection: Any) -> Iterator[bool]:
    """A transaction that nothing was asked in yet is not begun for the statement in the block: whether it stands alone."""
    raw = connection.connection
    is_alone = (
        raw is not None and not raw.autocommit and raw.info.transaction_status == TransactionStatus.IDLE
    )
    if is_alone:
        raw.autocommit = True
    try:
        yield is_alone
    finally:
        if is_alone and not raw.closed:
            raw.autocommit = False


def next_of(*sequences: str) -> list[int | None]:
    """The next number of each sequence; None where there is none of that name. A transaction neither begins nor undoes it."""
    connection = connections[DEFAULT_DB_ALIAS]
    columns = ", ".join(["nextval(to_regclass(%s))"] * len(sequences))
    with _without_begin(connection):
        (numbers,) = rows_of(f"SELECT {columns}", sequences)
    return list(numbers)


def later(*writes: Write) -> None:
    """Write these before anything else is asked of the database, or at once where nothing is gathered.

    One may hold `ID_BEFORE`; the one before it then ends in RETURNING id.
    """
    mine = _gathered.get() or _Gathered()
    for write in writes:
        mine.add(write)
    if _gathered.get() is None:
        mine.send()
