"""Working time, reckoned. Pure: a `WorkingTime` is a snapshot that knows neither database nor clock.

All arithmetic is on wall-clock time in the calendar's zone, which for China since 1992 is the same as elapsed
time (no daylight saving). Moments given must be timezone-aware; moments answered are in the calendar's zone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from govops.kernel.calendar.holidays import OFF, WORK, DayRule
from govops.kernel.calendar.spans import Span, united

HORIZON_DAYS = 7305
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta()


class NoWorkingTimeError(ValueError):
    """The calendar has not enough working time within `HORIZON_DAYS`; the message is a Chinese sentence."""


@dataclass(frozen=True)
class WeekRule:
    """Working time on a weekday (0 Monday) from `valid_from` to `valid_to` inclusive (None: until further notice)."""

    weekday: int
    span: Span
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Day:
    """One date: `kind` work|off, `name` (国庆节, 周末, 工作日), `badge` 班|休|"", its spans, whether its year is approved."""

    date: date
    kind: str
    name: str
    badge: str
    segments: tuple[Span, ...]
    is_confirmed: bool

    @property
    def is_working(self) -> bool:
        return bool(self.segments)

    @property
    def minutes(self) -> int:
        return sum(span.minutes for span in self.segments)

    @property
    def text(self) -> str:
        """11月28日（星期六）"""
        return day_text(self.date)


@dataclass(frozen=True)
class DayUse:
    """How much of a date was used: the stretches (aware moments) and their sum."""

    date: date
    kind: str
    name: str
    segments_used: tuple[tuple[datetime, datetime], ...]

    @property
    def spent(self) -> timedelta:
        return sum((end - start for start, end in self.segments_used), _NOTHING)

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded down."""
        return self.spent // _MINUTE


@dataclass(frozen=True)
class Deadline:
    """When the working time runs out, whether an unconfirmed year lies in between, and every day from start to end."""

    at: datetime
    is_provisional: bool
    days: tuple[DayUse, ...]


def day_text(day: date) -> str:
    """11月28日（星期六）"""
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


class WorkingTime:
    """The working time of one calendar. Immutable in meaning; days are remembered once reckoned."""

    def __init__(
        self,
        *,
        code: str,
        name: str,
        zone: ZoneInfo,
        week_rules: tuple[WeekRule, ...],
        day_rules: Mapping[date, DayRule],
        year_status: Mapping[int, str],
        unpublished_days: Callable[[int], Mapping[date, DayRule]],
        observes_holidays: bool = True,
    ) -> None:
        """`year_status`: unpublished|tentative|approved; a missing or unpublished year takes `unpublished_days(year)`
        beneath `day_rules`. Without `observes_holidays` only `day_rules` count and nothing is ever provisional."""
        self.code, self.name, self.zone = code, name, zone
        self.observes_holidays = observes_holidays
        self._week_rules = week_rules
        self._day_rules = day_rules
        self._year_status = year_status
        self._unpublished_days = unpublished_days
        self._days: dict[date, Day] = {}

    # ---- days

    def day(self, on: date) -> Day:
        """What kind of day a date is."""
        found = self._days.get(on)
        if found is None:
            found = self._days[on] = self._reckon(on)
        return found

    def year_status(self, year: int) -> str:
        """unpublished, tentative or approved."""
        return self._year_status.get(year, "unpublished")

    def is_confirmed(self, first: date, last: date) -> bool:
        """Whether every year from `first` to `last` is approved."""
        if not self.observes_holidays:
            return True
        return all(self.year_status(year) == "approved" for year in range(first.year, last.year + 1))

    def _reckon(self, on: date) -> Day:
        weekly = self._weekly(on, on.weekday())
        rule = self._rule(on)
        confirmed = self.is_confirmed(on, on)
        if rule is None:
            if weekly:
                return Day(on, WORK, "工作日", "", weekly, confirmed)
            return Day(on, OFF, "周末" if on.weekday() > 4 else "休息日", "", (), confirmed)
        if rule.kind == OFF:
            return Day(on, OFF, rule.name, "休", (), confirmed)
        if weekly:
            return Day(on, WORK, rule.name, "", rule.spans or weekly, confirmed)
        return Day(on, WORK, f"{rule.name}调休上班", "班", rule.spans or self._ordinary(on), confirmed)

    def _rule(self, on: date) -> DayRule | None:
        rule = self._day_rules.get(on)
        if rule is None and self.observes_holidays and self.year_status(on.year) == "unpublished":
            rule = self._unpublished_days(on.year).get(on)
        return rule

    def _weekly(self, on: date, weekday: int) -> tuple[Span, ...]:
        rules = [rule for rule in self._week_rules if rule.weekday == weekday and rule.holds_on(on)]
        if not rules:
            return ()
        # A pattern that begins later (夏令作息) takes the place of the one it interrupts.
        latest = max(rule.valid_from for rule in rules)
        return united(rule.span for rule in rules if rule.valid_from == latest)

    def _ordinary(self, on: date) -> tuple[Span, ...]:
        # An exchanged Saturday is worked like the first ordinary working day of the week.
        return next((spans for weekday in range(7) if (spans := self._weekly(on, weekday))), ())

    # ---- moments

    def is_working_moment(self, when: datetime) -> bool:
        """Whether work is on at that moment; the closing minute of a segment is no longer work."""
        local = self._local(when)
        minute = local.hour * 60 + local.minute
        return any(span.start <= minute < span.end for span in self.day(local.date()).segments)

    def end_of_stretch(self, when: datetime) -> datetime | None:
        """When the stretch of work that is on at that moment ends; None when no work is on."""
        local = self._local(when)
        return next(
            (self._aware(end) for start, end in _stretches(self.day(local.date())) if start <= local < end),
            None,
        )

    def next_working_moment(self, when: datetime) -> datetime:
        """`when` itself if work is on, else the next opening."""
        local = self._local(when)
        for day in self._days_from(local.date()):
            for start, end in _stretches(day):
                if end > local:
                    return self._aware(max(start, local))
        raise self._horizon(when)

    def add_minutes(self, start: datetime, minutes: int) -> Deadline:
        """The earliest moment by which `minutes` of working time have passed since `start`; 0 gives the next working
        moment. Raises ValueError for negative minutes, NoWorkingTimeError past the horizon."""
        return self.add(start, timedelta(minutes=minutes))

    def add(self, start: datetime, amount: timedelta) -> Deadline:
        """`add_minutes` for any length of time."""
        if amount < _NOTHING:
            raise ValueError("amount of working time must not be negative")
        local = self._local(start)
        if amount == _NOTHING:
            return self._opening(start)
        left, uses = amount, []
        for day in self._days_from(local.date()):
            used = []
            for begin, end in _stretches(day):
                begin = max(begin, local)
                taken = min(end - begin, left)
                if taken > _NOTHING:
                    used.append((self._aware(begin), self._aware(begin + taken)))
                    left -= taken
            uses.append(DayUse(day.date, day.kind, day.name, tuple(used)))
            if left == _NOTHING:
                return Deadline(used[-1][1], not self.is_confirmed(local.date(), day.date), tuple(uses))
        raise self._horizon(start)

    def add_days(self, start: datetime, days: int) -> Deadline:
        """The close of the `days`-th working day after the day of `start`, which does not count (X 个工作日内)."""
        if days < 1:
            raise ValueError("days must be at least 1")
        first, left, uses = self._local(start).date(), days, []
        for day in self._days_from(first + timedelta(days=1)):
            uses.append(DayUse(day.date, day.kind, day.name, self._all_of(day)))
            left -= day.is_working
            if not left:
                return Deadline(
                    uses[-1].segments_used[-1][1], not self.is_confirmed(first, day.date), tuple(uses)
                )
        raise self._horizon(start)

    def _opening(self, start: datetime) -> Deadline:
        at, first = self.next_working_moment(start), self._local(start).date()
        count = (at.date() - first).days + 1
        days = (self.day(first + timedelta(days=offset)) for offset in range(count))
        uses = tuple(DayUse(day.date, day.kind, day.name, ()) for day in days)
        return Deadline(at, not self.is_confirmed(first, at.date()), uses)

    # ---- between

    def usage(self, start: datetime, end: datetime) -> tuple[DayUse, ...]:
        """Every date from `start` to `end` with the working time between them; empty when `end` is not later."""
        first, last = self._local(start), self._local(end)
        if last <= first:
            return ()
        uses, day = [], first.date()
        while day <= last.date():
            found = self.day(day)
            pairs = ((max(begin, first), min(close, last)) for begin, close in _stretches(found))
            used = tuple((self._aware(begin), self._aware(close)) for begin, close in pairs if close > begin)
            uses.append(DayUse(day, found.kind, found.name, used))
            day += timedelta(days=1)
        return tuple(uses)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two moments, exactly; negative when `end` is the earlier."""
        if end < start:
            return -self.between(end, start)
        return sum((use.spent for use in self.usage(start, end)), _NOTHING)

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole working minutes between two moments, rounded towards zero; negative when `end` is the earlier."""
        if end < start:
            return -self.minutes_between(end, start)
        return self.between(start, end) // _MINUTE

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; negative when `last` is the earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        dates = (first + timedelta(days=offset) for offset in range(1, (last - first).days + 1))
        return sum(self.day(on).is_working for on in dates)

    # ---- after hours

    def is_after_hours(
        self, start: datetime, end: datetime, *, hours: tuple[time, time] | None = None
    ) -> tuple[bool, str]:
        """Whether any part of the stay falls on a day off or outside the day's hours (R-MR-09), and why, in Chinese.

        The hours are `hours` if given, else from the day's first opening to its last close: the lunch break is
        not after hours. An answer (False, "") says nothing is to be asked for.
        """
        first, last = self._local(start), self._local(end)
        if last < first:
            raise ValueError("结束时间不能早于开始时间")
        begin = first
        while begin <= last:
            midnight = datetime.combine(begin.date() + timedelta(days=1), time())
            if reason := self._outside(begin, min(midnight, last), hours):
                return True, reason
            begin = midnight
            if begin == last:
                break
        return False, ""

    def _outside(self, begin: datetime, end: datetime, hours: tuple[time, time] | None) -> str:
        day = self.day(begin.date())
        if not day.is_working:
            return f"{day.text}为{day.name}放假" if day.badge == "休" else f"{day.text}为休息日"
        opening, close = (_clock(day.date, day.segments[0].start), _clock(day.date, day.segments[-1].end))
        if hours:
            opening, close = datetime.combine(day.date, hours[0]), datetime.combine(day.date, hours[1])
        if opening <= begin and end <= close:
            return ""
        stay = f"{begin:%H:%M}" if begin == end else f"{begin:%H:%M}–{_end_text(begin, end)}"
        return f"{day.text}{stay} 超出工作时间（{opening:%H:%M}–{_end_text(opening, close)}）"

    # ---- within

    def date_of(self, when: datetime) -> date:
        """The date of a moment in the calendar's zone."""
        return self._local(when).date()

    def _days_from(self, first: date) -> Iterator[Day]:
        for offset in range(HORIZON_DAYS):
            yield self.day(first + timedelta(days=offset))

    def _all_of(self, day: Day) -> tuple[tuple[datetime, datetime], ...]:
        return tuple((self._aware(start), self._aware(end)) for start, end in _stretches(day))

    def _local(self, when: datetime) -> datetime:
        if when.tzinfo is None:
            raise ValueError("a moment must be timezone-aware")
        return when.astimezone(self.zone).replace(tzinfo=None)

    def _aware(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone)

    def _horizon(self, start: datetime) -> NoWorkingTimeError:
        years = HORIZON_DAYS // 365
        return NoWorkingTimeError(
            f"工作日历“{self.name}”自 {self._local(start):%Y-%m-%d} 起 {years} 年内没有足够的工作时间，请检查作息时间设置"
        )


def _clock(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def _stretches(day: Day) -> Iterator[tuple[datetime, datetime]]:
    for span in day.segments:
        yield _clock(day.date, span.start), _clock(day.date, span.end)


def _end_text(begin: datetime, end: datetime) -> str:
    return "24:00" if end.date() > begin.date() else f"{end:%H:%M}"
