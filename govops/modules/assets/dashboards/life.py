"""What assets tell of an item's life on its page: hand-overs, stocktakes, scrap requests; and the way to its label."""

from __future__ import annotations

from typing import Any

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.kernel.registers.declarations import OtherPage
from govops.modules.assets.choices import HandOverState, LineResult, ScrapState
from govops.modules.assets.models import HandOver, ScrapRequest, Stocktake, StocktakeLine
from govops.modules.configuration.public import Event, pages, timeline

_MOST = 20
PRINTERS = frozenset({"asset_officer", "configuration_manager"})


def events(item: Any, actor: Actor) -> list[Event]:
    """Hand-overs that were signed, counts, scrap requests; three queries."""
    return [*_hand_overs(item, actor), *_counts(item, actor), *_scrap_requests(item, actor)]


def _hand_overs(item: Any, actor: Actor) -> list[Event]:
    rows = HandOver.objects.filter(items__contains=[item.pk], state=HandOverState.DONE)
    found = (
        visible(rows, actor, register="hand_over").select_related("giver", "receiver").order_by("-id")[:_MOST]
    )
    return [
        Event(
            at=one.done_at or one.updated_at, icon="transfer", url=f"/r/hand_over/{one.pk}/",
            title=f"{one.get_kind_display()}：{one.giver.name}交{one.receiver.name}（{one.number}）",
        )
        for one in found
    ]  # fmt: skip


def _counts(item: Any, actor: Actor) -> list[Event]:
    lines = StocktakeLine.objects.filter(item=item, counted_at__isnull=False)
    seen = visible(Stocktake.objects.all(), actor, register="stocktake").order_by().values("pk")
    found = lines.filter(stocktake__in=seen).select_related("stocktake").order_by("-counted_at")[:_MOST]
    return [
        Event(
            at=one.counted_at or one.stocktake.created_at, icon="clipboard-check", url=f"/r/stocktake/{one.stocktake_id}/",
            title=f"盘点：{LineResult(one.result).label}（{one.stocktake.number}）",
        )
        for one in found
    ]  # fmt: skip


def _scrap_requests(item: Any, actor: Actor) -> list[Event]:
    rows = ScrapRequest.objects.filter(items__contains=[item.pk]).exclude(state=ScrapState.CANCELLED)
    found = visible(rows, actor, register="scrap_request").order_by("-id")[:_MOST]
    return [
        Event(
            at=one.scrapped_at or one.created_at, icon="trash", url=f"/r/scrap_request/{one.pk}/",
            title=f"报废申请：{ScrapState(one.state).label}（{one.number}）",
        )
        for one in found
    ]  # fmt: skip


def label_page(item: Any, actor: Actor) -> list[OtherPage]:
    """打印标签, for whoever may."""
    if not actor.roles & PRINTERS or not table.scope_of(actor, "print", "configuration_item"):
        return []
    return [OtherPage("标签", "qrcode", f"/m/assets/labels/?ids={item.pk}")]


timeline.append(events)
pages.append(label_page)
