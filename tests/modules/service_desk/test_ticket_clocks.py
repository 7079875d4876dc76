"""The clocks of tickets against a counter that knows nothing of them: minute by minute, straight from the holiday notices.

A ticket under an agreement is taken up, set aside, gone on with and solved at any moment of 2007 to 2026. Whatever
it says then (deadline, minutes used, 75 %, 100 %, 计时明细) is what one finds who counts the open minutes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import chinese_calendar
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.calendar import clocks, hooks
from govops.kernel.calendar.explain import explain
from govops.kernel.calendar.hours import ensure_always
from govops.kernel.calendar.models import Clock
from govops.modules.service_catalogue.models import ServiceLevelAgreement
from govops.modules.service_catalogue.rules import in_force
from govops.modules.service_desk.actions import timing
from tests.moments import SHANGHAI
from tests.services import MINUTES
from tests.tickets import ticket as ticket_of

MINUTE = timedelta(minutes=1)
PROMISED: dict[str, dict[str, Any]] = {
    priority: dict(zip(("响应", "到场", "解决"), promised, strict=True))
    for priority, promised in MINUTES.items()
}


# --- the counter -----------------------------------------------------------------------------------------------------


@cache
def _works_on(day: date) -> bool:
    return chinese_calendar.is_workday(day)


@cache
def _minutes(day: date, always: bool) -> tuple[int, ...]:
    """The open minutes of a day, each by its number since midnight."""
    if always:
        return tuple(range(1440))
    return (*range(510, 720), *range(810, 1050)) if _works_on(day) else ()


def _open(since: datetime, until: datetime | None, always: bool) -> Iterator[datetime]:
    """Every open minute from one moment to another, one after the other."""
    day = since.replace(hour=0, minute=0)
    while until is None or day < until:
        for number in _minutes(day.date(), always):
            at = day + number * MINUTE
            if since <= at and (until is None or at < until):
                yield at
        day += timedelta(days=1)


@dataclass
class Counter:
    """One clock as a person with a watch would keep it: when it ran, and how long it may."""

    budget: int
    always: bool
    runs: list[list[Any]] = field(default_factory=list)

    def run(self, at: datetime) -> None:
        self.runs.append([at, None])

    def halt(self, at: datetime) -> None:
        if self.runs and self.runs[-1][1] is None:
            self.runs[-1][1] = at

    @property
    def is_running(self) -> bool:
        return bool(self.runs) and self.runs[-1][1] is None

    def used(self, now: datetime) -> int:
        return sum(1 for since, until in self.runs for _ in _open(since, until or now, self.always))

    def reached(self, minutes: float) -> datetime | None:
        """When that many minutes were used; None if a pause or the end came first."""
        whole, counted = math.ceil(minutes), 0
        for since, until in self.runs:
            for at in _open(since, until, self.always):
                counted += 1
                if counted == whole:
                    return at + (minutes - (whole - 1)) * MINUTE
        return None


# --- what happens ----------------------------------------------------------------------------------------------------

moments = st.datetimes(
    min_value=datetime(2007, 1, 1),  # noqa: DTZ001
    max_value=datetime(2026, 9, 1),  # noqa: DTZ001
    timezones=st.just(SHANGHAI),
).map(lambda value: value.replace(second=0, microsecond=0, fold=0))
near_holidays = st.builds(
    lambda year, month_day, minute: (
        datetime(year, month_day[0], month_day[1], tzinfo=SHANGHAI) + minute * MINUTE
    ),
    st.integers(2007, 2026),
    st.sampled_from([(1, 25), (2, 10), (4, 29), (6, 10)]),
    st.integers(0, 12 * 1440),
)
#: minutes until the next deed: within the hour, within days
lengths = st.integers(0, 90) | st.integers(0, 3 * 1440)
deeds = st.lists(
    st.tuples(st.sampled_from(["pause", "resume", "respond", "P1", "P2", "P3", "P4"]), lengths), max_size=6
)


class Life:
    """A ticket and, beside each of its clocks, the counter."""

    def __init__(self, cast: Bureau, item: Any, priority: str, start: datetime, always: bool) -> None:
        self.always, self.now = always, start
        self.ticket = ticket_of(
            cast, at=f"{start:%Y-%m-%d %H:%M}", state="in_progress", item=item, priority=priority
        )
        self.counters: dict[str, Counter] = {}
        with moment.at(start):
            timing.begin(self.ticket, actor=SYSTEM, at=start)
        self._begin("响应", "解决")

    def _begin(self, *names: str) -> None:
        for name in names:
            self.counters[name] = Counter(int(PROMISED[self.ticket.priority][name]), self.always)
            self.counters[name].run(self.now)

    def does(self, deed: str, after: int) -> None:
        self.now += after * MINUTE
        with moment.at(self.now):
            if deed == "pause":
                timing.pause(self.ticket, actor=SYSTEM, reason="等待配件")
                self._each(Counter.halt)
            elif deed == "resume":
                timing.resume(self.ticket, actor=SYSTEM)
                self._each(lambda one, now: None if one.is_running else one.run(now))
            elif deed == "respond":
                self._respond()
            else:
                self._judge(deed)

    def _each(self, act: Any) -> None:
        for name, counter in self.counters.items():
            if not self.clock(name).stopped_at:
                act(counter, self.now)

    def _respond(self) -> None:
        if self.ticket.responded_at is not None:
            return
        timing.respond(self.ticket, actor=SYSTEM, at=self.now)
        self.counters["响应"].halt(self.now)
        if PROMISED[self.ticket.priority]["到场"]:
            self._begin("到场")

    def _judge(self, priority: str) -> None:
        """Another priority: the open clocks get other budgets."""
        self.ticket.priority = priority
        timing.follow_priority(self.ticket, actor=SYSTEM, at=self.now, reason="重新判定")
        for name, counter in self.counters.items():
            if (budget := PROMISED[priority][name]) and not self.clock(name).stopped_at:
                counter.budget = int(budget)

    def solve(self, after: int) -> None:
        self.now += after * MINUTE
        with moment.at(self.now):
            timing.end(self.ticket, actor=SYSTEM, reason="已解决")
        for counter in self.counters.values():
            counter.halt(self.now)

    def clock(self, name: str) -> Clock:
        return Clock.objects.select_related("calendar").get(
            register="incident", record_id=self.ticket.pk, name=name
        )

    # --- what it says --------------------------------------------------------------------------------------------

    def agrees(self) -> None:
        waiting = []
        for name, counter in self.counters.items():
            clock = self.clock(name)
            assert clock.budget_minutes == counter.budget
            with moment.at(self.now):
                assert clocks.spent(clock) == counter.used(self.now) * MINUTE
            if not clock.stopped_at:
                due = counter.reached(counter.budget)
                assert (clock.warn_at, clock.due_at) == (counter.reached(counter.budget * 0.75), due)
                waiting += [due] if due else []
            self._explained(clock, counter)
        if waiting:
            assert self.ticket.due_at == min(waiting)

    def _explained(self, clock: Clock, counter: Counter) -> None:
        """计时明细 up to its due moment or the end of what was used, whichever its last stretch reaches."""
        lines = explain(clock)
        shown = Counter(counter.budget, counter.always, [list(run) for run in counter.runs])
        due = counter.reached(counter.budget)
        if shown.is_running:
            shown.runs[-1][1] = max(due or shown.runs[-1][0], shown.runs[-1][0])
        assert sum((line.spent for line in lines), timedelta()) == shown.used(self.now) * MINUTE
        assert [line.date for line in lines if line.is_due] == ([due.date()] if due else [])

    def was_late(self) -> bool:
        dues = {name: counter.reached(counter.budget) for name, counter in self.counters.items()}
        late = {name for name, due in dues.items() if due and due < self.counters[name].runs[-1][1]}
        for name in self.counters:
            assert bool(self.clock(name).breached_at) == (name in late)
        return bool(late)


@pytest.fixture
def crossed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str, int, datetime]]:
    """The thresholds that were noticed: (ticket, clock, percent, when)."""
    noticed: list[tuple[int, str, int, datetime]] = []

    def notice(clock: Clock, event: Any) -> None:
        noticed.append((clock.record_id, clock.name, event.percent, event.at))

    monkeypatch.setattr(hooks, "on_threshold", [notice])
    return noticed


@pytest.fixture
def promised(offer: Any) -> Any:
    """A service under an agreement of those twenty years."""
    item = offer("打印机")
    in_force.forget()
    ServiceLevelAgreement.objects.update(
        valid_from=date(2007, 1, 1), signed_on=date(2007, 1, 1), valid_to=date(2027, 12, 31)
    )
    in_force.forget()
    yield item
    in_force.forget()


once_per_example = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("calendar", ["default", "always"])
def test_a_ticket_says_what_a_minute_counter_counts(
    cast: Bureau, promised: Any, crossed: list[Any], calendar: str
) -> None:
    if calendar == "always":
        ServiceLevelAgreement.objects.update(calendar=ensure_always())
        in_force.forget()

    @once_per_example
    @given(moments | near_holidays, st.sampled_from(list(PROMISED)), deeds, lengths)
    def lives(start: datetime, priority: str, happens: list[tuple[str, int]], last: int) -> None:
        crossed.clear()
        with transaction.atomic():
            life = Life(cast, promised, priority, start, calendar == "always")
            assert life.ticket.agreement
            for deed, after in happens:
                life.does(deed, after)
                life.agrees()
            life.solve(last)
            assert life.ticket.is_late >= life.was_late()
            _noticed_once(life, crossed)
            transaction.set_rollback(True)

    lives()


def _noticed_once(life: Life, crossed: list[Any]) -> None:
    """A clock whose budget was never changed crosses each threshold once, at its very moment."""
    for name, counter in life.counters.items():
        if counter.budget != int(PROMISED[life.ticket.priority][name] or 0) or len(life.counters) == 0:
            continue
        if Clock.objects.filter(record_id=life.ticket.pk, name=name, events__kind="recompute").exists():
            continue
        found = [(percent, at) for _pk, clock, percent, at in crossed if clock == name]
        end = counter.runs[-1][1]
        warn, due = counter.reached(counter.budget * 0.75), counter.reached(counter.budget)
        expected = [(75, warn)] if warn and warn <= end else []
        expected += [(100, due)] if due and due < end else []
        assert found == expected
