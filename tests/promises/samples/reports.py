"""A service report on one of the weeks before Monday 2026-03-02."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World


def _report(world: World, n: int) -> dict[str, Any]:
    return {
        "kind": "week", "first": (date(2026, 3, 2) - timedelta(days=7 * n)).isoformat(), "purpose": "报告一周的服务情况",
        "readers": "信息化主管领导", "frequency": "每周一次", "overview": f"本周平稳，第{n}份。", "performance": "各项指标达到目标。",
        "majors": "没有重大事件。", "workload": "工单以桌面类为主。", "causes": "没有超时。", "trends": "与上周持平。",
        "satisfaction": "没有差评。", "problems": "没有新问题。", "next_steps": "1. 继续做好日常运维。",
    }  # fmt: skip


SAMPLES = {
    "service_report": Sample(
        by="service_level_manager", data=_report, changed=("overview", "本周平稳，无超时。")
    )
}
