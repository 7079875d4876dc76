"""Seats (席位): places in a process. The shape is code; who sits there is data (`organization.SeatHolder`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govops.kernel.organization import people
from govops.kernel.organization.models import Person

if TYPE_CHECKING:
    from govops.kernel.records.models import Record


@dataclass(frozen=True)
class Seat:
    """A place that decides. `per_unit`: each unit has its own holders (部门主管领导), found from the record's unit upwards."""

    code: str
    title: str
    per_unit: bool = False

    def holders(self, record: Record, *, without: Collection[int] = ()) -> list[Person]:
        """Active people in this seat for this record today, `without` those who may not act on it."""
        return people.holders(self.code, unit=record.unit if self.per_unit else None, without=without)


_seats: dict[str, Seat] = {}


def declare(*new: Seat) -> None:
    for seat in new:
        if _seats.setdefault(seat.code, seat) != seat:
            raise ValueError(f"seat {seat.code} is declared twice")


def all_seats() -> list[Seat]:
    return list(_seats.values())


def get(code: str) -> Seat:
    return _seats[code]


UNIT_HEAD = Seat("unit_head", "部门主管领导", per_unit=True)
declare(UNIT_HEAD)
