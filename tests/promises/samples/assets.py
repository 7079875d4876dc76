"""The forms of assets. Items are those of the configuration's own sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World


def _thing(world: World, n: int, *, state: str = "stock") -> Any:
    """Another item of the sample's type, standing in `state`."""
    data = world.data("configuration_item") | {
        "enters_as": state, "custodian": world.person("configuration_manager"), "serial_number": f"ASSET-{n}-{state}", "asset_number": "",
    }  # fmt: skip
    return world.create("configuration_item", data, by="configuration_manager")


def _hand_over(world: World, n: int) -> dict[str, Any]:
    return {
        "kind": "issue", "items": [_thing(world, n).pk], "reason": f"新进人员办公{n}", "giver": world.person("configuration_manager"),
        "receiver": world.person("end_user"), "to_zone": "standalone",
    }  # fmt: skip


def _stocktake(world: World, n: int) -> dict[str, Any]:
    return {
        "kind": "full", "name": f"第{n}次盘点", "begins_on": "2026-03-02", "ends_on": "2026-03-10", "counters": [world.person("duty_officer")],
        "note": "先机房后库房",
    }  # fmt: skip


def _difference(world: World, n: int) -> Any:
    """A difference comes from a count: all was found, and something else turned up."""
    from govops.modules.assets.actions import counting

    _thing(world, n, state="in_use")
    begun = world.create("stocktake", _stocktake(world, 100 + n), by="configuration_manager")
    world.perform(begun, "start", "configuration_manager")
    counter = world.actor("duty_officer")
    for line in begun.lines.all():
        counting.count(begun, line.number, counting.Seen(), actor=counter)
    counting.count(begun, f"X-{n}", counting.Seen(), actor=counter, surplus=True)
    world.perform(begun, "finish", "configuration_manager")
    return world.model("stocktake_difference").objects.get(stocktake=begun, kind="surplus")


def _baseline(world: World, n: int) -> dict[str, Any]:
    world.record("configuration_item")
    return {"name": f"第{n}号基线", "occasion": "yearly", "scope": "all", "note": "年度"}


def _scrap(world: World, n: int) -> dict[str, Any]:
    return {
        "kind": "worn", "items": [_thing(world, n).pk], "reason": f"超过使用年限{n}", "appraisal": "主板老化，无维修价值",
        "wipe_method": "degauss", "wiped_by": world.person("network_engineer"), "wiped_on": "2026-03-01",
    }  # fmt: skip


SAMPLES = {
    "hand_over": Sample(by="configuration_manager", data=_hand_over, changed=("reason", "改为岗位调整")),
    "stocktake": Sample(by="configuration_manager", data=_stocktake, changed=("note", "先库房后机房")),
    "stocktake_difference": Sample(by="configuration_manager", make=_difference),
    "baseline": Sample(by="configuration_manager", data=_baseline, changed=("note", "改过的说明")),
    "scrap_request": Sample(
        by="configuration_manager", data=_scrap, changed=("appraisal", "电容鼓包，无维修价值")
    ),
}
