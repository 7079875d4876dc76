"""Where higher parts listen. Register callables when the app is ready; they run inside the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govops.kernel.calendar.models import Clock, ClockEvent, WorkCalendar


@dataclass(frozen=True)
class ClockMove:
    """A clock whose deadline the calendar moved. Either date is None while a pause leaves it open."""

    clock: Clock
    due_before: datetime | None
    due_after: datetime | None


OnThreshold = Callable[["Clock", "ClockEvent"], None]
OnCalendarChanged = Callable[["WorkCalendar", tuple[ClockMove, ...]], None]

on_threshold: list[OnThreshold] = []
"""Called once per clock and threshold (event.percent 75 or 100). Raising undoes that clock's threshold only."""

on_calendar_changed: list[OnCalendarChanged] = []
"""Called after open clocks were reckoned anew, with those that moved. Raising undoes the whole change."""
