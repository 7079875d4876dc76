"""The one door for fields: every creation and every change of a record passes here and leaves one trail entry."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from gmssl_pyx import sm3_hash

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.organization.journeys import later, within_deed
from govops.kernel.organization.storing import insert_later, overwriting
from govops.kernel.records import facts, kinds
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.records.models import Record
from govops.kernel.records.numbers import next_place
from govops.kernel.records.snapshots import Snapshot

R = TypeVar("R", bound=Record)
_OWN = ("state", "secrecy_level", "secrecy_years", "is_restricted")


def facts_of(record: Record) -> dict[str, Any]:
    """The plain facts of a record that the trail keeps when it is created."""
    return facts.plain(record, dict.fromkeys((*kinds.of(record).fields, *_OWN)))


def create(record: R, *, actor: Actor) -> R:
    """Save a new record: number, owner, search entry and trail entry in one transaction."""
    with within_deed():
        number, record.pk = next_place(kinds.of(record).series, type(record))
        complete(record, number, actor=actor)
        insert_later([record])
        tell_created(record, actor=actor)
    return record


def complete(record: Record, number: str, *, actor: Actor) -> None:
    """What the store adds to a new record before it is written."""
    record.number = number
    record.created_by = actor.person
    record.applicant = record.applicant or actor.person
    if record.unit_id is None:
        if record.applicant is None:
            raise Refused("没有申请人，无法确定所属部门；请指定申请人。", field="applicant", status=422)
        record.unit = record.applicant.unit
    record.created_at = record.updated_at = moment.now()
    record.search_vector = facts.search_text(record, kinds.of(record).searched)


def tell_created(record: Record, *, actor: Actor) -> None:
    """The trail entry of a record that was just written."""
    trail.record(
        actor=actor,
        operation="create",
        register=kinds.of(record).code,
        record_id=record.pk,
        number=record.number,
        after=discreet(record, facts_of(record)),
        secrecy_level=record.secrecy_level,
        summary=discreet_title(record),
    )


def update(
    record: R,
    *,
    before: Snapshot,
    actor: Actor,
    operation: str = "update",
    summary: str = "",
    always: bool = False,
) -> R:
    """Save what changed of a record since `before`, if nobody else changed the record meanwhile.

    A change that alters nothing leaves no entry unless `always`.
    """
    changed = before.changed(record)
    if not changed and not always:
        return record
    with within_deed():
        _save(record, changed)
        was, became = before.told(record, changed)
        trail.record(
            actor=actor,
            operation=operation,
            register=kinds.of(record).code,
            record_id=record.pk,
            number=record.number,
            before=discreet(record, was),
            after=discreet(record, became),
            secrecy_level=record.secrecy_level,
            summary=f"{summary}：{discreet_title(record)}" if summary else discreet_title(record),
        )
    return record


def _is_discreet(record: Record) -> bool:
    return record.is_restricted or record.secrecy_level >= SecrecyLevel.CONFIDENTIAL


def discreet(record: Record, values: dict[str, Any]) -> dict[str, Any]:
    """`values` for the trail: those of a restricted or classified record as SM3 digests (R-SCR-02).

    The audit administrator stands outside the need-to-know: he sees that and when something changed, not what it said.
    """
    if not _is_discreet(record):
        return values
    shown = (*_OWN, "version")
    return {
        name: value if name in shown or value in (None, "", []) else _digest(value)
        for name, value in values.items()
    }


def discreet_title(record: Record) -> str:
    """What the trail and messages call the record."""
    return record.number if _is_discreet(record) else record.title


def _digest(value: Any) -> str:
    return (
        "SM3 "
        + sm3_hash(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode()).hex()[:32]
    )


def _save(record: Record, changed: list[str]) -> None:
    kind = kinds.of(record)
    seen = record.version
    record.version = seen + 1
    record.updated_at = moment.now()
    names = [*changed, "version", "updated_at"]
    if "title" in changed or any(name in changed for name in kind.searched):
        record.search_vector = facts.search_text(record, kind.searched)
        names.append("search_vector")

    def missed() -> None:
        record.version = seen
        raise stale(record)

    later(overwriting(record, only=tuple(names), missed=missed, version=seen))


class Stale(Refused):
    """Somebody else changed the record meanwhile."""


def stale(record: Record) -> Stale:
    """The refusal of a page that shows an older version."""
    return Stale(f"{record.number} 在您打开之后已被别人修改，您的改动没有保存。请刷新页面，核对后重新填写。")
