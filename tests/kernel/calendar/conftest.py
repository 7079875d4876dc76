"""A calendar to work with, and a way to say when it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from govops.kernel.access.actor import Actor
from govops.kernel.calendar import hooks, hours, sql, working_time, years
from govops.kernel.calendar.models import WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")


def when(text: str) -> datetime:
    """The moment "2026-11-23 08:30" in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _forget_kept_calendars() -> Iterator[None]:
    working_time.invalidate_memory()
    yield
    working_time.invalidate_memory()


@pytest.fixture(autouse=True)
def _own_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "on_threshold", [])
    monkeypatch.setattr(hooks, "on_calendar_changed", [])


@pytest.fixture
def history_kept(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.FORWARD)
        cursor.execute(sql.HISTORY)


@pytest.fixture
def actor() -> Actor:
    return Actor(channel="command")


@pytest.fixture
def calendar(db: None, actor: Actor) -> WorkCalendar:
    """The default calendar with 2025 and 2026 approved and 2027 tentative."""
    found = hours.ensure_default(years=(2025, 2026, 2027))
    years.approve_year(2025, notice_no="国办发明电〔2024〕12号", actor=actor, calendar=found)
    years.approve_year(2026, notice_no="国办发明电〔2025〕7号", actor=actor, calendar=found)
    return found
