"""What assets tell of an item's life on its page: hand-overs, stocktakes, scrap requests; and the way to its label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.kernel.registers.declarations import OtherPage
from govops.modules.assets.choices import HandOverState, LineResult, ScrapState
from govops.modules.assets.dashboards.labels import PRINTERS
from govops.modules.assets.dashboards.ledger import CLASSES
from govops.modules.assets.models import HandOver, ScrapRequest, Stocktake, StocktakeLine
from govops.modules.configuration.public import Chapter, pages, timeline


def _hand_overs(item: Any, actor: Actor) -> QuerySet[Any]:
    """Hand-overs that were signed."""
    rows = HandOver.objects.filter(items__contains=[item.pk], state=HandOverState.DONE)
    return visible(rows, actor, register="hand_over")


def _hand_over_words(row: Mapping[str, Any]) -> str:
    kind = dict(HandOver._meta.get_field("kind").flatchoices)[row["kind"]]
    return f"{kind}：{row['giver__name']}交{row['receiver__name']}（{row['number']}）"


def _counts(item: Any, actor: Actor) -> QuerySet[Any]:
    """What stocktakes found of it."""
    lines = StocktakeLine.objects.filter(item=item, counted_at__isnull=False)
    seen = visible(Stocktake.objects.all(), actor, register="stocktake").order_by().values("pk")
    return lines.filter(stocktake__in=seen)


def _count_words(row: Mapping[str, Any]) -> str:
    return f"盘点：{LineResult(row['result']).label}（{row['stocktake__number']}）"


def _scrap_requests(item: Any, actor: Actor) -> QuerySet[Any]:
    rows = ScrapRequest.objects.filter(items__contains=[item.pk]).exclude(state=ScrapState.CANCELLED)
    return visible(rows, actor, register="scrap_request")


def _scrap_words(row: Mapping[str, Any]) -> str:
    return f"报废申请：{ScrapState(row['state']).label}（{row['number']}）"


def own_pages(item: Any, actor: Actor) -> list[OtherPage]:
    """The card of a thing that stands in the books; its label, for whoever may print one."""
    told = []
    if item.type.object_class in CLASSES:
        told.append(OtherPage("资产卡片", "id-badge-2", f"/m/assets/items/{item.pk}/"))
    if actor.roles & PRINTERS and table.scope_of(actor, "print", "configuration_item"):
        told.append(OtherPage("标签", "qrcode", f"/m/assets/labels/?ids={item.pk}"))
    return told


timeline += [
    Chapter(
        "hand_over", _hand_overs, Coalesce("done_at", "updated_at"), ("kind", "giver__name", "receiver__name", "number"),
        _hand_over_words, "transfer",
    ),
    Chapter(
        "stocktake", _counts, "counted_at", ("result", "stocktake__number"), _count_words, "clipboard-check", record="stocktake"
    ),
    Chapter(
        "scrap_request", _scrap_requests, Coalesce("scrapped_at", "created_at"), ("state", "number"), _scrap_words, "trash"
    ),
]  # fmt: skip
pages.append(own_pages)
