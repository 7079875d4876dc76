"""The forms of the service catalogue: a group, a service it takes, and what is promised about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World

MINUTES = {"P1": (15, 60, 120), "P2": (30, 120, 240), "P3": (120, "", 450), "P4": (240, "", 1350)}


def _group(world: World, n: int) -> dict[str, Any]:
    return {
        "name": f"第{n}支持组", "line": "second", "leader": world.person("support_l2"),
        "members": [world.person("support_l2"), world.person("support_l1")], "phone": "62852100", "duty": "现场支持", "is_active": "1",
    }  # fmt: skip


def _service(world: World, n: int) -> dict[str, Any]:
    return {
        "name": f"打印机维修{n}", "summary": "卡纸、不出纸、打印不清", "group": "desktop", "kind": "incident", "icon": "printer", "position": 10 * n,
        "goal": "设备当天恢复使用", "audience": "全体工作人员", "content": "故障处理和耗材更换", "frequency": "随时受理",
        "service_hours": "工作日 8:30—17:30", "delivery": "现场", "deliverable": "设备恢复使用", "default_category": "desktop",
        "support_group": world.record("support_group").pk,
        "form_fields": [{"title": "房间号", "kind": "text", "required": "yes", "choices": "", "key": "room"}],
    }  # fmt: skip


def _agreement(world: World, n: int) -> dict[str, Any]:
    return {
        "kind": "internal", "name": f"桌面服务协议{n}", "party_a": world.unit("GHC"), "party_b": world.unit("XXZX"),
        "services": [world.record("service_item").pk], "availability": "99.50", "indicators": "响应及时率不低于九成五",
        "targets": [
            {"priority": priority, "respond": respond, "on_site": on_site, "resolve": resolve}
            for priority, (respond, on_site, resolve) in MINUTES.items()
        ],
        "report_cycle": "month", "penalties": "书面说明", "valid_from": "2026-03-01", "valid_to": "2027-02-28", "review_on": "2026-12-15",
    }  # fmt: skip


SAMPLES = {
    "support_group": Sample(by="service_level_manager", data=_group, changed=("duty", "桌面和会议支持")),
    "service_item": Sample(by="service_level_manager", data=_service, changed=("goal", "四小时内恢复使用")),
    "service_level_agreement": Sample(
        by="service_level_manager", data=_agreement, changed=("penalties", "约谈负责人")
    ),
}
