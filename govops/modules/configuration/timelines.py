"""The life of an item in one line: its own changes, those of its relations, and what other modules tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.choices import HistoryOf, ItemState
from govops.modules.configuration.hooks import Chapter, timeline
from govops.modules.configuration.models import ConfigurationItem, History, ItemRelation
from govops.modules.configuration.telling import title_of_field

_FACTS = ("register", "facts__title", "facts__number", "changed", "reason", "reference", "by__name")


def of_the_item(item: Any, actor: Actor) -> QuerySet[Any]:
    """What was written about the item itself, for those who may see it."""
    seen = visible(ConfigurationItem.objects.filter(pk=item.pk), actor, register=HistoryOf.ITEM)
    return History.objects.filter(register=HistoryOf.ITEM, record_id__in=seen.order_by().values("pk"))


def of_its_relations(item: Any, actor: Actor) -> QuerySet[Any]:
    """What was written about those of its relations that the reader may see."""
    touching = ItemRelation.objects.filter(Q(source=item.pk) | Q(target=item.pk)).order_by().values("pk")
    relations = visible(touching, actor, register=HistoryOf.RELATION)
    return History.objects.filter(register=HistoryOf.RELATION, record_id__in=relations)


def words_of(row: Mapping[str, Any]) -> str:
    """Who did what, and why."""
    words = sentence_of(row)
    why = "，".join(filter(None, (row["reason"].rstrip("。；，"), row["reference"])))
    by = f"{row['by__name']}：" if row["by__name"] else ""
    return f"{by}{words}（{why}）" if why else f"{by}{words}"


def sentence_of(row: Mapping[str, Any]) -> str:
    """What happened, in a few words."""
    title = str(row["facts__title"] or row["facts__number"] or "")
    register, changed = row["register"], row["changed"]
    if not changed:
        return "登记" if register != HistoryOf.RELATION else f"建立关系 {title}"
    if register == HistoryOf.RELATION and changed.get("state", ["", ""])[1] == "ended":
        return f"解除关系 {title}"
    if "state" in changed and register == HistoryOf.ITEM:
        states = dict(ItemState.choices)
        was, now = changed["state"]
        others = [title_of_field(register, name) for name in changed if name not in ("state", "scrapped_on")]
        words = f"{states.get(was, was)} → {states.get(now, now)}"
        return f"{words}，并改{'、'.join(others)}" if others else words
    names = [title_of_field(register, name) for name in changed]
    return f"修改{'、'.join(names)}"


timeline += [
    Chapter(HistoryOf.ITEM, of_the_item, "since", _FACTS, words_of, icon="edit", record="record_id", leads_there=False),
    Chapter(HistoryOf.RELATION, of_its_relations, "since", _FACTS, words_of, icon="topology-star-3", record="record_id"),
]  # fmt: skip
