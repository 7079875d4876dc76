"""A PostgreSQL of our own for one run of tests or checks, gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from govops.server.account import database_account
from govops.server.postgres import Postgres


@contextmanager
def server(data: Path) -> Iterator[Postgres]:
    """A running server inside `data`, an empty folder made for it. Not durable: it may lose data in a crash."""
    account = database_account()
    account.own(data)  # temporary folders are private to their maker, who may be root
    postgres = Postgres(data, durable=False, account=account)
    try:
        postgres.start()
        yield postgres
    finally:
        postgres.stop()
