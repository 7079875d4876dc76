"""服务级别协议."""

from __future__ import annotations

from datetime import date
from typing import Any

from govops.kernel import moment, parameters
from govops.kernel.access.actor import Actor
from govops.kernel.organization import people
from govops.kernel.registers import Column, Register, Section, View, register
from govops.modules.service_catalogue import models, process
from govops.modules.service_catalogue.actions import agreements as actions
from govops.modules.service_catalogue.choices import AgreementKind, AgreementState, Priority
from govops.modules.service_catalogue.parameters import AVAILABILITY
from govops.modules.service_catalogue.rules import agreements as rules
from govops.modules.service_catalogue.rules.in_force import default_targets

SOON_DAYS = 30


@register
class ServiceLevelAgreements(Register):
    model = models.ServiceLevelAgreement
    process = process.ServiceLevelAgreementProcess
    title = "服务级别协议"
    series = "SLA"
    cites = ("S5§3.5", "N3§6.1", "N3§7.2")
    icon = "certificate"
    columns = (
        Column("name", second="number"),
        Column("kind"),
        Column("party_a", second="party_b"),
        Column("count", title="服务项"),
        Column("valid_to", sort="valid_to"),
        Column("left", title="期限"),
        Column("state"),
    )
    filters = ("state", "kind", "report_cycle")
    search = ("name", "party_a", "party_b", "services", "indicators")
    date_field = "valid_to"
    form = (
        Section("协议", "kind", "name", "party_a", "party_b", "services", "replaces", cites="S5§3.5"),
        Section(
            "服务级别", "calendar", "targets", "availability", "indicators",
            note="时限为工作时间的分钟数；外包支撑合同的时限不得宽于对内协议。", cites="N3§7.2",
        ),
        Section("报告与期限", "report_cycle", "penalties", "valid_from", "valid_to", "review_on", cites="N3§6.1"),
    )  # fmt: skip
    shown = (
        Section(
            "签订与评审",
            "signed_on",
            "ended_on",
            "reviewed_at",
            "reviewed_by",
            "review_result",
            "next_review_on",
        ),
    )
    views = (
        View("生效", {"state": ["effective"]}),
        View("在办", {"state": ["draft", "reviewing", "approved"]}),
        View("外包支撑", {"kind": "vendor"}),
        View("全部"),
    )
    guards = (
        rules.dates_are_in_order,
        rules.parties_are_apart,
        rules.targets_are_complete,
        rules.replaces_its_like,
        rules.services_are_promised_once,
        rules.vendor_is_not_wider,
    )
    empty = "还没有服务级别协议。服务项启用前，请点“起草协议”，写明甲乙方、服务项和各级时限。"
    guide = "提供方、甲方负责人审核后签订生效；到期前 30 天和 7 天提醒。生效的协议不能修改，需要改动时另起草一份替代。"
    new_label = "起草协议"
    chip_tones = {
        "reviewing": "accent", "approved": "amber", "effective": "green", "expired": "muted", "terminated": "muted", "refused": "red",
    }  # fmt: skip

    def title_of(self, record: Any) -> str:
        return f"{AgreementKind(record.kind).label}：{record.name}"

    def initial(self, actor: Actor) -> dict[str, Any]:
        today = moment.today()
        centre = people.unit_with("info_center")
        rows = [(priority, default_targets(priority)) for priority in Priority.values]
        return {
            "party_b": centre.pk if centre else None, "availability": parameters.value(AVAILABILITY.key),
            "valid_from": today, "valid_to": date(today.year, 12, 31), "review_on": date(today.year, 12, 31),
            "targets": [
                {"priority": priority, "respond": t.respond_minutes, "on_site": t.on_site_minutes or "", "resolve": t.resolve_minutes}
                for priority, t in rows
            ],
        }  # fmt: skip

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record)

    def show_count(self, record: Any) -> str:
        return f"{len(record.services)} 项"

    def show_left(self, record: Any) -> dict[str, Any]:
        """How long an agreement in force still runs, once that is soon."""
        left = actions.days_left(record)
        if record.state != AgreementState.EFFECTIVE or left > SOON_DAYS:
            return {"text": ""}
        return {"kind": "chip", "text": f"还有 {left} 天" if left >= 0 else "已过期", "tone": "amber" if left > 7 else "red"}  # fmt: skip
