"""What an operator may set for problem management (norms.md R-PRB-01)."""

from govops.kernel.parameters import Parameter, declare

SOURCE = "运维惯例：30 天内重复问题"
SUGGEST = declare(
    Parameter(
        key="problem.suggest", title="重复事件提示立问题", kind="bool", default=True, source=SOURCE, group="问题管理",
        help="关闭后不再自动提示，仍可手工登记问题。",
    )
)  # fmt: skip
REPEAT_DAYS = declare(
    Parameter(
        key="problem.repeat_days", title="重复事件统计天数", default=30, minimum=1, maximum=365, unit=" 天", source=SOURCE, group="问题管理",
        help="在这段时间内，同一对象的同类事件达到次数即提示立问题。",
    )
)  # fmt: skip
REPEAT_COUNT = declare(
    Parameter(
        key="problem.repeat_count", title="重复事件次数", default=3, minimum=2, maximum=100, unit=" 起", source=SOURCE, group="问题管理",
        help="同一系统（设备）或服务的同类事件达到此数即提示立问题。",
    )
)  # fmt: skip
