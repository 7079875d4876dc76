"""Moments that many tests set the clock to, in the bureau's time zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: an ordinary working day of a published year, shortly after the offices open
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
