"""What the store and the processes need to know of each kind of record. Registers declare it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from govops.kernel.records.models import Record


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of record: `fields` are those people fill in (audited, signed), `searched` those the search looks at,
    `title_of` what a record is called when it is saved."""

    code: str
    title: str
    model: type[Record]
    series: str
    fields: tuple[str, ...]
    searched: tuple[str, ...]
    title_of: Callable[[Any], str]
    cites: tuple[str, ...] = ()


_kinds: dict[str, Kind] = {}
_by_model: dict[type[Record], Kind] = {}


def declare(kind: Kind) -> None:
    if kind.code in _kinds:
        raise ValueError(f"record kind {kind.code} is declared twice")
    _kinds[kind.code] = kind
    _by_model[kind.model] = kind


def get(code: str) -> Kind:
    try:
        return _kinds[code]
    except KeyError:
        near = get_close_matches(code, _kinds, n=1)
        raise KeyError(
            f"no record kind {code!r}" + (f"; did you mean {near[0]!r}?" if near else "")
        ) from None


def of(record: Record | type[Record]) -> Kind:
    """The kind of a record or of its model."""
    return _by_model[record if isinstance(record, type) else type(record)]


def all_kinds() -> list[Kind]:
    return list(_kinds.values())
