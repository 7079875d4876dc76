"""Whom items serve: their using units, and the people in office there, said so that nobody takes a bureau for a room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q

from govops.kernel.organization.models import Unit


@dataclass(frozen=True, slots=True)
class UnitHit:
    """A unit that some of the items serve. `people`: those in office there and below; `has_below`: it has units below it."""

    unit: Unit
    items: int
    people: int
    has_below: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether this is an organization as a whole, with all that belongs to it."""
        return self.has_below and self.unit.parent_id is None

    @property
    def name(self) -> str:
        return f"{self.unit.short_name}全体" if self.is_whole else self.unit.short_name

    @property
    def words(self) -> str:
        below = "，含下级部门" if self.has_below else ""
        return f"{self.items:,} 项，{self.people} 人{below}"


@dataclass(frozen=True)
class Served:
    """The units, those with the most items first; `people`: all of them together, nobody counted twice."""

    units: list[UnitHit] = field(default_factory=list)
    people: int = 0

    @property
    def whole(self) -> UnitHit | None:
        """The organization that is served as a whole, if one is."""
        return next((hit for hit in self.units if hit.is_whole), None)

    @property
    def words(self) -> str:
        """“江委全体（77 人）”, or “3 个部门 12 人”; nothing where nobody is served."""
        if self.whole is not None:
            return f"{self.whole.name}（{self.people} 人）"
        return f"{len(self.units)} 个部门 {self.people} 人" if self.people else ""


def served(items: Mapping[int, int]) -> Served:
    """Of unit id → how many of the items serve it."""
    if not items:
        return Served()
    in_office = Count("people", filter=Q(people__is_active=True))
    every = list(Unit.objects.order_by().annotate(in_office=in_office))
    paths = [(unit.path, unit.in_office) for unit in every if unit.in_office]

    def people(*roots: str) -> int:
        return sum(count for path, count in paths if path.startswith(roots))

    above = {unit.parent_id for unit in every}
    units = [unit for unit in every if unit.pk in items]
    hits = [UnitHit(unit, items[unit.pk], people(unit.path), unit.pk in above) for unit in units]
    hits.sort(key=lambda hit: (-hit.items, hit.unit.pk))
    return Served(hits, people(*(unit.path for unit in units)))
