"""The world in which the demonstration's stories happen: its people, its chance, and its one line of time.

A story is a generator. It yields the moment at which it goes on; the world resumes all stories in the order of time,
with the program's clock set to that moment. A story whose next moment lies in the future simply waits: that is how
pending approvals, open permits and people in the room come about.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from django.db import connection
from django.utils import timezone

from govops.demo.bureau import Bureau
from govops.demo.people import UNITS
from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.calendar.working_time import WorkingTime, working_time
from govops.kernel.processes import engine
from govops.kernel.records.models import Record
from govops.kernel.registers import doors, site

Story = Iterator[datetime]
#: tables with the rows that were inserted since the transaction began; of the small ones no plan depends
_INSERTED = "SELECT relid::regclass::text, n_tup_ins FROM pg_stat_xact_user_tables WHERE n_tup_ins >= 50"
T = TypeVar("T")

#: Of everything that chance decides; so that two seedings of the same day are alike.
SEED = 20261122


class World:
    """What stories act in. `first` and `today`: the days of the history, both inclusive."""

    def __init__(
        self, bureau: Bureau, *, first: date, tell: Callable[[str], None] = lambda words: None
    ) -> None:
        self.bureau = bureau
        self.first = first
        self.now = moment.now()
        self.today = moment.today()
        self.chance = Random(SEED)
        self.tell = tell
        self.calendar: WorkingTime = working_time()
        self.told = 0
        self._actors: dict[str, Actor] = {}
        self._sizes: dict[str, int] = {}
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._sequence = 0

    # --- people acting ------------------------------------------------------------------------------------------------

    def actor(self, username: str) -> Actor:
        """The person at his desk: always the same address, a new request each time."""
        if username not in self._actors:
            number = sorted(self.bureau.people).index(username)
            self._actors[username] = self.bureau.actor(
                username, address=f"10.20.{16 + number % 8}.{20 + number}"
            )
        return replace(self._actors[username], request_id=f"{self.chance.getrandbits(64):016x}")

    def head_of(self, username: str, *, but: tuple[str, ...] = ()) -> str:
        """The username of a head of the person's unit who may sign for him: not himself, nor anybody named in `but`."""
        heads = {row.code: row.heads for row in UNITS}
        person = self.bureau.people[username]
        able = [
            name
            for name in heads[person.unit.code]
            if name != username and self.bureau.people[name].name not in but
        ]
        return able[0]

    def create(self, register: str, data: Mapping[str, Any], *, by: str, submit: bool = False) -> Any:
        """A new record through the register's door, now."""
        return doors.create(site.get(register), data, actor=self.actor(by), submit=submit)

    def update(self, record: Record, data: Mapping[str, Any], *, by: str) -> Any:
        register = site.of(record)
        return doors.update(register, record.pk, data, actor=self.actor(by), version=None)

    def perform(self, record: Record, verb: str, *, by: str, **data: Any) -> Any:
        """A verb through the process's door, now; answers the record as it then is."""
        return engine.perform(site.of(record).code, record.pk, verb, actor=self.actor(by), data=data).record

    def attempt(self, record: Record, verb: str, *, by: str, **data: Any) -> Record | None:
        """As `perform`; None when it was refused, which the trail then tells."""
        try:
            return self.perform(record, verb, by=by, **data)
        except Refused:
            return None

    # --- time ---------------------------------------------------------------------------------------------------------

    def days(self) -> Iterator[date]:
        """Every day of the history."""
        for offset in range((self.today - self.first).days + 1):
            yield self.first + timedelta(days=offset)

    def today_there(self) -> date:
        """The day on which the story that is being told has arrived."""
        return moment.today()

    def is_working_day(self, day: date) -> bool:
        return self.calendar.day(day).is_working

    def last_working_days(self, count: int) -> list[date]:
        """The latest working days before today, the latest first."""
        days = (self.today - timedelta(days=offset) for offset in range(1, 60))
        return [day for day in days if self.is_working_day(day)][:count]

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment of the bureau's local time, some seconds past."""
        seconds = self.chance.randrange(60)
        return timezone.make_aware(datetime.combine(day, time(hour % 24, minute, seconds))) + timedelta(
            days=hour // 24
        )

    def soon(self, low: int, high: int, *, after: datetime | None = None) -> datetime:
        """Some working minutes later: when a person at a desk gets round to it."""
        start = after or moment.now()
        minutes = self.chance.randint(low, high)
        return self.calendar.add_minutes(start, minutes).at + timedelta(seconds=self.chance.randrange(60))

    def later(self, low: int, high: int, *, after: datetime | None = None) -> datetime:
        """Some minutes by the clock later."""
        return (after or moment.now()) + timedelta(
            minutes=self.chance.randint(low, high), seconds=self.chance.randrange(60)
        )

    # --- chance -------------------------------------------------------------------------------------------------------

    def pick(self, choices: Sequence[T]) -> T:
        return self.chance.choice(choices)

    def happens(self, probability: float) -> bool:
        return self.chance.random() < probability

    # --- telling ------------------------------------------------------------------------------------------------------

    def begin(self, story: Story) -> None:
        """Let a story run up to its first moment."""
        self._wait(story)

    def run(self) -> int:
        """Tell all stories up to now, in the order of time; answers in how many steps."""
        while self._waiting and self._waiting[0][0] <= self.now:
            when, _sequence, story = heapq.heappop(self._waiting)
            with moment.at(when):
                self._wait(story)
            self.told += 1
            if self.told % 400 == 50:
                self.learn_sizes()
        return self.told

    def learn_sizes(self) -> None:
        """Let the database look at the tables that have grown by half since.

        In one long transaction nobody else does, and it would plan as if they were empty.
        """
        with connection.cursor() as cursor:
            cursor.execute(_INSERTED)
            grown = {table: rows for table, rows in cursor if rows > 1.5 * self._sizes.get(table, 0)}
            if grown:
                cursor.execute(f"ANALYZE {', '.join(grown)}")
        self._sizes |= grown

    def _wait(self, story: Story) -> None:
        when = next(story, None)
        if when is not None:
            self._sequence += 1
            heapq.heappush(self._waiting, (when, self._sequence, story))


#: Yielded by a story that is to stay as it is.
NEVER = datetime(9000, 1, 1, tzinfo=timezone.get_current_timezone())
