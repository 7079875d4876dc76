"""Looking in all registers at once, with the eyes of one person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Person
from govops.kernel.records.stand_in import Place, place_of, stand_in
from govops.kernel.records.visibility import within
from govops.kernel.registers import site
from govops.kernel.search.everywhere import Hit, Source, newest


def find(actor: Actor, text: str, *, limit: int = 20) -> list[Hit]:
    """The newest records that hold every word of `text`, of all that `actor` may see."""
    if not text.strip() or actor.person is None:
        return []
    return newest(sources_of(actor), text, limit=limit)


def sources_of(actor: Actor) -> list[Source]:
    """The registers in which `actor` may look, each narrowed to his rows."""
    person = actor.person
    assert person is not None
    scopes = {one.code: table.scope_of(actor, "read", one.code) for one in site.all_registers()}
    return [_composed(code, scope).asked_by(person) for code, scope in scopes.items() if scope]


def compose_all() -> None:
    """Compose the question to each register for each scope that a role has in it."""
    codes = {one.code for one in site.all_registers()}
    for line in table.lines():
        if "read" in line.operations and line.register in codes:
            _composed(line.register, line.scope)


@dataclass(frozen=True)
class _Composed:
    """The question to one register, as whoever has one scope in it asks. It holds conditions, never rows."""

    source: Source
    places: tuple[Place | None, ...]

    def asked_by(self, person: Person) -> Source:
        source = self.source
        told = zip(self.places, source.values, strict=True)
        values = tuple(place(person, source.register) if place else value for place, value in told)
        return Source(source.register, source.title, source.sql, values)


@cache
def _composed(code: str, scope: str) -> _Composed:
    register = site.get(code)
    rows = within(register.model._default_manager.all(), stand_in(), register=code, scope=scope)
    source = Source.composed(code, register.title, rows)
    return _Composed(source, tuple(map(place_of, source.values)))
