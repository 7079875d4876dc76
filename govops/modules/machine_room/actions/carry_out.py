"""What is carried out: matched with our people, entered in the book, let out, taken back."""

from __future__ import annotations

from typing import Any

from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed


def prepare(permit: Any) -> None:
    permit.has_storage = any(row.get("storage") == "yes" for row in permit.items)
    permit.identity_number = permit.identity_number.upper()
    permit.carrier = carrier_among_us(permit.carrier_name, permit.carrier_unit)


def carrier_among_us(name: str, unit: str) -> Person | None:
    """The member of staff with that name and unit, so that nobody signs for what he carries himself.

    A name that only one of us has counts whatever unit was written.
    """
    people = list(Person.objects.filter(name=name.strip(), is_active=True).select_related("unit"))
    same_unit = [person for person in people if unit.strip() in {person.unit.name, person.unit.short_name}]
    found = same_unit or people
    return found[0] if len(found) == 1 or same_unit else None


def enrol(permit: Any, deed: Deed) -> None:
    """登记: the number in the book is the permit's own with a D for 登记."""
    permit.enrolled_at, permit.enrolled_by = deed.at, deed.actor.person
    permit.enrolled_number = f"D-{permit.number}"


def let_out(permit: Any, deed: Deed) -> None:
    permit.taken_out_at, permit.checked_by = deed.at, deed.actor.person


def take_back(permit: Any, deed: Deed) -> None:
    permit.returned_at = deed.at
