"""What an operator may set for maintenance."""

from govops.kernel.parameters import Parameter, declare

DAYS_AHEAD = declare(
    Parameter(
        key="maintenance.days_ahead", title="维护作业提前排定天数", default=14, minimum=1, maximum=92, unit=" 天", source="本产品设定",
        group="维护作业", help="每天零时按计划和工作日历排定今后这些天的作业。",
    )
)  # fmt: skip
TIMELINESS = declare(
    Parameter(
        key="maintenance.timeliness", title="维护作业计划及时完成率目标", kind="float", default=95.0, minimum=0, maximum=100, unit=" %",
        source="运维服务惯例：维护作业计划及时完成率", group="维护作业", help="按期完成的作业 ÷ 到期的作业。",
    )
)  # fmt: skip
