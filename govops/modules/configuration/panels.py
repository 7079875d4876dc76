"""What the page of an item shows besides its form: relations both ways, what is open on it, its life in one line."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.attributes import sealing
from govops.kernel.records.sight import Sight
from govops.kernel.registers import OtherPage, site
from govops.kernel.web.views.common import link
from govops.modules.configuration import hooks
from govops.modules.configuration.choices import ItemState, RelationState
from govops.modules.configuration.models import ItemRelation
from govops.modules.configuration.rules import items as rules
from govops.modules.configuration.rules.common import IN_SERVICE

MOST_RELATIONS = 60
MOST_EVENTS = 12
MOST_ON_HISTORY = 50


def of_item(item: Any, actor: Actor) -> list[dict[str, Any]]:
    """The relations; the rest of its life is fetched afterwards."""
    return [panel for panel in (_relations(item, actor),) if panel]


def life_of(item: Any, actor: Actor, *, most: int = MOST_EVENTS, page: int = 1) -> list[dict[str, Any]]:
    """Open tickets, while there are any; then what happened to it, `most` events a page: two statements."""
    return [panel for panel in (_open(item, actor), _timeline(item, actor, most, page)) if panel]


def proposing_page(item: Any, actor: Actor) -> OtherPage | None:
    """提议修改, for whoever may write one about an item in service that he may not change at once."""
    if item.state not in IN_SERVICE or not table.may(actor, "write", "item_proposal"):
        return None
    if table.scope_of(actor, "write", "configuration_item") and not rules.is_controlled(item):
        return None
    return OtherPage("提议修改", "git-pull-request", f"/m/configuration/items/{item.pk}/propose/")


def secrets_page(item: Any, actor: Actor) -> list[OtherPage]:
    """查看密文, where there are some and the reader may change such items."""
    has_some = any(sealing.is_sealed(value) for value in item.values.values())
    if not has_some or table.scope_of(actor, "write", "configuration_item") != "all":
        return []
    return [OtherPage("查看密文", "eye", f"/m/configuration/items/{item.pk}/secrets/")]


def _relations(item: Any, actor: Actor) -> dict[str, Any]:
    """The active relations as one reads them from here, those out before those in: one query."""
    if not table.scope_of(actor, "read", "item_relation"):
        return {}
    rows = list(
        ItemRelation.objects.filter(Q(source=item.pk) | Q(target=item.pk), state=RelationState.ACTIVE)
        .select_related("kind", "source__type", "target__type")
        .order_by("kind", "id")[: MOST_RELATIONS + 1]
    )
    rows.sort(key=lambda one: one.source_id != item.pk)
    sight = Sight(actor)
    sight.look_at(_other(one, item) for one in rows)
    may_add = item.state != ItemState.SCRAPPED and bool(table.may(actor, "write", "item_relation"))
    return {
        "title": "关系",
        "url": link(site.get("item_relation").url(), item=item.pk),
        "tools": _adding(item) if may_add else "",
        "table": _relation_table(rows[:MOST_RELATIONS], item, sight),
    }


def _other(relation: Any, item: Any) -> Any:
    return relation.target if relation.source_id == item.pk else relation.source


def _relation_table(rows: list[Any], item: Any, sight: Sight) -> dict[str, Any]:
    lines = []
    for one in rows:
        other = _other(one, item)
        is_out = one.source_id == item.pk
        named = sight.may_name(other)
        group = f"{one.group}（至少 {one.needed}）" if one.group else "—"
        cells = [
            {"text": one.kind.name if is_out else one.kind.inverse, "label": "关系"},
            {"text": sight.name_of(other), "label": "对方", "sub": other.type.name if named else ""},
            {
                "kind": "chip",
                "text": dict(ItemState.choices)[other.state],
                "tone": _tone(other.state),
                "label": "状态",
            },
            {"text": group, "label": "冗余"},
            {"text": one.note or "—", "label": "说明"},
        ]
        if named:
            cells[1]["url"] = f"/r/configuration_item/{other.pk}/"
        lines.append({"url": f"/r/item_relation/{one.pk}/", "id": one.pk, "cells": cells})
    return {
        "id": "item-relations", "compact": True, "rows": lines,
        "columns": [{"title": title} for title in ("关系", "对方", "状态", "冗余", "说明")],
        "empty": {"icon": "topology-star-3", "title": "还没有关系", "text": "说明它运行于、依赖、连接什么，影响分析据此计算。"},
    }  # fmt: skip


def _tone(state: str) -> str:
    return site.get("configuration_item").chip_tones.get(state, "muted")


def _adding(item: Any) -> str:
    address = link("/r/item_relation/new/", source=item.pk, back=f"/r/configuration_item/{item.pk}/")
    return format_html('<a class="button button-small" href="{}">建立关系</a>', address)


def _open(item: Any, actor: Actor) -> dict[str, Any]:
    """Tickets of other registers that are not done with it, as far as the reader may see them."""
    tickets = hooks.tickets_on([item.pk], actor)
    if not tickets:
        return {}
    rows = [
        {
            "url": one.url,
            "id": one.record_id,
            "cells": [
                {"text": one.title, "sub": one.number, "label": "单据", "url": one.url},
                {"text": site.get(one.register).title, "label": "类别"},
            ],
        }
        for one in tickets[:20]
    ]
    return {
        "title": f"未了结的单据（{len(tickets)}）",
        "url": "",
        "tools": "",
        "table": {
            "id": "open-tickets",
            "compact": True,
            "rows": rows,
            "columns": [{"title": "单据"}, {"title": "类别"}],
        },
    }


def _timeline(item: Any, actor: Actor, most: int, page: int) -> dict[str, Any]:
    """What happened to it, the newest first; on the item's own page the first few, all of it page by page on 历史."""
    events = hooks.events_of(item, actor, first=(page - 1) * most, most=most + 1)
    rows = [
        {
            "url": one.url,
            "id": place,
            "cells": [
                {"text": f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}", "label": "时间"},
                {"text": one.title, "label": "经过", **({"url": one.url} if one.url else {})},
            ],
        }
        for place, one in enumerate(events[:most])
    ]
    is_whole = most != MOST_EVENTS
    return {
        "title": "经历",
        "url": "" if is_whole else f"/m/configuration/history/configuration_item/{item.pk}/",
        "tools": "",
        "newer": page - 1 if is_whole else 0,
        "older": page + 1 if is_whole and len(events) > most else 0,
        "page": page,
        "table": {
            "id": "item-life", "compact": True, "rows": rows, "columns": [{"title": "时间"}, {"title": "经过"}],
            "empty": {"icon": "history", "title": "还没有经历", "text": "变更、事件、维护、盘点都会记在这里。"},
        },
    }  # fmt: skip
