"""Keeping what nobody took, and handing it on once it is known whose it is."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Refused
from govops.kernel.gateways import matching
from govops.kernel.gateways.models import MAIL, Received
from govops.kernel.gateways.receivers import Inbound, keeper, receive
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import comments
from govops.kernel.records.models import Attachment, Record
from govops.kernel.records.visibility import may_see
from govops.kernel.registers import doors, site

REGISTER = "unclaimed_mail"


@keeper
def keep(inbound: Inbound, reason: str) -> Record:
    """A new record of 待认领邮件, with its files."""
    facts = {
        "sender": inbound.sender, "sender_name": inbound.sender_name, "subject": inbound.subject, "text": inbound.text,
        "reason": reason[:300], "reference_number": inbound.reference_number,
    }  # fmt: skip
    record: Any = doors.create(site.get(REGISTER), facts, actor=SYSTEM)
    type(record).objects.filter(pk=record.pk).update(source=inbound.source, raw_id=inbound.raw_id)
    Attachment.objects.filter(pk__in=inbound.attachments, record_id=0).update(
        register=REGISTER, record_id=record.pk
    )
    return record


def hand_on(record: Any, deed: Deed) -> None:
    """Offer it again, now as the person who was made out; Refused when still nobody takes it."""
    actor = matching.actor_of(record.person)
    if isinstance(actor, str):
        raise Refused(f"不能以{record.person.name}的名义办理：{actor}。", field="person", status=422)
    files = _copied_files(record, actor)
    number = record.reference_number.strip().upper()
    made = _added(record, number, actor, files) if number else _taken(record, actor, files)
    record.result_number = made.number
    Received.objects.filter(source=record.source, raw_id=record.raw_id).update(
        register=site.of(made).code, record_id=made.pk, number=made.number, words=f"由{deed.actor.name}认领"
    )


def _added(record: Any, number: str, actor: Actor, files: tuple[int, ...]) -> Record:
    """A comment on the record that it is about."""
    found = matching.record_of(number)
    if found is None or not may_see(found, actor, register=site.of(found).code):
        raise Refused(
            f"没有编号为 {number} 的单据，或者{record.person.name}无权查看；请核对编号。",
            field="reference_number",
            status=422,
        )
    text = (record.text or record.subject)[: comments.LONGEST]
    comments.add(found, text=text, actor=actor, files=files)
    return found


def _taken(record: Any, actor: Actor, files: tuple[int, ...]) -> Record:
    inbound = Inbound(
        kind="mail" if record.source == MAIL else "webhook", source=record.source, sender=record.sender,
        sender_name=record.sender_name, person=record.person, subject=record.subject or record.text[:50], text=record.text,
        attachments=files, raw_id=record.raw_id,
    )  # fmt: skip
    taken = receive(inbound, actor)
    if taken is None:
        raise Refused("还没有业务受理这类来件；请人工登记相应的单据，再以“不予受理”办结并写明编号。")
    return taken.record


def _copied_files(record: Any, actor: Actor) -> tuple[int, ...]:
    """The same files once more, for the record that it becomes: they belong to both."""
    kept = Attachment.objects.filter(register=REGISTER, record_id=record.pk, removed_at__isnull=True)
    return tuple(
        Attachment.objects.create(
            name=row.name, path=row.path, size=row.size, media_type=row.media_type, digest=row.digest, record_id=0,
            uploaded_by=actor.person, uploaded_at=moment.now(),
        ).pk
        for row in kept.order_by("id")
    )  # fmt: skip
