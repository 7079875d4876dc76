"""The common cast of all tests: the demonstration bureau, people by the username of their account.

It is built once per worker and rolled back; each test that asks for `cast` gets the rows read in as PostgreSQL wrote
them down, inside its own transaction. So tests that want an empty bureau have one, and a test that empties the tables hurts nobody.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.test import Client

from govops.demo import bureau
from govops.demo.bureau import Bureau
from govops.kernel.access import tokens
from govops.kernel.access.actor import Actor, Channel
from govops.kernel.access.models import Account, RoleGrant
from govops.kernel.calendar import working_time
from govops.kernel.calendar.models import CalendarYear, DayOverride, WeeklySegment, WorkCalendar
from govops.kernel.organization.models import Person, Post, PostHolding, SeatHolder, Unit, UnitFunction

#: Everybody is in office since then, so that a test may set the clock to any day of the years after.
SINCE = date(2024, 1, 1)
_BACKEND = "govops.kernel.access.backend.AccountBackend"
_TABLES: tuple[type[models.Model], ...] = (
    Unit, Person, Post, PostHolding, UnitFunction, SeatHolder, Account, RoleGrant, WorkCalendar, WeeklySegment, CalendarYear, DayOverride,
)  # fmt: skip

#: table → all its rows, as PostgreSQL writes them in JSON
Rows = dict[str, str]


@pytest.fixture(scope="session")
def cast_rows(django_db_setup: None, django_db_blocker: Any) -> Rows:
    """The rows of the whole bureau, of which nothing stays in the database."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            bureau.build(since=SINCE)
            rows = {model._meta.db_table: _written_down(model._meta.db_table) for model in _TABLES}
            transaction.set_rollback(True)
        _end_watch()
    return rows


@pytest.fixture
def cast(db: None, cast_rows: Rows) -> Iterator[Bureau]:
    """The bureau: `cast.people["mr_manager"]`, `cast.units["GHC"]`, `cast.accounts[...]`, `cast.actor(...)`."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in cast_rows.items():
            cursor.execute(
                f'INSERT INTO "{table}" SELECT * FROM json_populate_recordset(NULL::"{table}", %s)', [rows]
            )
    working_time.invalidate_memory()
    yield bureau.load()
    working_time.invalidate_memory()


@pytest.fixture
def actor(cast: Bureau) -> Callable[..., Actor]:
    """`actor("mr_manager")`, or `actor("mr_manager", channel="api")`: one of the cast, acting."""

    @cache
    def of(username: str, channel: Channel = "page") -> Actor:
        return cast.actor(username, channel=channel)

    return of


@pytest.fixture
def client_of(cast: Bureau) -> Callable[[str], Client]:
    """`client_of("end_user")`: a browser in which that account is logged in."""

    def of(username: str) -> Client:
        client = Client()
        client.force_login(cast.accounts[username], backend=_BACKEND)
        return client

    return of


@pytest.fixture
def api_of(cast: Bureau) -> Callable[..., Client]:
    """`api_of("end_user", "visitor_entry:read")`: a program with a token of that account (default: all scopes)."""

    def of(username: str, *scopes: str) -> Client:
        _row, text = tokens.issue(cast.accounts[username], name="测试", scopes=list(scopes) or ["*"])
        return Client(headers={"authorization": f"Bearer {text}"})

    return of


def _written_down(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT json_agg(row ORDER BY row.id)::text FROM "{table}" row')
        (rows,) = cursor.fetchone()
    return str(rows or "[]")


def _end_watch() -> None:
    """Asked outside a transaction, the calendar stops watching for changes that were rolled back."""
    with contextlib.suppress(working_time.CalendarMissingError):
        working_time.working_time()
    working_time.invalidate_memory()
