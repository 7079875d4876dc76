"""What a change leaves in the configuration: new versions, more memory, another place; controlled things by proposal."""

from __future__ import annotations

from datetime import date
from typing import Any

from govops.demo.history.changes.cases import Case
from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.world import World
from govops.modules.change.rules.items import updated_items
from govops.modules.configuration.models import ConfigurationItem

KEEPER, SECOND = "configuration_manager", "change_manager"
#: how the columns and attributes that change here are called in the words of a proposal
_TITLES = {
    "item_version": "版本",
    "policy_checked": "属性：策略核对日期",
    "firmware": "属性：固件版本",
    "warranty_until": "保修期止",
    "contract_until": "合同止",
}


def update(world: World, plant: Plant, case: Case, change: Any) -> None:
    """Write what is different now, each with the number of the change."""
    for key, told in case.updates.items():
        item = ConfigurationItem.objects.select_related("type").get(pk=plant.ids[key])
        why = {"reason": case.subject[:60], "reference": change.number}
        if item.type.is_any("is_controlled"):
            _propose(world, item, told, why)
            continue
        data = {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
        if "values" in data:
            data["values"] = {**item.values, **told["values"]}
        world.update(item, data | why, by=KEEPER)


def _propose(world: World, item: Any, told: dict[str, Any], why: dict[str, str]) -> None:
    """A controlled item: proposed by the configuration manager, agreed to by a second one."""
    flat = {name: value for name, value in told.items() if name != "values"} | told.get("values", {})
    rows = [{"field": _TITLES[name], "before": "", "after": str(value)} for name, value in flat.items()]
    proposal = world.create(
        "item_proposal", {"item": item.pk, "changes": rows, **why}, by=KEEPER, submit=True
    )
    world.perform(proposal, "approve", by=SECOND, opinion="与变更记录一致，同意。")


def checks(change: Any) -> list[dict[str, str]]:
    """A line for each item that was not updated: why the configuration stays as it is."""
    words = "已恢复原状，登记内容不变。" if change.rollback_reason else "只调整运行参数，登记内容没有变动。"
    rest = ConfigurationItem.objects.filter(pk__in=change.items).exclude(pk__in=updated_items(change))
    return [
        {"item": number, "outcome": "unchanged", "reason": words}
        for number in rest.order_by("id").values_list("number", flat=True)
    ]
