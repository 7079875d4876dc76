"""The forms of problem management."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govops.kernel.access.actor import SYSTEM
from govops.kernel.registers import doors, site
from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World


def _problem(world: World, n: int) -> dict[str, Any]:
    return {
        "subject": f"三楼打印机反复卡纸{n}", "description": "一周内五次卡纸，换过硒鼓仍未解决", "category": "desktop", "system": "三楼打印机",
        "scope": "规划处 8 人", "impact": "unit", "urgency": "medium", "handler": world.person("support_l2"),
    }  # fmt: skip


def _suggestion(world: World, n: int) -> Any:
    """A hint comes from the nightly job alone."""
    data = {
        "category": "desktop", "system": f"{n}楼打印机", "count": 3 + n, "days": 30, "applicant": world.person("problem_manager"),
        "incidents": [{"number": f"SJ-2026-{n:04}", "title": "打印机卡纸"}],
    }  # fmt: skip
    return doors.create(site.get("problem_suggestion"), data, actor=SYSTEM)


SAMPLES = {
    "problem": Sample(by="problem_manager", data=_problem, changed=("scope", "规划处、财经处 15 人")),
    "problem_suggestion": Sample(by="problem_manager", make=_suggestion),
}
