"""Relations between any two records, with a word for each direction. Shown on both pages to whoever may see both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused, require
from govops.kernel.audit import trail
from govops.kernel.organization.prepared import Prepared
from govops.kernel.organization.together import ask_together
from govops.kernel.records import kinds, store
from govops.kernel.records.models import Link, Record
from govops.kernel.records.visibility import may_see, visible

MOST = 100


@dataclass(frozen=True)
class Relation:
    """A word as it reads from here, and as it reads from there."""

    word: str
    inverse: str

    @property
    def is_symmetric(self) -> bool:
        return self.word == self.inverse


_relations: dict[str, Relation] = {}


def declare(*relations: Relation) -> None:
    """Add relations; each can be chosen from either end."""
    for one in relations:
        _relations[one.word] = one
        _relations.setdefault(one.inverse, Relation(one.inverse, one.word))


def words() -> list[str]:
    """Every word that can be chosen, in the order declared."""
    return list(_relations)


declare(
    Relation("相关", "相关"),
    Relation("重复于", "有重复单"),
    Relation("上级单", "下级单"),
    Relation("起因是", "引起"),
    Relation("依据", "被引用"),
)


@dataclass(frozen=True)
class Linked:
    """A relation as it reads from one record: “上级单 → that record”."""

    link: Link
    word: str
    register: str
    record: Record


def add(record: Record, other: Record, *, kind: str, actor: Actor) -> Link:
    """Relate two records. One must be allowed to write the first and to read the other."""
    if kind not in _relations:
        raise Refused(f"没有“{kind[:30]}”这种关系，可用：{'、'.join(words())}。", field="kind", status=422)
    mine, theirs = kinds.of(record), kinds.of(other)
    if (mine.code, record.pk) == (theirs.code, other.pk):
        raise Refused("不能把一张单据与它自己关联，请另选一张。", field="to", status=422)
    _may_write(record, actor)
    if not may_see(other, actor, register=theirs.code):
        raise Refused("没有找到要关联的单据，或者您无权查看。", field="to", status=422)
    inverse = _relations[kind].inverse
    if (
        _ends(theirs.code, other.pk, kind=inverse)
        .filter(to_register=mine.code, to_record_id=record.pk)
        .exists()
    ):
        raise _twice(other, kind)
    try:
        with transaction.atomic():
            made = Link.objects.create(
                register=mine.code, record_id=record.pk, kind=kind, to_register=theirs.code, to_record_id=other.pk,
                created_by=actor.person, created_at=moment.now(),
            )  # fmt: skip
            _record(record, other, kind, actor, is_new=True)
            _record(other, record, inverse, actor, is_new=True)
    except IntegrityError:
        raise _twice(other, kind) from None
    return made


def remove(link: Link, *, actor: Actor) -> None:
    """Take a relation away: whoever may write one of its ends."""
    ends = [_record_of(link.register, link.record_id), _record_of(link.to_register, link.to_record_id)]
    if not any(end is not None and _writes(end, actor) for end in ends):
        raise Refused("您不能修改这两张单据，因此不能解除它们的关联。", status=403)
    word = _relations.get(link.kind, Relation(link.kind, link.kind))
    with transaction.atomic():
        link.delete()
        here, there = ends
        if here is not None and there is not None:
            _record(here, there, word.word, actor, is_new=False)
            _record(there, here, word.inverse, actor, is_new=False)


def touching(code: str, pk: int) -> QuerySet[Link]:
    """The relations of a record, both directions, whatever stands at the other end."""
    here, there = Q(register=code, record_id=pk), Q(to_register=code, to_record_id=pk)
    return Link.objects.filter(here | there).order_by("id")[:MOST]


_touching = Prepared(touching, "a register", -(2**62))


def of(record: Record, actor: Actor, *, rows: list[Link] | None = None) -> list[Linked]:
    """Both directions, only where `actor` may see the other end: two queries; `rows`: those of `touching`, if read before."""
    code = kinds.of(record).code
    rows = _touching(code, record.pk) if rows is None else rows
    ends = {row.pk: _other_end(row, code, record.pk) for row in rows}
    found = _seen({(register, pk) for _, register, pk in ends.values()}, actor)
    return [
        Linked(row, word, register, found[register, pk])
        for row in rows
        for word, register, pk in [ends[row.pk]]
        if (register, pk) in found
    ]


def linked(record: Record, actor: Actor, pk: int) -> Link:
    """One link of the record, if both ends may be seen; else 404."""
    found = next((one.link for one in of(record, actor) if one.link.pk == pk), None)
    if found is None:
        raise Refused("没有找到这条关联，可能已被解除。", status=404)
    return found


def _other_end(link: Link, code: str, pk: int) -> tuple[str, str, int]:
    if (link.register, link.record_id) == (code, pk):
        return link.kind, link.to_register, link.to_record_id
    return _relations.get(link.kind, Relation(link.kind, link.kind)).inverse, link.register, link.record_id


def _seen(ends: set[tuple[str, int]], actor: Actor) -> dict[tuple[str, int], Record]:
    known = {kind.code: kind for kind in kinds.all_kinds()}
    codes = sorted({register for register, _ in ends} & known.keys())
    asked = []
    for code in codes:
        rows: Any = known[code].model._default_manager.filter(
            pk__in=[pk for register, pk in ends if register == code]
        )
        asked.append(visible(rows, actor, register=code))
    return {
        (code, row.pk): row for code, rows in zip(codes, ask_together(*asked), strict=True) for row in rows
    }


def _ends(register: str, pk: int, *, kind: str) -> Any:
    return Link.objects.filter(register=register, record_id=pk, kind=kind)


def _record_of(register: str, pk: int) -> Record | None:
    kind = next((one for one in kinds.all_kinds() if one.code == register), None)
    return kind.model._default_manager.filter(pk=pk).first() if kind else None


def _writes(record: Record, actor: Actor) -> bool:
    return may_see(record, actor, register=kinds.of(record).code, operation="write")


def may_link(record: Record, actor: Actor) -> bool:
    """Whether `actor` may relate this record to others."""
    return actor.is_system or _writes(record, actor)


def _may_write(record: Record, actor: Actor) -> None:
    kind = kinds.of(record)
    require(table.may(actor, "write", kind.code, title=kind.title), status=403)
    if not may_link(record, actor):
        raise Refused("您不能修改这张单据，因此不能为它添加关联。", status=403)


def _twice(other: Record, kind: str) -> Refused:
    return Refused(f"与 {other.number} 已有“{kind}”关联，不必重复添加。", field="to", status=422)


def _record(record: Record, other: Record, word: str, actor: Actor, *, is_new: bool) -> None:
    said = {word: other.number}
    trail.record(
        actor=actor, operation="update", register=kinds.of(record).code, record_id=record.pk, number=record.number,
        before=None if is_new else said, after=said if is_new else None, secrecy_level=record.secrecy_level,
        summary=f"{'关联' if is_new else '解除关联'}：{word} {store.discreet_title(other)}",
    )  # fmt: skip
