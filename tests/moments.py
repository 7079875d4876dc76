"""Moments that many tests set the clock to, in the bureau's time zone."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from zoneinfo import ZoneInfo

from govops.kernel import moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: an ordinary working day of a published year, shortly after the offices open
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


def local(text: str) -> datetime:
    """`2026-11-23 14:00` in the bureau's time."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def at(text: str) -> AbstractContextManager[None]:
    """The clock stands at that moment of the bureau's time."""
    return moment.at(local(text))
