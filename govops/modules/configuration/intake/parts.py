"""The lines of a sheet in parts that are read and written together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from govops.kernel.sheets import reading
from govops.modules.configuration.intake import identity

_PART = 1000


def in_parts(rows: Sequence[reading.Row]) -> Iterator[Sequence[reading.Row]]:
    """The rows, so many at once; two lines that may mean one item never in one part."""
    part: list[reading.Row] = []
    named: set[tuple[str, str]] = set()
    for row in rows:
        keys = _keys(row.values)
        if len(part) >= _PART or keys & named:
            yield part
            part, named = [], set()
        part.append(row)
        named |= keys
    if part:
        yield part


def _keys(values: dict[str, Any]) -> set[tuple[str, str]]:
    """What the line may be found by; its name only if there is nothing better."""
    certain = {
        (name, identity.spelled(name, values.get(name)))
        for name in ("number", "asset_number", "serial_number")
    }
    return {key for key in certain if key[1]} or {("name", identity.spelled("name", values.get("name")))} - {
        ("name", "")
    }
