"""What an operator may set for change management (norms.md B5, §2.3)."""

from govops.kernel.parameters import Parameter, declare
from govops.modules.change.choices import Separation

GROUP = "变更管理"
N2 = "GB/T 28827.1 9.7 变更管理"
N1 = "GB/T 22239 变更管理"

PAPER_HOURS = declare(
    Parameter(
        key="change.paper_hours", title="紧急变更补单期限", default=24, minimum=1, maximum=168, unit=" 小时", source="运维惯例：24 小时内补单",
        group=GROUP, help="从开始紧急实施算起（自然小时），逾期计入指标并显示为未尽职责。",
    )
)  # fmt: skip
SEPARATION = declare(
    Parameter(
        key="change.separation", title="变更职责分离", kind="str", default=Separation.PAIRS.value, choices=tuple((str(v), str(t)) for v, t in Separation.choices),
        source=N1, owner="security", group=GROUP, help="同一张变更单上哪些人不得相同；人手少的单位至少做到逐对分离。",
    )
)  # fmt: skip
MEDIUM_FROM = declare(
    Parameter(
        key="change.risk_medium", title="中风险起始分", default=6, minimum=1, maximum=20, unit=" 分", source=N2, group=GROUP,
        help="风险问卷各题得分之和达到此数为“中”。",
    )
)  # fmt: skip
HIGH_FROM = declare(
    Parameter(
        key="change.risk_high", title="高风险起始分", default=11, minimum=1, maximum=20, unit=" 分", source=N2, group=GROUP,
        help="达到此数为“高”，须按重大变更由变更审批委员会批准。",
    )
)  # fmt: skip
STOP_HOURS = declare(
    Parameter(
        key="change.stop_hours", title="停机提醒提前时间", default=24, minimum=1, maximum=168, unit=" 小时", source=N2, group=GROUP,
        help="批准时通知一次；窗口开始前这段时间再提醒一次。",
    )
)  # fmt: skip
EARLY_MINUTES = declare(
    Parameter(
        key="change.early_minutes", title="允许提前开始", default=15, minimum=0, maximum=240, unit=" 分钟", source=N1, group=GROUP,
        help="计划窗口开始前这段时间之内可以开始实施；窗口结束后不得开始。",
    )
)  # fmt: skip
REVIEW_MONTHS = declare(
    Parameter(
        key="change.standard_review_months", title="标准变更模板评审周期", default=12, minimum=1, maximum=36, unit=" 个月", source=N2, group=GROUP,
        help="逾期未评审的模板不能再用，评审后恢复。",
    )
)  # fmt: skip
