"""Writing the 流转记录: one act, with its signature."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from govops.kernel import moment
from govops.kernel.organization.models import Person
from govops.kernel.organization.storing import insert_later
from govops.kernel.processes.declarations import Deed
from govops.kernel.processes.docket import docket_of
from govops.kernel.processes.models import Act, ProcessRun, WorkItem
from govops.kernel.records import attachments, facts, kinds
from govops.kernel.records.models import Attachment, Record
from govops.kernel.signatures import signing


def attachments_of(record: Record) -> list[Attachment]:
    """The files of a record, read once for a record as read."""
    held: list[Attachment] | None = getattr(record, "_attachments", None)
    if held is None:
        held = attachments.of(kinds.of(record).code, record.pk)
        record._attachments = held  # type: ignore[attr-defined]
    return held


def know_attachments(record: Record, files: list[Attachment]) -> None:
    """What hangs on the record, where somebody has read it already."""
    record._attachments = files  # type: ignore[attr-defined]


def files_beside(record_id: str) -> ArraySubquery:
    """What a signer sees of the files of the record in columns `register` and `record_id`, to be read with another row."""
    rows = Attachment.objects.filter(
        register=OuterRef("register"), record_id=OuterRef(record_id), removed_at__isnull=True
    )
    return ArraySubquery(rows.order_by("id").values(told=JSONObject(name="name", sm3="digest")))


def know_files(record: Record, told: list[dict[str, str]]) -> None:
    """What `files_beside` read a moment ago."""
    record._files_told = told  # type: ignore[attr-defined]


def _files_told(record: Record) -> list[dict[str, str]]:
    held: list[dict[str, str]] | None = getattr(record, "_files_told", None)
    return [{"name": one.name, "sm3": one.digest} for one in attachments_of(record)] if held is None else held


def document_of(record: Record) -> dict[str, Any]:
    """Exactly what a signer sees and signs: the form's fields and the attachments' digests."""
    kind = kinds.of(record)
    return {
        "register": kind.code,
        "number": record.number,
        "title": record.title,
        "secrecy_level": record.secrecy_level,
        "fields": facts.plain(record, kind.fields),
        "attachments": _files_told(record),
    }


def write(
    run: ProcessRun, record: Record, deed: Deed, *, verb: str, title: str, item: WorkItem | None = None, behalf_of: Person | None = None,
    is_decision: bool = False, sign: bool = True, details: str = "", from_state: str = "", purpose: str = "",
) -> Act:  # fmt: skip
    """Add an act to the record's history, signed by the actor when `sign`; `purpose` is the verb as signed."""
    person = deed.actor.person
    act = Act.new(
        register=run.register,
        record_id=run.record_id,
        run=run,
        round=run.round,
        step=item.step if item else "",
        step_title=item.step_title if item else "",
        verb=verb,
        verb_title=title,
        person=person,
        person_name=deed.actor.name,
        unit_name=person.unit.short_name if person else "",
        behalf_of=behalf_of.name if behalf_of else "",
        opinion=deed.opinion,
        details=details[:300],
        is_decision=is_decision,
        from_state=from_state,
        to_state=record.state,
        arrived_at=item.arrived_at if item else None,
        at=moment.now(),
    )
    if sign and person is not None:
        act.signature = signing.sign(
            actor=deed.actor,
            register=run.register,
            record_id=run.record_id,
            purpose=purpose or title,
            opinion=deed.opinion,
            document=document_of(record),
            signature_hex=str(deed.data.get("signature") or ""),
            key_id=_whole(deed.data.get("key_id")),
            shown_digest=str(deed.data.get("digest") or ""),
            signer_name=f"{deed.actor.name}（代{behalf_of.name}）" if behalf_of else "",
            number=record.number,
            secrecy_level=record.secrecy_level,
            next_id=getattr(record, "next_signature", None),
        )
    insert_later([act])
    docket_of(run).witness(act)
    return act


def _whole(raw: Any) -> int | None:
    text = str(raw or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None
