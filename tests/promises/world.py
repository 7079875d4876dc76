"""The promises' world: the common bureau with one record in every register, made on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client

from govops.demo import bureau
from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import SeatHolder
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site
from govops.kernel.registers.declarations import Register
from tests.cast import CAST
from tests.moments import MONDAY
from tests.promises.samples import Sample, all_samples
from tests.stages import Stage

SAMPLES = all_samples()


@dataclass(frozen=True)
class Standing:
    """Register → the id of its one record; register → how many of its forms were filled in."""

    records: dict[str, int]
    counts: dict[str, int]


NOTHING = Standing({}, {})


class World:
    """`record("visitor_entry")` is that register's record; people are named by their usernames."""

    def __init__(
        self,
        cast: Bureau,
        actor: Callable[..., Actor],
        client_of: Callable[[str], Client] | None = None,
        standing: Standing = NOTHING,
    ) -> None:
        self.cast, self.actor = cast, actor
        if client_of is not None:
            self.client_of = client_of
        self._standing = standing.records
        self._made: dict[str, Any] = {}
        self._count: dict[str, int] = dict(standing.counts)

    def person(self, username: str) -> int:
        return self.cast.people[username].pk

    def unit(self, code: str) -> int:
        return self.cast.units[code].pk

    def model(self, code: str) -> Any:
        return site.get(code).model

    def sample(self, code: str) -> Sample:
        return SAMPLES[code]

    def data(self, code: str) -> dict[str, Any]:
        """The next form of that register, as its sample person would fill it in."""
        self._count[code] = self._count.get(code, 0) + 1
        return self.sample(code).data(self, self._count[code])

    def record(self, code: str) -> Any:
        """The one record of that register."""
        if code not in self._made and code in self._standing:
            self._made[code] = self.model(code)._default_manager.get(pk=self._standing[code])
        if code not in self._made:
            self._made[code] = self.another(code)
        return self._made[code]

    def standing(self) -> Standing:
        """What was made so far, for worlds that begin with it."""
        return Standing({code: record.pk for code, record in self._made.items()}, dict(self._count))

    def another(self, code: str, **changes: Any) -> Any:
        sample = self.sample(code)
        if sample.make is not None:
            self._count[code] = self._count.get(code, 0) + 1
            return sample.make(self, self._count[code])
        return self.create(code, self.data(code) | changes, by=sample.by)

    def create(self, code: str, data: dict[str, Any], *, by: str, submit: bool = False) -> Any:
        return doors.create(site.get(code), data, actor=self.actor(by), submit=submit)

    def perform(self, record: Any, verb: str, by: str, **data: Any) -> Any:
        return engine.perform(site.of(record).code, record.pk, verb, actor=self.actor(by), data=data).record

    def head_of(self, username: str) -> str:
        """Who signs as 部门主管领导 for that person's unit, and is not that person."""
        person = self.cast.people[username]
        names = {p.pk: name for name, p in self.cast.people.items()}
        rows = (
            SeatHolder.objects.filter(seat="unit_head", unit=person.unit)
            .exclude(person=person)
            .order_by("id")
        )
        return names[rows[0].person_id]


def _furnish() -> Standing:
    """A record in every register, made on that Monday."""
    cast = bureau.load()
    with moment.at(MONDAY):
        world = World(cast, cast.actor)
        for register in registers():
            world.record(register.code)
    return world.standing()


FURNISHED = Stage("furnished", build=_furnish, upon=CAST)


def registers() -> list[Register]:
    return site.all_registers()


def codes(
    *, imports: bool = False, made_by_people: bool = False, process: bool = False, changed: bool = False
) -> list[str]:
    """Codes of the registers, those only that take workbooks, are filled in by people, have a process, can be changed."""
    return [
        r.code
        for r in registers()
        if (not imports or r.imports)
        and (not made_by_people or (r.code in SAMPLES and SAMPLES[r.code].make is None))
        and (not process or r.process is not None)
        and (not changed or (r.code in SAMPLES and SAMPLES[r.code].changed[0]))
    ]
