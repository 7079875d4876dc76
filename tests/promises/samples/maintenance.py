"""The forms of maintenance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govops.kernel.access.actor import SYSTEM
from govops.kernel.registers import doors, site
from tests.items import server
from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World


def _plan(world: World, n: int) -> dict[str, Any]:
    return {
        "name": f"服务器巡检{n}", "operation": "inspection", "items": [server(world.cast, f"巡检对象{n}").pk], "frequency": "week",
        "day_number": 1, "off_day": "later", "days_allowed": 2, "valid_from": "2026-01-01",
        "checklist": [{"check": "指示灯", "method": "目视", "standard": "常绿", "low": "", "high": "", "unit": ""}],
        "executor": world.person("support_l2"), "reviewer": world.person("support_l3"),
    }  # fmt: skip


def _task(world: World, n: int) -> Any:
    """A task comes from its plan alone."""
    plan = world.another("maintenance_plan")
    data = {
        "plan": plan.pk, "planned_on": "2026-11-30", "due_at": "2026-12-01 23:59", "executor": world.person("support_l2"),
        "reviewer": world.person("support_l3"), "applicant": world.person("support_l2"),
    }  # fmt: skip
    return doors.create(site.get("maintenance_task"), data, actor=SYSTEM)


def _finding(world: World, n: int) -> Any:
    """A finding comes from a task that was carried out."""
    data = {
        "task": world.record("maintenance_task").pk, "check_name": f"磁盘 {n} 使用率", "standard": "≤ 80%", "value": "93",
        "remark": "日志未清理", "applicant": world.person("support_l2"),
    }  # fmt: skip
    return doors.create(site.get("maintenance_finding"), data, actor=SYSTEM)


SAMPLES = {
    "maintenance_plan": Sample(by="service_level_manager", data=_plan, changed=("scope", "信息楼全部服务器")),
    "maintenance_task": Sample(by="incident_manager", make=_task),
    "maintenance_finding": Sample(by="incident_manager", make=_finding),
}
