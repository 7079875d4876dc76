"""What several asset forms ask of their items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.modules.assets.models.hand_overs import MOST_THINGS
from govops.modules.configuration.public import ConfigurationItem

#: how many items a refusal names before it says 等
NAMED = 3


def items_of(record: Any) -> list[ConfigurationItem]:
    """The items of a hand-over or a scrap request, with type, custodian and place, in the order of the form."""
    found = ConfigurationItem.objects.select_related("type", "custodian", "location").in_bulk(record.items)
    return [found[pk] for pk in record.items if pk in found]


def named(items: Sequence[Any]) -> str:
    """“PZX-2026-0001 核心交换机、…等 5 项”."""
    words = "、".join(f"{item.number} {item.name}" for item in items[:NAMED])
    return f"{words}等 {len(items)} 项" if len(items) > NAMED else words


def some_items_are_named(record: Any, deed: Deed) -> Answer:
    if not record.items:
        return Denied("请至少选择一项资产。", field="items")
    if len(record.items) > MOST_THINGS:
        return Denied(
            f"一张单最多 {MOST_THINGS} 项，现有 {len(record.items)} 项，请分开填写。", field="items"
        )
    return Allowed()


def not_in_an_open_form(record: Any, deed: Deed) -> Answer:
    """An item stands in one open form of a kind at a time: otherwise two people would sign for the same thing."""
    open_states = type(record).OPEN_STATES
    others = type(record)._default_manager.filter(state__in=open_states, items__overlap=list(record.items))
    other = others.exclude(pk=record.pk).first()
    if other is None:
        return Allowed()
    both = [item for item in items_of(record) if item.pk in set(other.items)]
    return Denied(f"{named(both)}已在{other.number}中办理，请先办完或撤销该单。", field="items")


def made_by_the_program(record: Any, deed: Deed) -> Answer:
    if record.pk or deed.actor.is_system:
        return Allowed()
    return Denied("盘点差异只在清点完毕时自动产生，不能直接登记；请在盘点单中办理“清点完毕”。")
