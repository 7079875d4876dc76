"""What the desk tells people, in words that administrators may change under 系统管理—消息模板."""

from __future__ import annotations

from govops.kernel.messages.kinds import ABOUT_RECORD, MessageKind, Word, declare

SAID = Word("说明", "办理时写的话；涉密或限定知悉的单据不带", "已更换搓纸轮，试打正常。")
GROUP = Word("支持组", "工单现在所在的支持组", "桌面支持组")
CLOCK = Word("计时", "响应、到场或解决", "响应")
WHO_URGES = Word("督促人", "接到升级的人", "朱文杰")
UNTIL = Word("期限", "何时之前", "11 月 23 日 10:00 前")


def _kind(code: str, name: str, when: str, title: str, text: str = "{说明}", *more: Word) -> MessageKind:
    words = (*ABOUT_RECORD, SAID, *more)
    return MessageKind(code=code, name=name, when=when, title=title, text=text, words=words)


declare(
    _kind("ticket_handed_on", "工单转来本组", "转派到某支持组，告知组长", "转来{支持组}：{事项}", "{说明}", GROUP),
    _kind("ticket_question", "需要用户答复", "因等待用户答复而挂起，告知报告人", "需要您答复：{事项}"),
    _kind("ticket_set_aside", "暂缓处理", "因其他原因挂起，告知报告人", "暂缓处理：{事项}"),
    _kind("ticket_goes_on", "挂起到期", "挂起到期由系统恢复处理，告知处理人", "挂起到期，已恢复处理：{事项}", ""),
    _kind("ticket_answered", "用户已答复", "报告人答复了问题，告知处理人", "用户已答复，请继续处理：{事项}"),
    _kind("ticket_resolved", "已解决，请确认", "解决或办结，请报告人确认", "已解决，请确认：{事项}"),
    _kind("ticket_resolved_together", "一并解决", "并入的主事件已解决，告知报告人", "已解决：{事项}"),
    _kind("ticket_merged", "合并处理", "并入另一起事件，告知报告人", "已合并处理：{事项}", "与 {主事件} 为同一故障，已合并处理，解决后通知您。",
          Word("主事件", "并入的事件编号", "SJ-2026-0318")),
    _kind("ticket_confirmed_silently", "自动确认", "超期未答复，系统代为确认，告知报告人", "超期未答复，已自动确认：{事项}", "如仍未解决，可重新打开。"),
    _kind("ticket_reopened", "用户重新打开", "报告人反映没有解决，告知处理人", "用户重新打开：{事项}"),
    _kind("ticket_withdrawn", "用户撤回", "报告人撤回，告知处理人", "用户撤回：{事项}"),
    _kind("ticket_escalated", "工单升级", "时限用到 75% 或 100%，告知组长、服务台负责人和处理人", "{计时}{级别}：{事项}", "优先级 {优先级}，{支持组}。",
          GROUP, CLOCK, Word("级别", "将超时或已超时", "将超时"), Word("优先级", "P1 至 P4", "P2")),
    _kind("ticket_running_late", "将超时，告知用户", "时限用到 75%，告知报告人", "{计时}时限已过大半，已请{督促人}督促，争取 {期限}办好：{事项}",
          "{计时}时限已过大半，已请{督促人}督促，争取 {期限}办好。", CLOCK, WHO_URGES, UNTIL),
    _kind("ticket_late", "已超时，告知用户", "超过时限，告知报告人", "{计时}已超过承诺时间，向您致歉；已升级到{督促人}，会尽快与您联系：{事项}",
          "{计时}已超过承诺时间，向您致歉；已升级到{督促人}，会尽快与您联系。", CLOCK, WHO_URGES),
    _kind("major_commander", "请您指挥处置", "指定或另指重大事件的指挥人，告知本人", "请您指挥处置：{事项}"),
)  # fmt: skip
