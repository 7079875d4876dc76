"""影响分析 on a record: computed again at will, without ever touching what a person has said."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused, require
from govops.kernel.audit import trail
from govops.kernel.graphs import failing
from govops.kernel.records import kinds, links
from govops.kernel.records.fields import ReferencesField
from govops.kernel.records.models import Link, Record
from govops.modules.configuration.choices import AffectedOrigin, ItemState
from govops.modules.configuration.impact import ITEM, RELATIONS, kinds_of
from govops.modules.configuration.models import Affected, ConfigurationItem

#: computed rows that are kept for one record, services first; an impact beyond it is a disaster told by its number
MOST_KEPT = 1000
#: items that the trail names
_MOST_CALLED = 3
SAID = (AffectedOrigin.MANUAL, AffectedOrigin.EXCLUDED)
Path = list[tuple[str, int]]


def named_items(record: Record) -> list[int]:
    """The items that a record itself names: in its fields, or by a link in either direction."""
    found: dict[int, None] = {}
    for field in record._meta.fields:
        if isinstance(field, ReferencesField) and field.target is ConfigurationItem:
            found |= dict.fromkeys(getattr(record, field.name) or [])
        elif isinstance(field, models.ForeignKey) and field.related_model is ConfigurationItem:
            found |= dict.fromkeys(pk for pk in [getattr(record, field.attname)] if pk)
    return list(found | dict.fromkeys(_linked_items(kinds.of(record).code, record.pk)))


def _linked_items(register: str, record_id: int) -> list[int]:
    here = Q(register=register, record_id=record_id, to_register=ITEM)
    there = Q(to_register=register, to_record_id=record_id, register=ITEM)
    rows = (
        Link.objects.filter(here | there).order_by("id").values_list("register", "record_id", "to_record_id")
    )
    return [first if kind == ITEM else second for kind, first, second in rows]


def assess(
    register: str, record_id: int, item_ids: Collection[int], actor: Actor, *, tell: Callable[[str], None] | None = None
) -> int:  # fmt: skip
    """Compute the impact of these items, and of those marked by people, on the record; how many are affected.

    What people excluded is taken as standing, so nothing is affected through it. `tell` hears what came of it.
    """
    with transaction.atomic():
        rows = (
            Affected.objects.select_for_update().filter(register=register, record_id=record_id).order_by("id")
        )
        said = {row.item_id: row.origin for row in rows if row.origin in SAID}
        marked = {pk for pk, origin in said.items() if origin == AffectedOrigin.MANUAL}
        excluded = said.keys() - marked
        found = failing(RELATIONS, {*item_ids, *marked}, standing=excluded)
        fresh = _most_important(found.ids - set(item_ids) - said.keys())
        ways = found.ways_to(fresh)
        names = kinds_of(arc.edge for way in ways.values() for arc in way)
        Affected.objects.filter(
            register=register, record_id=record_id, origin=AffectedOrigin.COMPUTED
        ).delete()
        Affected.objects.bulk_create(
            Affected(
                register=register, record_id=record_id, item_id=pk, origin=AffectedOrigin.COMPUTED, by=actor.person, at=moment.now(),
                path=[(names.get(arc.edge, "关联"), arc.supplier) for arc in reversed(way)],
            )
            for pk, way in ways.items()
        )  # fmt: skip
        if tell is not None:
            begun = _called({*item_ids, *marked})
            tell(
                f"计算影响分析：{begun} 失效，受影响 {len(fresh) + len(marked)} 项，人工排除 {len(excluded)} 项"
            )
    return len(fresh) + len(marked)


def assess_record(record: Record, actor: Actor, *, is_told: bool = True) -> int:
    """`assess` with the items that the record names. `is_told`: the trail says so; not beside the entry of its own creation."""

    def tell(summary: str) -> None:
        _told(record, actor, {}, summary=summary)

    return assess(
        kinds.of(record).code, record.pk, named_items(record), actor, tell=tell if is_told else None
    )


def _most_important(ids: Iterable[int]) -> list[int]:
    rows = ConfigurationItem.objects.filter(pk__among=list(ids)).exclude(state=ItemState.SCRAPPED)
    is_service = models.Case(models.When(type__object_class="service", then=0), default=1)
    return list(rows.order_by(is_service, "id").values_list("pk", flat=True)[:MOST_KEPT])


def mark(record: Record, item: ConfigurationItem, origin: str, actor: Actor, *, note: str = "") -> None:
    """A person says that the item is affected, or that it is not; it stands until that is taken back."""
    if origin not in SAID:
        raise ValueError(f"no word of a person: {origin}")
    may_assess(record, actor)
    register = kinds.of(record).code
    Affected.objects.update_or_create(
        register=register,
        record_id=record.pk,
        item=item,
        defaults={"origin": origin, "by": actor.person, "at": moment.now(), "note": note[:200], "path": []},
    )
    _told(record, actor, {"影响分析": f"{item.number} {AffectedOrigin(origin).label}"})


def unmark(record: Record, item: ConfigurationItem, actor: Actor) -> None:
    """Take a person's word back; computing decides again."""
    may_assess(record, actor)
    gone, _ = Affected.objects.filter(
        register=kinds.of(record).code, record_id=record.pk, item=item, origin__in=SAID
    ).delete()
    if not gone:
        raise Refused(f"{item.number} 没有人工标记，不必撤销；请刷新页面查看现状。", status=409)
    _told(record, actor, {"影响分析": f"{item.number} 撤销人工标记"})


def may_assess(record: Record, actor: Actor) -> None:
    """Refused unless the actor may write the record."""
    kind = kinds.of(record)
    require(table.may(actor, "write", kind.code, title=kind.title), status=403)
    if not links.may_link(record, actor):
        raise Refused("您不能修改这张单据，因此不能改它的影响分析。", status=403)


def _called(ids: Collection[int]) -> str:
    """The numbers of the first of them, for the trail."""
    numbers = list(
        ConfigurationItem.objects.filter(pk__in=ids)
        .order_by("number")
        .values_list("number", flat=True)[:_MOST_CALLED]
    )
    return (
        "、".join(numbers) + (f" 等 {len(ids)} 项" if len(ids) > len(numbers) else "")
        if numbers
        else "没有配置项"
    )


def _told(record: Record, actor: Actor, after: dict[str, Any], *, summary: str = "") -> None:
    trail.record(
        actor=actor, operation="update", register=kinds.of(record).code, record_id=record.pk, number=record.number,
        after=after, secrecy_level=record.secrecy_level, summary=summary or next(iter(after.values())),
    )  # fmt: skip
