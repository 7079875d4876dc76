"""What the page of a form says before anything is sent, declared by modules for their own registers.

A form knows what each field must be; what its rules demand, what one answer suggests for another, and what will be asked
for later on, is known to the module alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from govops.kernel.access.actor import Actor


@dataclass(frozen=True)
class Following:
    """While nobody has chosen it himself, a field follows the answer of the field `by`: `chosen` maps its answers."""

    by: str
    chosen: Mapping[str, str]

    @property
    def words(self) -> str:
        """As the page takes it: foreign=passport|hmt=travel_permit."""
        return "|".join(f"{answer}={value}" for answer, value in self.chosen.items())


@dataclass(frozen=True)
class Foretold:
    """Something that will be demanded later; `url` leads to where it is done, under the words `link`."""

    sentence: str
    url: str = ""
    link: str = ""


#: (the record as far as it is filled in, who fills it in) → what will be demanded of it; called while one types
Foretell = Callable[[Any, Actor], list[Foretold]]


@dataclass(frozen=True)
class FormManners:
    """`starred`: fields that a rule demands, marked as the form's own demands are.

    `starred_when`: field → the answers of another with which it is demanded, as in `Register.asked_when` ("kind=major").
    """

    starred: frozenset[str] = frozenset()
    starred_when: Mapping[str, str] = field(default_factory=dict)
    follows: Mapping[str, Following] = field(default_factory=dict)
    foretell: Foretell | None = None


_manners: dict[str, FormManners] = {}
_PLAIN = FormManners()


def declare(
    register: str,
    *,
    starred: tuple[str, ...] = (),
    starred_when: Mapping[str, str] | None = None,
    follows: Mapping[str, Following] | None = None,
    foretell: Foretell | None = None,
) -> None:
    """Say it for the register of that code; twice is an error."""
    if register in _manners:
        raise ValueError(f"the manners of the form {register} are declared twice")
    _manners[register] = FormManners(frozenset(starred), starred_when or {}, follows or {}, foretell)


def manners_of(register: str) -> FormManners:
    return _manners.get(register, _PLAIN)
