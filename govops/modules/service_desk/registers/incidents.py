"""事件, 重大事件 and its 时间线."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.modules.service_catalogue.public import ServiceKind
from govops.modules.service_desk import models, process
from govops.modules.service_desk.actions import major as actions
from govops.modules.service_desk.actions import timing
from govops.modules.service_desk.registers.tickets import COLUMNS, FILTERS, SEARCHED, Tickets
from govops.modules.service_desk.rules import incidents as rules
from govops.modules.service_desk.rules import tickets

WAITING = ["new", "triaged"]


@register
class Incidents(Tickets):
    model = models.Incident
    process = process.IncidentProcess
    title = "事件"
    form_title = "事件单"
    series = "SJ"
    cites = ("N3§8.1", "N2§9.4", "S5§3.3")
    icon = "urgent"
    columns = (*COLUMNS, Column("is_major", shown=False), Column("root_cause", shown=False))
    filters = (*FILTERS, "is_major")
    search = (*SEARCHED, "affected_services", "workaround")
    form = (
        Section("现象", "subject", "description", "item", "category", "system", "items", "answers"),
        Section("报告人", "phone", "location", "channel"),
        Section("影响", "impact", "urgency", "affected_services", "affected_users", note="优先级由影响和紧急得出", cites="N3§8.1"),
        Section("时间与关联", "occurred_at", "detected_at", "parent"),
    )  # fmt: skip
    shown = (
        Section("处理", "priority", "group", "assignee", "agreement", "responded_at", "arrived_at", "pending_reason", "pending_until", "is_major", "merged_into"),
        Section(
            "解决", "resolution", "closure_code", "root_cause", "workaround", "resolved_at", "restored_at", "downtime_minutes",
            "reopened", "into_knowledge",
        ),
        Section("确认与评价", "confirmed_at", "confirmed_by", "closed_at", "satisfaction", "satisfaction_words", "rated_at"),
    )  # fmt: skip
    views = (
        View("未派单", {"state": WAITING}),
        View("处理中", {"state": ["assigned", "in_progress"]}),
        View("挂起", {"state": ["pending"]}),
        View("已超时", {"overdue": "1", "sort": "due_at"}),
        View("待确认", {"state": ["resolved"]}),
        View("重大", {"is_major": "1"}),
        View("曾超时", {"is_late": "1"}),
        View("我报的", {"me": "1"}),
        View("全部"),
    )
    related = (
        Related("major_incident", "incident", "重大事件", is_quiet=True, adds=rules.may_become_major),
        Related("incident", "parent", "下级事件", is_quiet=True),
        Related("incident", "merged_into", "并入本单的事件", is_quiet=True),
        Related("ticket_escalation", "incident", "升级记录", is_quiet=True),
        Related("call_back", "incident", "回访", is_quiet=True),
    )
    bulk = ("take", "dispatch", "hand_on", "merge")
    guards = (
        tickets.priority_follows_the_matrix,
        tickets.judged_by_the_desk,
        tickets.item_is_offered(ServiceKind.INCIDENT),
        tickets.questions_are_answered,
        rules.happened_in_order,
        rules.parent_stands_above,
    )
    empty = "没有事件。遇到故障请在“自助服务”中报告，或致电服务台。"
    guide = "写清现象、影响到谁、还能不能工作；优先级和时限由此得出。"
    new_label = "登记事件"
    chip_tones = {
        "new": "amber", "triaged": "amber", "assigned": "accent", "in_progress": "accent", "pending": "muted",
        "resolved": "green", "confirmed": "green", "closed": "muted", "merged": "muted", "withdrawn": "muted",
    }  # fmt: skip

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        if created:
            timing.begin(record, actor=actor, at=moment.now())
            timing.keep(record)
        else:
            self.follow_priority(record, actor)


@register
class MajorIncidents(Register):
    model = models.MajorIncident
    process = process.MajorIncidentProcess
    title = "重大事件"
    form_title = "重大事件处置单"
    series = "ZDSJ"
    cites = ("N3§8.1", "S6§5")
    icon = "alert-octagon"
    imports = False
    columns = (
        Column("title", second="number"),
        Column("incident"),
        Column("commander"),
        Column("declared_at", sort="declared_at"),
        Column("expected_at"),
        Column("state"),
    )
    filters = ("state",)
    search = ("public_words", "reason", "review")
    date_field = "declared_at"
    form = (
        Section("宣布", "incident", "reason", "commander", cites="S6§5"),
        Section("告知用户", "public_words", "expected_at", note="显示在自助服务页上"),
    )
    shown = (
        Section("处置", "declared_at", "notified", "restored_at", "measures"),
        Section("评审", "review", "improvements", "reviewed_by", "reviewed_at"),
    )
    views = (
        View("处置中", {"state": ["declared"]}),
        View("待评审", {"state": ["restored"]}),
        View("全部"),
    )
    related = (Related("major_incident_update", "major", "时间线", is_quiet=True, adds=rules.goes_on),)
    guards = (rules.declared_for_an_open_incident, rules.leader_can_be_told, rules.somebody_commands)
    empty = "没有重大事件。全单位业务中断、影响面大或久拖不决的事件，由服务台或事件经理宣布。"
    guide = "宣布后立即通知信息化主管领导，指挥人专人处置；恢复后必须评审，否则事件不能关闭。"
    new_label = "宣布重大事件"
    chip_tones = {"declared": "red", "restored": "amber", "reviewed": "green", "stood_down": "muted"}

    def title_of(self, record: Any) -> str:
        return str(record.public_words)

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record, actor)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        if created:
            actions.declared(record, actor)


@register
class MajorIncidentUpdates(Register):
    model = models.MajorIncidentUpdate
    title = "重大事件时间线"
    series = "ZDJZ"
    cites = ("N3§8.1",)
    icon = "timeline"
    imports = False
    columns = (
        Column("title", second="number"),
        Column("kind"),
        Column("major"),
        Column("happened_at", sort="happened_at"),
        Column("created_by"),
    )
    filters = ("major", "kind")
    search = ("words",)
    date_field = "happened_at"
    form = (Section("进展", "major", "happened_at", "kind", "words"),)
    views = (View("全部"),)
    guards = (rules.has_begun_to_exist,)
    empty = "时间线上还没有记录。"
    guide = "随时记下何时发生了什么、谁做了什么决定；评审时以此为据。"
    new_label = "记一条"

    def title_of(self, record: Any) -> str:
        return str(record.words).partition("\n")[0]

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"happened_at": moment.now()}
