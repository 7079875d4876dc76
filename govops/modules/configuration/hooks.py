"""What higher modules tell of an item: open tickets, changes in their window, events of its life. They register functions here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.kernel.registers.declarations import OtherPage

Ids = Sequence[int]


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A record of another register that is not yet done with the item `item_id`."""

    register: str
    record_id: int
    number: str
    title: str
    url: str
    item_id: int


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of an item's timeline."""

    at: datetime
    title: str
    url: str = ""
    icon: str = "file-text"


@dataclass(frozen=True, slots=True)
class RoomReading:
    """What was last measured in a machine room, and its open alerts. `room`: the name that its item bears as well."""

    room: str
    url: str
    at: datetime | None = None
    temperature: float | None = None
    humidity: float | None = None
    limits: tuple[float, float] = (18.0, 27.0)
    alerts: int = 0

    @property
    def is_out_of_limits(self) -> bool:
        """Whether it was too cold or too warm."""
        low, high = self.limits
        return self.temperature is not None and not low <= self.temperature <= high


@dataclass(frozen=True)
class OpenOn:
    """Records of a register that are not done with an item; all registers are asked in one statement.

    `rows`: ids → those open on some of them. `items`: the columns that name items, one id or a list of them.
    """

    register: str
    rows: Callable[[list[int]], QuerySet[Any]]
    items: tuple[str, ...] = ("items",)
    title: str = "subject"

    def parts(self, ids: list[int], actor: Actor | None) -> list[QuerySet[Any]]:
        """(register, id, number, title, item) of what is open, for `actor` only what he may see."""
        rows = self.rows(ids)
        if actor is not None:
            rows = visible(rows, actor, register=self.register)
        fields = {name: rows.model._meta.get_field(name) for name in self.items}
        ends = {
            name: Unnested(name) if isinstance(field, ArrayField) else F(field.attname)
            for name, field in fields.items()
        }
        return [
            rows.order_by()
            .annotate(of=Value(self.register), said=Cast(self.title, TextField()), on=Cast(end, BigIntegerField()))
            .values_list("of", "pk", "number", "said", "on")
            for end in ends.values()
        ]  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """One kind of event in an item's life; all chapters are read in one statement, a page at a time.

    `rows`: item, reader → the rows that tell of it, narrowed to what he may see. `at`: when. `facts`: the columns that the
    sentence is made of by `words`. `record`: the column with the id of the record that it leads to.
    """

    register: str
    rows: Callable[[Any, Actor], QuerySet[Any]]
    at: Any
    facts: tuple[str, ...]
    words: Callable[[Mapping[str, Any]], str]
    icon: str = "file-text"
    record: str = "pk"
    leads_there: bool = True

    def part(self, place: int, item: Any, actor: Actor) -> QuerySet[Any]:
        """(when, which chapter, id, facts), in no order."""
        told = JSONObject(**{name: F(name) for name in self.facts})
        when = F(self.at) if isinstance(self.at, str) else self.at
        rows = self.rows(item, actor).order_by()
        return rows.annotate(
            when=when, place=Value(place), leads_to=Cast(self.record, BigIntegerField()), told=told
        ).values_list("when", "place", "leads_to", "told")

    def event(self, at: datetime, record_id: int, facts: Mapping[str, Any]) -> Event:
        url = f"/r/{self.register}/{record_id}/" if self.leads_there else ""
        return Event(at, self.words(facts), url, self.icon)


class Unnested(Func):
    """The members of a list, each in a row of its own."""

    function = "unnest"
    set_returning = True
    output_field = BigIntegerField()


#: what is still open on items: rows for the one statement, or a function of ids
open_tickets: list[OpenOn | Callable[[Ids], list[OpenTicket]]] = []
#: item ids, moment → the ids under an approved change at that moment
under_change: list[Callable[[Ids, datetime], set[int]]] = []
#: the number of a change → whether it is approved and not yet closed; None where nobody knows such a number
approved_changes: list[Callable[[str], bool | None]] = []
#: reader → the latest reading of every machine room that he may see; constant queries
room_readings: list[Callable[[Actor], list[RoomReading]]] = []
#: codes of the registers whose pages carry 影响分析
assessed: set[str] = set()
#: what happened to an item
timeline: list[Chapter] = []

#: item, reader → further pages of the item (its surroundings, its place in a rack)
pages: list[Callable[[Any, Actor], list[OtherPage]]] = []


#: tickets told at once
MOST_TICKETS = 2000


def tickets_on(item_ids: Ids, actor: Actor | None = None) -> list[OpenTicket]:
    """Everything still open on these items, for `actor` only what he may see; register by register, the newest first."""
    ids = sorted(set(item_ids))
    if not ids:
        return []
    wanted = set(ids)
    sources = [one for one in open_tickets if isinstance(one, OpenOn)]
    parts = [part for source in sources for part in source.parts(ids, actor)]
    rows: Iterable[Any] = parts[0].union(*parts[1:])[:MOST_TICKETS] if parts else ()
    order = {source.register: place for place, source in enumerate(sources)}
    found = [
        OpenTicket(register, pk, number, title, f"/r/{register}/{pk}/", item)
        for register, pk, number, title, item in rows
        if item in wanted
    ]
    found.sort(key=lambda one: (order[one.register], -one.record_id))
    return found + [ticket for tell in open_tickets if not isinstance(tell, OpenOn) for ticket in tell(ids)]


def changing(item_ids: Ids, at: datetime) -> set[int]:
    """Those of the items that are under an approved change at that moment."""
    found: set[int] = set()
    for tell in under_change if item_ids else ():
        found |= tell(item_ids, at)
    return found


def is_approved_change(number: str) -> bool | None:
    """Whether the change of that number is approved; None when there is no such change."""
    told = [answer for tell in approved_changes if (answer := tell(number.strip().upper())) is not None]
    return any(told) if told else None


def events_of(item: Any, actor: Actor, *, first: int = 0, most: int = 50) -> list[Event]:
    """The item's life as far as the reader may see it, the newest first, from the `first`-th event on: one statement."""
    parts = [chapter.part(place, item, actor) for place, chapter in enumerate(timeline)]
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True).order_by("-when", "place", "-leads_to")[first : first + most]
    return [timeline[place].event(at, record_id, facts) for at, place, record_id, facts in rows]


def readings(actor: Actor) -> dict[str, RoomReading]:
    """The latest reading of each machine room, by its name."""
    return {one.room: one for tell in room_readings for one in tell(actor)}
