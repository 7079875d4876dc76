"""The one way in for everything that comes from outside: once each, as the person behind it, never lost."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.gateways import letters, loops, matching
from govops.kernel.gateways.models import MAIL, Received
from govops.kernel.gateways.receivers import Inbound, Taken, keep, receive
from govops.kernel.records import attachments, comments, kinds
from govops.kernel.records.models import Record
from govops.kernel.records.visibility import may_see

logger = logging.getLogger(__name__)
Outcome = Received.Outcome


def take_mail(raw: bytes, *, return_path: str | None = None) -> Received:
    """One mail as it came over the wire; a mail that was taken before changes nothing."""
    letter = letters.read(raw)
    with transaction.atomic():
        row = _claimed(MAIL, letter.identifier, sender=letter.sender, subject=letter.subject)
        if row.pk:
            return row
        why = loops.reason(letter, return_path=return_path) or loops.too_many(letter.sender)
        if why:
            return _done(row, Outcome.IGNORED, why)
        numbers = matching.numbers_in(letter.subject)
        record = matching.answered(letter.threads) or next(
            (found for found in map(matching.record_of, numbers) if found is not None), None
        )
        inbound = Inbound(
            kind="mail", source=MAIL, sender=letter.sender, sender_name=letter.sender_name,
            person=matching.person_of(letter.sender), subject=letter.subject, text=letter.text,
            in_reply_to=(kinds.of(record).code, record.pk) if record else None,
            reference_number=numbers[0] if numbers else "", raw_id=letter.identifier,
        )  # fmt: skip
        return _taken_in(row, inbound, record, letter.files)


def take_in(inbound: Inbound, files: Iterable[tuple[str, bytes]] = ()) -> Received:
    """What a program hands over; the same `source` and `raw_id` count once. Refused 429 when it sends too much."""
    with transaction.atomic():
        row = _claimed(inbound.source, inbound.raw_id, sender=inbound.sender, subject=inbound.subject)
        if row.pk:
            return row
        if loops.program_runs_wild(inbound.source):
            raise Refused("一小时内送来的件数已到上限，请稍后再送。", status=429)
        record = matching.record_of(inbound.reference_number.upper()) if inbound.reference_number else None
        place = (kinds.of(record).code, record.pk) if record else None
        return _taken_in(row, replace(inbound, in_reply_to=place), record, tuple(files))


def _claimed(source: str, raw_id: str, *, sender: str, subject: str) -> Received:
    """The row of what came before under this id; else a new, unsaved one. Two at once: the second waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{source} {raw_id}"])
    found = Received.objects.filter(source=source, raw_id=raw_id).first()
    return found or Received(
        source=source, raw_id=raw_id, sender=sender[:254], subject=subject[:200], at=moment.now()
    )


def _taken_in(
    row: Received, inbound: Inbound, record: Record | None, files: tuple[tuple[str, bytes], ...]
) -> Received:
    actor: Actor | str = (
        "没有登记此邮箱的人员" if inbound.person is None else matching.actor_of(inbound.person)
    )
    inbound = _with_files(inbound, actor if isinstance(actor, Actor) else SYSTEM, files)
    if isinstance(actor, str):
        return _kept(row, inbound, actor)
    try:
        with transaction.atomic():
            if record is not None:
                return _commented(row, inbound, record, actor)
            taken = receive(inbound, actor)
    except Refused as refused:
        return _kept(row, inbound, refused.sentence)
    if taken is None:
        return _kept(row, inbound, "没有业务受理这类来件")
    return _accepted(row, taken, actor)


def _with_files(inbound: Inbound, actor: Actor, files: tuple[tuple[str, bytes], ...]) -> Inbound:
    """Check and keep the files; what is refused is told in the text."""
    ids, remarks = [], []
    for name, content in files:
        try:
            ids.append(attachments.store(SimpleUploadedFile(name, content), actor=actor).pk)
        except Refused as refused:
            remarks.append(f"（{refused.sentence}）")
    return replace(inbound, attachments=tuple(ids), text="\n".join([inbound.text, *remarks]).strip())


def _commented(row: Received, inbound: Inbound, record: Record, actor: Actor) -> Received:
    """A public comment on the record that is answered; `comments.on_comment` lets its module react."""
    if not may_see(record, actor, register=kinds.of(record).code):
        return _kept(row, inbound, f"发件人无权查看 {record.number}")
    text = inbound.text or inbound.subject
    if len(text) > comments.LONGEST:
        text = text[: comments.LONGEST - 20] + "…（邮件过长，以下从略）"
    comments.add(record, text=text or "（无正文）", actor=actor, files=inbound.attachments)
    return _done(row, Outcome.COMMENT, "", record)


def _accepted(row: Received, taken: Taken, actor: Actor) -> Received:
    words = "邮件" if row.source == MAIL else row.source
    trail.record(
        actor=actor, operation="import", register=kinds.of(taken.record).code, record_id=taken.record.pk,
        number=taken.record.number, secrecy_level=taken.record.secrecy_level, summary=f"由来件受理（{words}，{row.sender}）",
    )  # fmt: skip
    return _done(row, Outcome.TAKEN, taken.words, taken.record)


def _kept(row: Received, inbound: Inbound, reason: str) -> Received:
    """For a human being to look at; without a keeper the log alone says that it came."""
    return _done(row, Outcome.UNCLAIMED, reason, keep(inbound, reason))


def _done(row: Received, outcome: str, words: str, record: Record | None = None) -> Received:
    row.outcome, row.words = outcome, words[:300]
    if record is not None:
        row.register, row.record_id, row.number = kinds.of(record).code, record.pk, record.number
    row.save()
    logger.info("来件 %s：%s %s", row.raw_id, row.outcome, row.words)
    return row
