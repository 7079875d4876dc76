"""What change management tells people; administrators may change the wording."""

from __future__ import annotations

from govops.kernel.messages.kinds import ABOUT_RECORD, MessageKind, Word, declare

_WINDOW = Word("时间", "停机窗口", "11-28 20:00 至 23:00")
_STOP = Word("通知内容", "变更单上写的停机通知", "办公自动化系统停用，紧急公文请走纸质")
_WORDS = Word("说明", "为什么、怎么办", "请在期限内补单")

STOP = MessageKind(
    code="change_stop", name="停机通知", when="需要停机的变更获得批准，告知通知范围内的单位", title="停机通知：{时间} {通知内容}",
    text="如有影响请尽快联系变更经理。", words=(_WINDOW, _STOP),
)  # fmt: skip
REMINDER = MessageKind(
    code="change_stop_reminder", name="停机提醒", when="停机窗口将至，再次告知", title="停机提醒：{时间} {通知内容}",
    text="请提前保存工作。", words=(_WINDOW, _STOP),
)  # fmt: skip
STOP_CANCELLED = MessageKind(
    code="change_stop_cancelled", name="停机取消", when="已通知停机的变更取消或改期", title="原定 {时间} 的停机{说明}：{通知内容}",
    words=(_WINDOW, _STOP, Word("说明", "取消，或改到何时", "取消")),
)  # fmt: skip
PAPER_LATE = MessageKind(
    code="change_paper_late", name="紧急变更补单逾期", when="紧急变更过了期限还没有补单", title="紧急变更补单逾期：{事项}", text="{说明}",
    words=(*ABOUT_RECORD, _WORDS),
)  # fmt: skip
WINDOW_TAKEN = MessageKind(
    code="change_rescheduled", name="变更改期", when="变更窗口改期，告知申请人、实施人和验证人", title="变更改期：{事项}", text="{说明}",
    words=(*ABOUT_RECORD, _WORDS),
)  # fmt: skip
MEETING = MessageKind(
    code="change_meeting", name="变更审批委员会会议", when="委员会会议召开或取消，告知委员", title="变更审批委员会：{事项}", text="{说明}",
    words=(*ABOUT_RECORD, Word("说明", "召开或取消，时间、地点和议题数", "召开：11-26 14:30，三楼会议室，议题 3 件。")),
)  # fmt: skip

declare(STOP, REMINDER, STOP_CANCELLED, PAPER_LATE, WINDOW_TAKEN, MEETING)
