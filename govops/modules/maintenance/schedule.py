"""On which days a plan falls due. Pure: the plan's own fields and a snapshot of the working calendar."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from govops.kernel.calendar.working_time import WorkingTime
from govops.kernel.norms.obligations import Period
from govops.modules.maintenance.choices import Frequency, OffDay

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Turn:
    """One turn of a plan: the period it serves, its day, and the last day on which it is in time."""

    period: Period
    day: date
    last: date


def turn_in(plan: Any, period: Period, working: WorkingTime) -> Turn | None:
    """The plan's turn in that period; None when it has none (a day off, before or after its validity)."""
    day = _moved(plan, period, _nominal(plan, period), working)
    if day is None or day < plan.valid_from or (plan.valid_to and day > plan.valid_to):
        return None
    return Turn(period, day, _last(day, plan.days_allowed, period, working))


def turns(plan: Any, first: date, last: date, working: WorkingTime) -> Iterator[Turn]:
    """The turns whose day lies between `first` and `last`, both inclusive."""
    period = Period.of(plan.frequency, first)
    while period.first <= last:
        turn = turn_in(plan, period, working)
        if turn is not None and first <= turn.day <= last:
            yield turn
        period = Period.of(plan.frequency, period.last + DAY)


def _nominal(plan: Any, period: Period) -> date:
    """The day of the period that the plan names."""
    if plan.frequency == Frequency.DAY:
        return period.first
    number = plan.day_number or 1
    if plan.frequency == Frequency.WEEK:
        return period.first + timedelta(days=min(number, 7) - 1)
    month = (
        period.first.month + (plan.month_number or 1) - 1
        if plan.frequency != Frequency.MONTH
        else period.first.month
    )
    month = min(month, period.last.month)
    return date(period.first.year, month, min(number, months.monthrange(period.first.year, month)[1]))


def _moved(plan: Any, period: Period, day: date, working: WorkingTime) -> date | None:
    """The day as the rule for days off has it, never out of the period; None when it is left out."""
    if working.day(day).is_working or plan.off_day == OffDay.AS_IS:
        return day
    if plan.off_day == OffDay.SKIP:
        return None
    later, earlier = (
        _next_working(day, period.last, DAY, working),
        _next_working(day, period.first, -DAY, working),
    )
    return (later or earlier) if plan.off_day == OffDay.LATER else (earlier or later)


def _next_working(day: date, end: date, step: timedelta, working: WorkingTime) -> date | None:
    while day != end:
        day += step
        if working.day(day).is_working:
            return day
    return None


def _last(day: date, allowed: int, period: Period, working: WorkingTime) -> date:
    """`allowed` working days from `day` on, the day itself counted; the end of the period at the latest."""
    last, left = day, allowed - 1
    while left and last < period.last:
        last += DAY
        if working.day(last).is_working:
            left -= 1
    return last


def due_moment(last: date, working: WorkingTime) -> datetime:
    """When work ends on the last day; on a day off the last second of it."""
    segments = working.day(last).segments
    minute = segments[-1].end if segments else 24 * 60
    midnight = timezone.make_aware(datetime.combine(last, time()))
    return midnight + timedelta(minutes=minute) - (timedelta(seconds=1) if minute == 24 * 60 else timedelta())
