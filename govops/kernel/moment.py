"""The one clock of the program.

Everything asks `moment.now()`; tests and the demonstration year set it with `moment.at(...)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

HOUR = timedelta(hours=1)

_fixed: ContextVar[datetime | None] = ContextVar("fixed_moment", default=None)


def now() -> datetime:
    """The present moment, timezone-aware."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The present calendar day in the bureau's time zone."""
    return local(now()).date()


def local(when: datetime) -> datetime:
    """The same moment in the bureau's time zone."""
    return when.astimezone(timezone.get_default_timezone())


@contextmanager
def at(when: datetime) -> Iterator[None]:
    """Let `now()` answer `when` inside the block."""
    token = _fixed.set(when)
    try:
        yield
    finally:
        _fixed.reset(token)
