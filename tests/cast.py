"""The common cast of all tests: the demonstration bureau, people by the username of their account.

It is built once per worker and rolled back; its rows, as PostgreSQL wrote them down, stand in a database of their own
(see `stages`), where each test that asks for `cast` begins. A test that commits gets them read into the empty database,
so tests that want an empty bureau have one, and a test that empties the tables hurts nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone

from govops.demo import bureau
from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access import tokens
from govops.kernel.access.actor import Actor, Channel
from govops.kernel.access.models import Account, RoleGrant
from govops.kernel.calendar import working_time
from govops.kernel.calendar.models import CalendarYear, DayOverride, WeeklySegment, WorkCalendar
from govops.kernel.organization.models import Person, Post, PostHolding, SeatHolder, Unit, UnitFunction
from tests.stages import Stage, Stages, asked_for

#: Everybody is in office since then, so that a test may set the clock to any day of the years after.
SINCE = date(2024, 1, 1)
_BACKEND = "govops.kernel.access.backend.AccountBackend"
_TABLES: tuple[type[models.Model], ...] = (
    Unit, Person, Post, PostHolding, UnitFunction, SeatHolder, Account, RoleGrant, WorkCalendar, WeeklySegment, CalendarYear, DayOverride,
)  # fmt: skip

#: table → all its rows, as PostgreSQL writes them in JSON
Rows = dict[str, str]


@cache
def _rows() -> Rows:
    """The rows of the whole bureau as of now, whatever day the first test plays on; nothing stays in the database."""
    with moment.at(timezone.now()), transaction.atomic():
        bureau.build(since=SINCE)
        rows = {model._meta.db_table: _written_down(model._meta.db_table) for model in _TABLES}
        transaction.set_rollback(True)
    return rows


def _put_in() -> None:
    """The rows under the ids they were built with; what is made after them gets later ones."""
    with connection.cursor() as cursor:
        for table, rows in _rows().items():
            cursor.execute(
                f'INSERT INTO "{table}" SELECT * FROM json_populate_recordset(NULL::"{table}", %s)', [rows]
            )
            cursor.execute(
                f'SELECT setval(ids, greatest(nextval(ids), (SELECT max(id) FROM "{table}")))'
                f" FROM pg_get_serial_sequence('{table}', 'id') ids"
            )


CAST = Stage("cast", build=_put_in)


@pytest.fixture(scope="session")
def stages(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stages]:
    """The worker's databases."""
    with django_db_blocker.unblock():
        stages = Stages()
    yield stages
    with django_db_blocker.unblock():
        stages.close()


@pytest.fixture
def stage(request: pytest.FixtureRequest, stages: Stages, django_db_blocker: Any) -> Stage | None:
    """Where this test begins; None is the empty database."""
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    commits = commits or (marker is not None and marker.kwargs.get("transaction", False))
    chosen = None if commits else asked_for(request.fixturenames)
    with django_db_blocker.unblock():
        stages.enter(chosen)
    return chosen


@pytest.fixture
def _django_db_helper(stage: Stage | None, _django_db_helper: None) -> None:
    """The test's own transaction, begun where it is to begin."""


@pytest.fixture
def cast(db: None, stage: Stage | None) -> Iterator[Bureau]:
    """The bureau: `cast.people["mr_manager"]`, `cast.units["GHC"]`, `cast.accounts[...]`, `cast.actor(...)`."""
    if stage is None or not stage.includes(CAST):
        with transaction.atomic():
            _put_in()
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
