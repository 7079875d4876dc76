"""The forms of surveys, on Monday 2026-03-02."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govops.kernel.access.actor import SYSTEM
from govops.kernel.registers import doors, site
from tests.promises.samples import Sample

if TYPE_CHECKING:
    from tests.promises.world import World


def _survey(world: World, n: int) -> dict[str, Any]:
    return {
        "subject": f"2026 年第一季度服务满意度调查{n}", "method": "questionnaire", "first": "2026-01-01", "last": "2026-03-31",
        "audience": "已关闭工单的报告人", "indicators": ["speed", "attitude", "effect", "skill", "overall"], "ratio": "5.0",
        "reply_by": "2026-03-12",
    }  # fmt: skip


def _response(world: World, n: int) -> Any:
    """Who is asked is drawn by the program."""
    data = {
        "survey": world.another("satisfaction_survey").pk,
        "incident": world.another("incident").pk,
        "applicant": world.person("end_user"),
    }
    return doors.create(site.get("survey_response"), data, actor=SYSTEM)


SAMPLES = {
    "satisfaction_survey": Sample(by="service_desk", data=_survey, changed=("audience", "业务部门联络人")),
    "survey_response": Sample(by="service_desk", make=_response),
}
