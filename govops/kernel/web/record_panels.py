"""Panels that modules put on the pages of records, their own or others': fetched once the page stands.

A page says only where the panel is; so it costs the page no query, and a record without panels nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from govops.kernel.access.actor import Actor
from govops.kernel.records.models import Record
from govops.kernel.registers.declarations import Register


@dataclass(frozen=True)
class RecordPanel:
    """`url` answers the panel as a fragment to htmx, and as a page of its own otherwise."""

    key: str
    title: str
    url: str


Make = Callable[[Register, Record, Actor], RecordPanel | None]
_panels: list[Make] = []


def on_record_page(make: Make) -> Make:
    """Declare a panel; None for the records that it does not concern. It must not ask the database."""
    _panels.append(make)
    return make


def panels_of(register: Register, record: Record, actor: Actor) -> list[RecordPanel]:
    return [panel for make in _panels if (panel := make(register, record, actor)) is not None]
