"""服务请求."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Related, Section, View, register
from govops.modules.service_catalogue.public import ServiceKind
from govops.modules.service_desk import models, process
from govops.modules.service_desk.registers.tickets import COLUMNS, Tickets
from govops.modules.service_desk.rules import tickets


@register
class ServiceRequests(Tickets):
    model = models.ServiceRequest
    process = process.ServiceRequestProcess
    title = "服务请求"
    form_title = "服务请求单"
    series = "FWQQ"
    cites = ("N2§9.4", "N3§8.1")
    icon = "ticket"
    columns = (*COLUMNS, Column("wanted_on", shown=False))
    form = (
        Section(
            "请求", "subject", "description", "item", "category", "system", "items", "answers", "wanted_on"
        ),
        Section("请求人", "phone", "location", "channel"),
        Section("影响", "impact", "urgency", note="优先级由影响和紧急得出", cites="N3§8.1"),
    )
    shown = (
        Section("办理", "priority", "group", "assignee", "agreement", "responded_at", "arrived_at", "pending_reason", "pending_until"),
        Section("办结", "resolution", "closure_code", "resolved_at", "reopened", "into_knowledge"),
        Section("确认与评价", "confirmed_at", "confirmed_by", "closed_at", "satisfaction", "satisfaction_words", "rated_at"),
    )  # fmt: skip
    views = (
        View("未派单", {"state": ["accepted"]}),
        View("办理中", {"state": ["assigned", "in_progress"]}),
        View("挂起", {"state": ["pending"]}),
        View("已超时", {"overdue": "1", "sort": "due_at"}),
        View("审批中", {"state": ["approving"]}),
        View("待确认", {"state": ["fulfilled"]}),
        View("曾超时", {"is_late": "1"}),
        View("我提的", {"me": "1"}),
        View("全部"),
    )
    related = (
        Related("ticket_escalation", "service_request", "升级记录", is_quiet=True),
        Related("call_back", "service_request", "回访", is_quiet=True),
    )
    bulk = ("take", "dispatch", "hand_on")
    guards = (
        tickets.asks_for_a_service,
        tickets.priority_follows_the_matrix,
        tickets.judged_by_the_desk,
        tickets.item_is_offered(ServiceKind.REQUEST),
        tickets.questions_are_answered,
    )
    empty = "没有服务请求。需要什么服务，请在“自助服务”中选择。"
    guide = "选择服务、写清需要什么；须经部门领导同意的服务，提交后自动送审。"
    new_label = "提出请求"
    chip_tones = {
        "accepted": "amber", "assigned": "accent", "in_progress": "accent", "pending": "muted", "fulfilled": "green",
        "confirmed": "green",
    }  # fmt: skip

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        if not created:
            self.follow_priority(record, actor)
