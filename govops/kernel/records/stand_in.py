"""Statements that any reader may ask, composed once: somebody who is nobody stands in for the reader meanwhile.

What a statement says of its reader are a few values among many. Those of the stand-in occur nowhere else, and give way
to those of the person who asks; all the rest of the statement is the same for whoever has the same scope.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection

from govops.kernel.access.actor import Actor
from govops.kernel.organization import people
from govops.kernel.organization.models import Person, Unit

_PERSON, _PRINCIPAL = -(2**62), -(2**62) - 1
_UNIT, _ABOVE = 2**62 + 2, 2**62 + 3
_CLEARANCE = 31_987
_PATH = f"/{_ABOVE}/{_UNIT}/"
_TRACES = tuple(str(abs(value)) for value in (_PERSON, _PRINCIPAL, _UNIT, _ABOVE, _CLEARANCE))

#: what a person puts in the place of one of the stand-in's values, in a statement about a register
Place = Callable[[Person, str], Any]


def stand_in() -> Actor:
    """The reader while a statement is composed: without roles or account, so that nothing but his person tells in it."""
    person = Person(pk=_PERSON, clearance=_CLEARANCE, unit=Unit(pk=_UNIT, path=_PATH))
    people.know_principals(person, [{"principal": _PRINCIPAL, "processes": []}])
    return Actor(person=person)


def _begins_with(path: str) -> str:
    return f"{connection.ops.prep_for_like_query(path)}%"


_PLACES: tuple[tuple[Any, Place], ...] = (
    (_PERSON, lambda person, _register: person.pk),
    ([_PERSON], lambda person, _register: [person.pk]),
    ([_PERSON, _PRINCIPAL], people.acting_for),
    (_CLEARANCE, lambda person, _register: person.clearance),
    (_UNIT, lambda person, _register: person.unit_id),
    ([_UNIT, _ABOVE], lambda person, _register: person.unit.self_and_above()),
    (_begins_with(_PATH), lambda person, _register: _begins_with(person.unit.path)),
)


def place_of(value: Any) -> Place | None:
    """What takes the place of a value; None for one that tells nothing of the reader.

    ValueError for one that tells of him in a way that is not known here: it would be said of everybody.
    """
    for sample, place in _PLACES:
        if isinstance(value, type(sample)) and value == sample:
            return _of_type(type(value), place)
    if any(trace in str(value) for trace in _TRACES):
        raise ValueError(f"{value!r} is made of the reader in a way that stand_in does not know")
    return None


def _of_type(wanted: type, place: Place) -> Place:
    """The database tells apart how wide a number is."""
    return lambda person, register: wanted(place(person, register))
