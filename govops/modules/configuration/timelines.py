"""The life of an item in one line: its own changes, those of its relations, and what other modules tell."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration import hooks
from govops.modules.configuration.choices import HistoryOf, ItemState
from govops.modules.configuration.hooks import Event
from govops.modules.configuration.models import History, ItemRelation
from govops.modules.configuration.telling import title_of_field


def of_item(item: Any, actor: Actor, *, most: int) -> list[Event]:
    """The newest `most` events, newest first."""
    own = [_event(row) for row in changes_of(item, actor, most=most)]
    told = hooks.events_of(item, actor)
    return sorted([*own, *told], key=lambda event: event.at, reverse=True)[:most]


def changes_of(item: Any, actor: Actor, *, most: int) -> list[History]:
    """What was written about the item and those of its relations that the reader may see, newest first: one query."""
    touching = ItemRelation.objects.filter(Q(source=item.pk) | Q(target=item.pk)).order_by().values("pk")
    relations = visible(touching, actor, register=HistoryOf.RELATION)
    rows = History.objects.filter(
        Q(register=HistoryOf.ITEM, record_id=item.pk)
        | Q(register=HistoryOf.RELATION, record_id__in=relations)
    )
    return list(rows.select_related("by").order_by("-since", "-id")[:most])


def _event(row: History) -> Event:
    words = sentence_of(row)
    if row.reason or row.reference:
        words += f"（{'，'.join(filter(None, (row.reason, row.reference)))}）"
    by = f"{row.by}：" if row.by else ""
    url = f"/r/{row.register}/{row.record_id}/" if row.register == HistoryOf.RELATION else ""
    icon = "topology-star-3" if row.register == HistoryOf.RELATION else "edit"
    return Event(row.since, f"{by}{words}", url, icon)


def sentence_of(row: History) -> str:
    """What happened, in a few words."""
    title = str(row.facts.get("title") or row.facts.get("number") or "")
    if not row.changed:
        return "登记" if row.register != HistoryOf.RELATION else f"建立关系 {title}"
    if row.register == HistoryOf.RELATION and row.changed.get("state", ["", ""])[1] == "ended":
        return f"解除关系 {title}"
    if "state" in row.changed and row.register == HistoryOf.ITEM:
        states = dict(ItemState.choices)
        was, now = row.changed["state"]
        others = [
            title_of_field(row.register, name) for name in row.changed if name not in ("state", "scrapped_on")
        ]
        words = f"{states.get(was, was)} → {states.get(now, now)}"
        return f"{words}，并改{'、'.join(others)}" if others else words
    names = [title_of_field(row.register, name) for name in row.changed]
    return f"修改{'、'.join(names)}"
