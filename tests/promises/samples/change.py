"""The forms of change management."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from govops.kernel import moment
from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World

_PLAN = "20:00 备份现有配置；20:10 逐台升级并重启；20:40 核对业务连通性"
_WAY_BACK = "15 分钟内不能恢复即中止，载入升级前配置和旧版软件，约 20 分钟恢复原状"
_TEST = "先在备用设备上升级，核对各项功能正常后再上生产"


def _change(world: World, n: int) -> dict[str, Any]:
    begin = moment.now().replace(second=0, microsecond=0) + timedelta(days=n)
    return {
        "subject": f"接入交换机软件升级{n}", "kind": "normal", "reason": "现版本有已知漏洞", "source_kind": "demand",
        "items": [world.record("configuration_item").pk], "reach": "unit", "redundancy": "full", "rehearsal": "done", "back_out_time": "quick",
        "timing": "idle", "experience": "often", "sensitivity": "none", "plan": _PLAN, "test_plan": _TEST, "backout_plan": _WAY_BACK,
        "planned_from": begin.isoformat(sep=" ", timespec="minutes")[:16], "planned_to": (begin + timedelta(hours=2)).isoformat(sep=" ", timespec="minutes")[:16],
        "implementer": world.person("network_engineer"), "verifier": world.person("support_l2"), "conflict_words": "与其他窗口错开实施，已知悉",
    }  # fmt: skip


def _freeze(world: World, n: int) -> dict[str, Any]:
    return {
        "name": f"年终决算{n}", "begins_at": f"2040-12-{n:02} 00:00", "ends_at": f"2040-12-{n:02} 20:00", "reason": "财务系统年终决算，不宜变更",
        "scope": "all", "exceptions": "紧急变更除外",
    }  # fmt: skip


def _template(world: World, n: int) -> dict[str, Any]:
    return {
        "name": f"接入端口开通{n}", "description": "为新工位开通接入端口，不改动核心设备", "plan": _PLAN, "test_plan": _TEST, "backout_plan": _WAY_BACK,
        "longest_hours": 4,
    }  # fmt: skip


def _meeting(world: World, n: int) -> dict[str, Any]:
    return {
        "subject": f"第 {n} 次变更审批委员会会议", "held_at": f"2040-11-{n:02} 14:30", "place": "三楼会议室", "chair": world.person("change_manager"),
        "changes": [world.create("change_request", world.data("change_request") | {"kind": "major"}, by="support_l3").pk],
    }  # fmt: skip


SAMPLES = {
    "change_request": Sample(by="support_l3", data=_change, changed=("reason", "厂商通告要求升级")),
    "change_freeze": Sample(by="incident_manager", data=_freeze, changed=("reason", "年终决算与审计并行")),
    "board_meeting": Sample(by="change_manager", data=_meeting, changed=("place", "五楼会议室")),
    "standard_change": Sample(
        by="support_l3", data=_template, changed=("description", "为新工位开通或关闭接入端口")
    ),
}
