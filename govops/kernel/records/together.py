"""`store.create` for many records of one kind: numbers, rows and trail entries each in one go."""

from __future__ import annotations

from collections.abc import Sequence

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.organization.storing import insert_all
from govops.kernel.records import kinds
from govops.kernel.records.models import Record
from govops.kernel.records.numbers import several
from govops.kernel.records.store import complete, tell_created

#: PostgreSQL takes so many values with one statement
_VALUES = 60_000


def at_once(model: type[Record], *, most: int) -> int:
    """How many rows of the model go into one statement, at most `most`."""
    return max(1, min(most, _VALUES // len(model._meta.concrete_fields)))


def create_all(records: Sequence[Record], *, actor: Actor) -> None:
    """Save new records, in that order and in the caller's transaction: number, owner, search entry and trail entry each."""
    if not records:
        return
    numbers = several(kinds.of(records[0]).series, len(records), year=moment.today().year)
    for record, number in zip(records, numbers, strict=True):
        complete(record, number, actor=actor)
    insert_all(records)
    for record in records:
        tell_created(record, actor=actor)
