"""常用回复: one's own, and those that colleagues share with the unit. `{申请人}`, `{编号}`, `{事项}`, `{我}` are filled in."""

from __future__ import annotations

import re

from django.db.models import Q

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import Person
from govops.kernel.records.models import CannedReply, Record

PLACEHOLDERS = ("申请人", "编号", "事项", "我")
MOST = 50
_PLACE = re.compile(r"\{([^{}\n]*)\}")


def for_person(person: Person) -> list[CannedReply]:
    """One's own first, then those shared in one's unit and the units above."""
    shared = Q(is_shared=True, owner__unit__in=person.unit.self_and_above(), owner__is_active=True)
    rows = CannedReply.objects.filter(Q(owner=person) | shared).select_related("owner")
    return sorted(rows[: 4 * MOST], key=lambda row: (row.owner_id != person.pk, row.title))[:MOST]


def filled(reply: CannedReply, record: Record, actor: Actor) -> str:
    """The text with the record's own words."""
    known = {
        "申请人": record.applicant.name if record.applicant else "",
        "编号": record.number,
        "事项": record.title,
        "我": actor.name,
    }
    return _PLACE.sub(lambda found: known.get(found[1], found[0]), reply.text)


def save(person: Person, *, title: str, text: str, is_shared: bool, pk: int | None = None) -> CannedReply:
    """Write a new reply, or change one of one's own; Refused 422 with the sentence for the field."""
    title, text = title.strip(), text.strip()
    if unknown := [name for name in _PLACE.findall(text) if name not in PLACEHOLDERS]:
        ways = "、".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise Refused(f"没有“{{{unknown[0]}}}”这个占位符，可用：{ways}。", field="text", status=422)
    mine = CannedReply.objects.filter(owner=person)
    if mine.filter(title=title).exclude(pk=pk or 0).exists():
        raise Refused(f"您已有名为“{title}”的常用回复，请换一个名称。", field="title", status=422)
    if pk is None:
        if mine.count() >= MOST:
            raise Refused(f"最多保存 {MOST} 条常用回复，请先删去不用的。", status=422)
        return CannedReply.objects.create(owner=person, title=title, text=text, is_shared=is_shared)
    row = own(person, pk)
    row.title, row.text, row.is_shared = title, text, is_shared
    row.save(update_fields=["title", "text", "is_shared"])
    return row


def own(person: Person, pk: int) -> CannedReply:
    """One of one's own; 404 otherwise."""
    row = CannedReply.objects.filter(owner=person, pk=pk).first()
    if row is None:
        raise Refused("没有找到这条常用回复，可能已被删除。", status=404)
    return row
