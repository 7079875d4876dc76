"""What stands around a record, asked by one statement: files, remarks, relations, its process and what was done in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, Q, QuerySet, TextField
from django.db.models.functions import Cast

from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Person
from govops.kernel.organization.together import Together
from govops.kernel.processes import journal
from govops.kernel.processes.docket import docket_of
from govops.kernel.processes.models import Act, ItemKind, ItemStatus, ProcessRun, StepSetting, WorkItem
from govops.kernel.records import comments
from govops.kernel.records import links as relations
from govops.kernel.records.models import Attachment, Comment, Follow, Link, Record
from govops.kernel.registers import site
from govops.kernel.registers.declarations import Register

#: so many acts and remarks at most, the newest
MOST = 200
_SOME_RECORD, _SOME_PERSON = -(2**62), -(2**61)


@dataclass(frozen=True)
class Around:
    """`acts` and `remarks` newest first; `mentioned`: names by id; `related`: whether any, by the register's panels."""

    is_followed: bool
    files: list[Attachment]
    remarks: list[Comment]
    remark_files: list[Attachment]
    mentioned: dict[int, str]
    links: list[Link]
    related: tuple[bool, ...]
    run: ProcessRun | None = None
    acts: list[Act] = field(default_factory=list)
    has_step_settings: bool = False


def around(register: Register, record: Record, actor: Actor) -> Around:
    """What stands around the record for this reader; the record and its run remember what belongs to them."""
    ask = _asking(register, sees_internal=comments.may_read_internal(record, actor))
    person = actor.person.pk if actor.person else None
    followed, files, remarks, remark_files, mentioned, links, *rest = ask(register.code, record.pk, person)
    journal.know_attachments(record, files)
    beside: dict[str, Any] = {}
    if register.process is not None:
        (runs, acts, items, settings), rest = rest[:4], rest[4:]
        beside = {"run": runs[0] if runs else None, "acts": acts, "has_step_settings": bool(settings)}
        if runs:
            docket_of(runs[0]).know(items=items, acts=acts[::-1] if len(acts) < MOST else None)
    return Around(
        bool(followed), files, remarks, remark_files, {one.pk: one.name for one in mentioned}, links,
        tuple(bool(rows) for rows in rest), **beside,
    )  # fmt: skip


@cache
def _asking(register: Register, *, sees_internal: bool) -> Together:
    def build(code: str, pk: int, person: int) -> list[QuerySet[Any]]:
        parts = [
            Follow.objects.filter(register=code, record_id=pk, person=person).only("pk"),
            _files(register=code, record_id=pk).select_related("uploaded_by"),
            *_remarks(code, pk, sees_internal=sees_internal),
            relations.touching(code, pk),
        ]
        if register.process is not None:
            parts += _process(code, pk)
        return parts + [_pointing(one, pk) for one in register.related]

    return Together(build, "a register", _SOME_RECORD, _SOME_PERSON)


def _files(**where: Any) -> QuerySet[Any]:
    return Attachment.objects.filter(removed_at__isnull=True, **where).order_by("id")


def _remarks(code: str, pk: int, *, sees_internal: bool) -> list[QuerySet[Any]]:
    """The remarks, their files, and whom they mention."""
    rows = Comment.objects.filter(register=code, record_id=pk).order_by("-id")
    if not sees_internal:
        rows = rows.filter(is_internal=False)
    rows = rows[:MOST]
    told = Func(F("mentions"), function="jsonb_array_elements_text", output_field=TextField())
    people = rows.annotate(one=Cast(told, BigIntegerField())).values("one")
    return [
        rows.select_related("author__unit"),
        _files(register=comments.FILES, record_id__in=rows.values("pk")),
        Person.objects.filter(pk__in=people).only("name").order_by(),
    ]


def _process(code: str, pk: int) -> list[QuerySet[Any]]:
    """The run, its acts, whose turn it is, and whether any step was set otherwise than declared."""
    now = Q(status=ItemStatus.OPEN) | Q(round=F("run__round"), kind=ItemKind.DECIDE)
    items = WorkItem.objects.filter(now, register=code, record_id=pk)
    acts = Act.objects.filter(register=code, record_id=pk)
    return [
        ProcessRun.objects.filter(register=code, record_id=pk).order_by(),
        acts.select_related("signature__key", "signature__signer").order_by("-id")[:MOST],
        items.select_related("person__unit").order_by("place", "id"),
        StepSetting.objects.filter(register=code).only("pk").order_by()[:1],
    ]


def _pointing(relation: Any, pk: int) -> QuerySet[Any]:
    """One record of another register that points here; what may be seen of them is asked later."""
    model = site.get(relation.register).model
    is_list = isinstance(model._meta.get_field(relation.field), ArrayField)
    named = {f"{relation.field}__contains": [pk]} if is_list else {relation.field: pk}
    return model._default_manager.filter(**named).only("pk").order_by()[:1]
