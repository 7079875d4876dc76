"""The targets of the indicators, and what the program does at a period's end (norms.md §2.3)."""

from __future__ import annotations

from govops.kernel.parameters import Parameter, declare
from govops.modules.reports.choices import ReportKind

GROUP = "服务指标"


def _target(
    name: str, title: str, default: float, source: str, *, unit: str = "%", maximum: float = 100
) -> Parameter:
    return declare(
        Parameter(
            key=f"kpi.{name}", title=title, kind="float", default=default, minimum=0, maximum=maximum, unit=unit, source=source, group=GROUP,
        )
    )  # fmt: skip


DESIGN, CUSTOM = "设计缺省", "惯常做法"
RESOLUTION = _target("incident_resolution", "事件解决率不低于", 95.0, DESIGN)
REPAIR_HOURS = _target("repair_hours", "平均解决时间不超过", 24.0, DESIGN, unit=" 小时", maximum=2000)
RESPOND = _target("respond_on_time", "响应及时率不低于", 95.0, CUSTOM)
ON_SITE = _target("on_site_on_time", "到场及时率不低于", 95.0, DESIGN)
RESOLVE = _target("resolve_on_time", "解决及时率不低于", 90.0, DESIGN)
AGREEMENT = _target("agreement_met", "SLA 达成率不低于", 90.0, DESIGN)
REPEATED = _target("repeat_incident_30d", "30 天重复事件率不超过", 30.0, CUSTOM)
FIRST_LINE = _target("first_line", "首线解决率不低于", 60.0, DESIGN)
SATISFACTION = _target("satisfaction", "满意度不低于", 90.0, CUSTOM)
CALLED_BACK = _target("called_back", "差评回访率不低于", 100.0, DESIGN)
PROBLEMS = _target("problem_resolution", "问题解决率不低于", 60.0, DESIGN)
PROBLEM_DAYS = _target("problem_days", "问题平均解决时间不超过", 30.0, DESIGN, unit=" 天", maximum=1000)
MAJORS = _target("major_incidents", "重大事件不超过", 0.0, CUSTOM, unit=" 起", maximum=1000)
CHANGES_UNAPPROVED = _target("change_unapproved", "未经批准变更占比不超过", 0.0, DESIGN)
CHANGES_UNSUCCESSFUL = _target("change_unsuccessful", "变更不成功占比不超过", 5.0, DESIGN)
CHANGES_EMERGENCY = _target("change_emergency", "紧急变更占比不超过", 10.0, DESIGN)

AUTOMATIC = declare(
    Parameter(
        key="report.automatic", title="自动起草的服务报告", kind="list", default=["月报", "季报", "年报"],
        source="GB/T 24405.1 6.2（按频次报告）", group=GROUP, help="期满次日早晨自动起草，可填：周报、月报、季报、年报。",
    )
)  # fmt: skip


def automatic_kinds(words: list[str]) -> list[ReportKind]:
    """The kinds named by an operator; words it does not know are left out."""
    by_label = {kind.label: kind for kind in ReportKind}
    return [by_label[word] for word in words if word in by_label]
