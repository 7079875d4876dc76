"""Relations: the direction of impact comes from the kind, name and secrecy from their ends, and they follow."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.processes.declarations import Deed
from govops.kernel.processes.models import ProcessRun
from govops.kernel.records import store
from govops.kernel.records.snapshots import Snapshot
from govops.kernel.registers.foresight import foresight_of
from govops.modules.configuration.models import ConfigurationItem, ItemRelation
from govops.modules.configuration.rules.common import stood, take_why

_SAID_OF_AN_END = ("name", "secrecy_level", "is_restricted")


def prepare(relation: Any, actor: Actor) -> None:
    """Both ends are held while it is decided whether there may be one more relation between them."""
    take_why(relation)
    ends, foreseen = {relation.source_id, relation.target_id}, foresight_of(relation)
    held = foreseen.ends if foreseen else ConfigurationItem.objects.select_for_update().in_bulk(sorted(ends))
    relation.source, relation.target = held[relation.source_id], held[relation.target_id]
    relation.flow = relation.kind.flow
    relation.unit = relation.source.unit
    relation.secrecy_level = secrecy_of(relation)


def dissolve(relation: Any, deed: Deed) -> None:
    relation.ended_at = deed.at


def follow_kind(kind: Any) -> None:
    """The column is the kind's, repeated where graphs are walked; so it is written past the store."""
    ItemRelation.objects.filter(kind=kind.pk).exclude(flow=kind.flow).update(flow=kind.flow)


def title_of(relation: Any) -> str:
    """财务系统 运行于 数据库服务器; numbers instead where an end is known to few."""
    source, target = (one.named_in(relation, one.name) for one in (relation.source, relation.target))
    return f"{source} {relation.kind.name} {target}"


def secrecy_of(relation: Any) -> int:
    """A relation is as secret as its more secret end."""
    return max(relation.source.secrecy_level, relation.target.secrecy_level)


def follow_item(item: Any) -> None:
    """What an item is called and who may know it stands in its relations too."""
    before = stood(item)
    if before is None or all(getattr(before, name) == getattr(item, name) for name in _SAID_OF_AN_END):
        return
    touching = ItemRelation.objects.filter(Q(source=item.pk) | Q(target=item.pk)).order_by("id")
    for relation in touching.select_related("kind", "source", "target"):
        snapshot = Snapshot(relation)
        relation.title, relation.secrecy_level = title_of(relation)[:200], secrecy_of(relation)
        store.update(relation, before=snapshot, actor=SYSTEM, summary="随配置项更新")
        ProcessRun.objects.filter(register="item_relation", record_id=relation.pk).update(
            title=relation.title, secrecy_level=relation.secrecy_level
        )
