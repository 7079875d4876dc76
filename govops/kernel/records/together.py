"""`store.create` for many records of one kind: numbers, rows and trail entries each in one go."""

from __future__ import annotations

from collections.abc import Sequence

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.organization.prepared import insert_all
from govops.kernel.records import facts, kinds
from govops.kernel.records.models import Record
from govops.kernel.records.numbers import several
from govops.kernel.records.store import discreet, discreet_title, facts_of

#: PostgreSQL takes so many values with one statement
_VALUES = 60_000


def at_once(model: type[Record], *, most: int) -> int:
    """How many rows of the model go into one statement, at most `most`."""
    return max(1, min(most, _VALUES // len(model._meta.concrete_fields)))


def create_all(records: Sequence[Record], *, actor: Actor) -> None:
    """Save new records, in that order and in the caller's transaction: number, owner, search entry and trail entry each."""
    if not records:
        return
    kind = kinds.of(records[0])
    numbers = several(kind.series, len(records), year=moment.today().year)
    for record, number in zip(records, numbers, strict=True):
        record.number = number
        record.created_by = actor.person
        record.applicant = record.applicant or actor.person
        if record.unit_id is None:
            if record.applicant is None:
                raise Refused("没有申请人，无法确定所属部门；请指定申请人。", field="applicant", status=422)
            record.unit = record.applicant.unit
        record.created_at = record.updated_at = moment.now()
        record.search_vector = facts.search_text(record, kind.searched)
    insert_all(records)
    for record in records:
        trail.record(
            actor=actor, operation="create", register=kind.code, record_id=record.pk, number=record.number,
            after=discreet(record, facts_of(record)), secrecy_level=record.secrecy_level, summary=discreet_title(record),
        )  # fmt: skip
