"""What an operator may set for the service desk (norms.md §2.3)."""

from __future__ import annotations

from govops.kernel import parameters
from govops.kernel.parameters import Parameter, declare

GROUP = "服务台"

AUTO_CONFIRM_DAYS = declare(
    Parameter(
        key="incident.auto_confirm_days", title="超期自动确认", kind="int", default=3, minimum=1, maximum=30, unit=" 个工作日",
        source="设计缺省（GB/T 28827.1 9.4）", group=GROUP, help="解决后满此天数报告人没有答复，即自动确认。",
    )
)  # fmt: skip
REOPEN_DAYS = declare(
    Parameter(
        key="incident.reopen_days", title="确认后可重新打开", kind="int", default=1, minimum=0, maximum=30, unit=" 个工作日",
        source="设计缺省", group=GROUP, help="确认后满此天数自动关闭，此前报告人可以重新打开。",
    )
)  # fmt: skip
CALL_BACK_DAYS = declare(
    Parameter(
        key="survey.call_back_days", title="差评回访时限", kind="int", default=1, minimum=1, maximum=10, unit=" 个工作日",
        source="设计缺省", group=GROUP, help="评价为“不满意”“非常不满意”后须在此天数内回访。",
    )
)  # fmt: skip
BUREAU_UNITS = declare(
    Parameter(
        key="incident.bureau_units", title="建议“全单位”的部门数", kind="int", default=3, minimum=2, maximum=100, unit=" 个部门",
        source="设计缺省", group=GROUP, help="所选配置项影响到的部门达到此数，登记时建议“影响”选“全单位”。",
    )
)  # fmt: skip


def whole(declared: Parameter) -> int:
    """The value in force of a parameter that counts something."""
    return int(parameters.value(declared.key))


def working_days(declared: Parameter) -> int:
    """The value in force of one of the parameters above, in working days."""
    return int(parameters.value(declared.key))
