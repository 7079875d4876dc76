"""升级记录 and 回访."""

from __future__ import annotations

from typing import Any

from govops.kernel.registers import Column, Register, Section, View, register
from govops.modules.service_desk import models, process
from govops.modules.service_desk.choices import EscalationLevel, Satisfaction


@register
class TicketEscalations(Register):
    model = models.TicketEscalation
    title = "升级记录"
    series = "SJJL"
    cites = ("N3§8.1",)
    icon = "trending-up"
    imports = False
    columns = (
        Column("title", second="number"),
        Column("grade", title="级别"),
        Column("clock"),
        Column("receiver"),
        Column("happened_at", sort="happened_at"),
    )
    filters = ("level",)
    search = ("reason",)
    date_field = "happened_at"
    form = (
        Section(
            "升级",
            "incident",
            "service_request",
            "level",
            "clock",
            "happened_at",
            "receiver",
            "reason",
            "told",
        ),
    )
    views = (View("已超时", {"level": "breach"}), View("将超时", {"level": "warning"}), View("全部"))
    empty = "没有升级记录。时限用到 75% 和 100% 时自动产生。"
    guide = "由计时自动产生：通知组长或服务台负责人，并告知报告人，不能手工填写。"

    def title_of(self, record: Any) -> str:
        ticket, level = record.ticket, EscalationLevel(record.level).label
        return f"{ticket.number} {record.clock}{level}：{ticket.named_in(record, ticket.subject)}"

    def show_grade(self, record: Any) -> dict[str, Any]:
        level = EscalationLevel(record.level)
        tone = "red" if level is EscalationLevel.BREACH else "amber"
        return {"kind": "chip", "text": level.label, "tone": tone}


@register
class CallBacks(Register):
    model = models.CallBack
    process = process.CallBackProcess
    title = "回访"
    form_title = "回访记录"
    series = "HF"
    cites = ("S1§7.3", "N2§9.4")
    icon = "phone-call"
    imports = False
    columns = (
        Column("title", second="number"),
        Column("satisfaction"),
        Column("applicant", second="phone"),
        Column("asked_at", sort="asked_at"),
        Column("called_by"),
        Column("state"),
    )
    filters = ("state", "satisfaction")
    search = ("words", "said", "measure", "applicant")
    date_field = "asked_at"
    form = (Section("评价", "incident", "service_request", "satisfaction", "words", "phone"),)
    shown = (Section("回访", "called_by", "called_at", "outcome", "said", "measure"),)
    views = (View("待回访", {"state": ["due"]}), View("已回访", {"state": ["done"]}), View("全部"))
    empty = "没有回访。评价为“不满意”“非常不满意”时自动产生。"
    guide = "差评后一个工作日内回访，处理人本人不得回访自己处理的单据。"
    chip_tones = {"due": "amber", "done": "green", "unreached": "muted"}

    def title_of(self, record: Any) -> str:
        subject = record.ticket.named_in(record, record.ticket.subject)
        return f"{Satisfaction(record.satisfaction).label}：{subject}"

    def show_satisfaction(self, record: Any) -> dict[str, Any]:
        return {"kind": "chip", "text": record.get_satisfaction_display(), "tone": "red"}
