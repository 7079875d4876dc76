"""Tables of the working calendar."""

from govops.kernel.calendar.models.clocks import Clock, ClockEvent, ClockEventKind
from govops.kernel.calendar.models.days import (
    CalendarYear,
    DayKind,
    DayOverride,
    WeeklySegment,
    WorkCalendar,
    YearStatus,
)

__all__ = [
    "CalendarYear",
    "Clock",
    "ClockEvent",
    "ClockEventKind",
    "DayKind",
    "DayOverride",
    "WeeklySegment",
    "WorkCalendar",
    "YearStatus",
]
