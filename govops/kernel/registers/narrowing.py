"""Narrowings of a list beyond its own fields, as `?late_clock=响应` in the address.

A module above declares one for a register below; the list then takes it like a filter and says it in words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Narrowing:
    """`condition(value)` is what it keeps, or ValueError for a value it does not know; `words(value)` says it."""

    register: str
    name: str
    title: str
    condition: Callable[[str], Q]
    words: Callable[[str], str] = str
    #: the register's own columns that the condition looks at, besides its id
    looks_at: tuple[str, ...] = ()


_narrowings: dict[tuple[str, str], Narrowing] = {}


def declare(*new: Narrowing) -> None:
    for one in new:
        if (one.register, one.name) in _narrowings:
            raise ValueError(f"{one.register} is narrowed by {one.name} already")
        _narrowings[one.register, one.name] = one


def find(register: str, name: str) -> Narrowing | None:
    return _narrowings.get((register, name))


def of(register: str) -> list[Narrowing]:
    """All narrowings of a register beyond its fields."""
    return [one for (code, _name), one in _narrowings.items() if code == register]
