"""What an operator may set for surveys (norms.md §2.3)."""

from __future__ import annotations

from govops.kernel.parameters import Parameter, declare

GROUP = "满意度"

SAMPLING_RATIO = declare(
    Parameter(
        key="survey.callback_ratio", title="调查抽样比例", kind="float", default=3.0, minimum=0.1, maximum=100, unit="%",
        source="惯常做法（故障电话回访不低于 3%）", group=GROUP, help="抽样比例不得低于此数；按调查期间已关闭的工单计算。",
    )
)  # fmt: skip
MOST_ASKED = declare(
    Parameter(
        key="survey.most_asked", title="一次调查最多人数", kind="int", default=200, minimum=10, maximum=500, unit=" 人",
        source="设计缺省", group=GROUP, help="按比例抽出的人多于此数时，只取前面的；每人每次只问一张工单。",
    )
)  # fmt: skip
REPLY_DAYS = declare(
    Parameter(
        key="survey.reply_days", title="问卷回收天数", kind="int", default=10, minimum=1, maximum=60, unit=" 天",
        source="设计缺省", group=GROUP, help="新建调查时预填的回收截止日；过期自动结束回收。",
    )
)  # fmt: skip
