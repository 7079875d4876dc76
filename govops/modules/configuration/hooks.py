"""What higher modules tell of an item: open tickets, changes in their window, events of its life. They register functions here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from govops.kernel.access.actor import Actor
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


#: item ids → tickets and changes still open on them; constant queries, whoever reads narrows what is shown
open_tickets: list[Callable[[Ids], list[OpenTicket]]] = []
#: item ids, moment → the ids under an approved change at that moment
under_change: list[Callable[[Ids, datetime], set[int]]] = []
#: the number of a change → whether it is approved and not yet closed; None where nobody knows such a number
approved_changes: list[Callable[[str], bool | None]] = []
#: reader → the latest reading of every machine room that he may see; constant queries
room_readings: list[Callable[[Actor], list[RoomReading]]] = []
#: codes of the registers whose pages carry 影响分析
assessed: set[str] = set()
#: item, reader → what happened to it, as far as the reader may see it
timeline: list[Callable[[Any, Actor], list[Event]]] = []

#: item, reader → further pages of the item (its surroundings, its place in a rack)
pages: list[Callable[[Any, Actor], list[OtherPage]]] = []


def tickets_on(item_ids: Ids) -> list[OpenTicket]:
    """Everything still open on these items."""
    return [ticket for tell in open_tickets for ticket in tell(item_ids)] if item_ids else []


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


def events_of(item: Any, actor: Actor) -> list[Event]:
    """What other modules tell of the item's life, newest first."""
    told = [event for tell in timeline for event in tell(item, actor)]
    return sorted(told, key=lambda event: event.at, reverse=True)


def readings(actor: Actor) -> dict[str, RoomReading]:
    """The latest reading of each machine room, by its name."""
    return {one.room: one for tell in room_readings for one in tell(actor)}
