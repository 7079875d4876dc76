"""变更之后配置库也变 (R-CHG-03): every item was updated under this change's number, or somebody says why it need not be."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.modules.change.choices import ItemOutcome
from govops.modules.configuration.public import ConfigurationItem, History, ItemRelation

CITES, TITLE = "N1§网络和系统安全管理", "未更新配置库不得关闭"
LEAST_WORDS = 4


def updated_items(change: Any) -> set[int]:
    """Ids of the change's items whose description, or one of whose relations, changed under its number since it began."""
    if not change.items or change.started_at is None:
        return set()
    rows = History.objects.filter(reference=change.number, since__gte=change.started_at)
    found = set(
        rows.filter(register="configuration_item", record_id__in=change.items).values_list(
            "record_id", flat=True
        )
    )
    relations = rows.filter(register="item_relation").values("record_id")
    ends = ItemRelation.objects.filter(pk__in=relations).filter(
        Q(source__in=change.items) | Q(target__in=change.items)
    )
    for source, target in ends.values_list("source_id", "target_id"):
        found |= {source, target} & set(change.items)
    return found


def unsettled_items(change: Any, updated: set[int] | None = None) -> list[ConfigurationItem]:
    """The items that were neither updated nor confirmed as unchanged, by their number; `updated` where it is known already."""
    updated = updated_items(change) if updated is None else updated
    confirmed = {
        str(row["item"]).strip().upper()
        for row in change.item_checks
        if row["outcome"] == ItemOutcome.UNCHANGED and len(str(row.get("reason", "")).strip()) >= LEAST_WORDS
    }
    rows = [
        item
        for item in ConfigurationItem.objects.filter(pk__in=change.items).order_by("id")
        if item.pk not in updated
    ]
    return [item for item in rows if item.number not in confirmed]


@rule("R-CHG-03", cites=CITES, level="N", title=TITLE)
def configuration_is_updated(change: Any, deed: Deed) -> Answer:
    """每个受影响配置项都已以本单编号更新，或由验证人确认没有变动."""
    if change.started_at is None:
        return Allowed()
    rest = unsettled_items(change)
    if not rest:
        return Allowed()
    named = "、".join(item.number for item in rest[:5]) + (f" 等 {len(rest)} 项" if len(rest) > 5 else "")
    return Denied(
        f"{named}还没有更新配置库，不得关闭：请以“{change.number}”为依据单号更新这些配置项，"
        "确无变动的由验证人在“补充配置核对”中写明原因。"
    )


@rule("R-CHG-03", cites=CITES, level="N", title=TITLE)
def checks_are_true(change: Any, deed: Deed) -> Answer:
    """Each line names an item of the change; “updated” is what the history says, “unchanged” gives its reason."""
    items = {item.number: item for item in ConfigurationItem.objects.filter(pk__in=change.items)}
    updated = updated_items(change)
    for line, row in enumerate(change.item_checks, start=1):
        number = str(row["item"]).strip().upper()
        place = f"“配置核对”第 {line} 行："
        if number not in items:
            return Denied(f"{place}“{number}”不是本单的受影响配置项，请核对编号。", field="item_checks")
        if row["outcome"] == ItemOutcome.UPDATED and items[number].pk not in updated:
            sentence = f"{place}{number} 的历史中没有以 {change.number} 为依据的更新；请先更新配置项，或改为“本项无配置变动”并写明原因。"
            return Denied(sentence, field="item_checks")
        if row["outcome"] == ItemOutcome.UNCHANGED and len(str(row.get("reason", "")).strip()) < LEAST_WORDS:
            return Denied(f"{place}请写明 {number} 为什么没有配置变动。", field="item_checks")
    return Allowed()
