"""Questions about people that every part asks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from govops.kernel import moment
from govops.kernel.organization import steady
from govops.kernel.organization.models import Delegation, Person, SeatHolder, Unit, UnitFunction
from govops.kernel.organization.prepared import Prepared


def unit_with(function: str, *, day: date | None = None) -> Unit | None:
    """The unit that plays an institutional role on `day`, or None while nobody does."""
    row = (
        UnitFunction.objects.on(day)
        .filter(function=function)
        .select_related("unit")
        .order_by("-valid_from")
        .first()
    )
    return row.unit if row else None


def find(text: str, *, limit: int = 20) -> QuerySet[Person]:
    """Active people whose name, pinyin, initials or number match what was typed."""
    text = text.strip()
    people = Person.objects.filter(is_active=True).select_related("unit")
    if text:
        lowered = text.lower()
        people = people.filter(
            Q(name__icontains=text)
            | Q(pinyin__istartswith=lowered)
            | Q(initials__startswith=lowered)
            | Q(employee_no__startswith=text)
        )
    return people[:limit]


_holders = Prepared(
    lambda seats, day: (
        SeatHolder.objects.on(day)
        .filter(seat__among=seats, person__is_active=True)
        .select_related("person__unit")
        .order_by("id")
    ),
    ["a seat"],
    date.min,
)


def holders(
    seat: str, *, unit: Unit | None = None, day: date | None = None, without: Collection[int] = ()
) -> list[Person]:
    """Active people in a seat: those of the nearest unit upwards that has any, else those of the whole bureau.

    `without`: ids of people who may not act; a head's own request thus goes to the head above.
    """
    rows = [row for row in _rows_of(seat, day or moment.today()) if row.person_id not in without]
    for unit_id in unit.self_and_above() if unit else []:
        near = [row.person for row in rows if row.unit_id == unit_id]
        if near:
            return near
    return [row.person for row in rows if row.unit_id is None]


class _Held:
    """Who sits where, as asked within a block: `expected` seats are read together with the first that must be asked of the database."""

    def __init__(self, expected: tuple[str, ...]) -> None:
        self.expected = expected
        self.rows: dict[tuple[str, date], list[SeatHolder]] = {}

    def rows_of(self, seat: str, day: date) -> list[SeatHolder]:
        if (seat, day) not in self.rows:
            wanted = [seat] if steady.is_known() else list(dict.fromkeys((seat, *self.expected)))
            self.rows |= {(one, day): [] for one in wanted}
            for row in _holders(wanted, day):
                self.rows[row.seat, day].append(row)
        return self.rows[seat, day]


_held: ContextVar[_Held | None] = ContextVar("seats_held", default=None)


@contextmanager
def seats_held(*expected: str) -> Iterator[None]:
    """Ask who sits where once for the whole block, which must be short or seat nobody."""
    if (held := _held.get()) is not None:
        held.expected = tuple(dict.fromkeys((*held.expected, *expected)))
        yield
        return
    token = _held.set(_Held(expected))
    try:
        yield
    finally:
        _held.reset(token)


def _rows_of(seat: str, day: date) -> list[SeatHolder]:
    held = _held.get()
    return _holders([seat], day) if held is None else held.rows_of(seat, day)


def principals_on(day: date, *, delegate: str) -> ArraySubquery:
    """Who is represented on `day` by the person in column `delegate`, to be read with another row: a list of mappings."""
    rows = Delegation.objects.on(day).filter(delegate=OuterRef(delegate), revoked_at__isnull=True)
    return ArraySubquery(rows.values(told=JSONObject(principal="principal", processes="processes")))


_principals = Prepared(
    lambda delegate, day: Delegation.objects.on(day).filter(delegate=delegate, revoked_at__isnull=True),
    -(2**62),
    date.min,
)


def principals_of(person: Person) -> list[tuple[int, list[str]]]:
    """Whose place `person` may take today: (principal id, limited to these registers or all). Asked once a person as read."""
    held: list[tuple[int, list[str]]] | None = getattr(person, "_principals", None)
    if held is None:
        held = [(row.principal_id, row.processes) for row in _principals(person.pk, moment.today())]
        person._principals = held  # type: ignore[attr-defined]
    return held


def acting_for(person: Person, process: str) -> list[int]:
    """Ids of the person and of those whose place he may take today in `process`."""
    stood_for = principals_of(person)
    return [person.pk, *(pk for pk, limits in stood_for if not limits or process in limits)]


def know_principals(person: Person, told: list[dict[str, Any]]) -> None:
    """What `principals_on` read with the person."""
    person._principals = [(one["principal"], one["processes"]) for one in told]  # type: ignore[attr-defined]


def delegates_of(person: Person, *, process: str, day: date | None = None) -> list[Person]:
    """Who may decide for `person` in `process` today."""
    rows = Delegation.objects.on(day).filter(
        principal=person, revoked_at__isnull=True, delegate__is_active=True
    )
    return [
        row.delegate
        for row in rows.select_related("delegate__unit")
        if not row.processes or process in row.processes
    ]
