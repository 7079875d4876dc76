"""服务目录 and 支持组."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.modules.service_catalogue import models, process
from govops.modules.service_catalogue.actions import items as actions
from govops.modules.service_catalogue.choices import SupportLine
from govops.modules.service_catalogue.rules import items as rules


@register
class ServiceItems(Register):
    model = models.ServiceItem
    process = process.ServiceItemProcess
    title = "服务目录"
    form_title = "服务目录项"
    series = "FWML"
    cites = ("N3§6.1", "N2§5.2")
    icon = "list-details"
    order = "position"
    columns = (
        Column("name", second="summary"),
        Column("group", second="kind"),
        Column("support_group"),
        Column("service_hours"),
        Column("position", sort="position", shown=False),
        Column("state"),
    )
    filters = ("state", "group", "kind", "support_group", "needs_approval")
    search = ("name", "summary", "content", "audience", "goal")
    form = (
        Section("服务", "name", "summary", "group", "kind", "icon", "position"),
        Section(
            "说明", "goal", "audience", "content", "frequency", "service_hours", "delivery", "deliverable", cites="N2§5.2"
        ),
        Section(
            "受理", "support_group", "default_category", "needs_approval", "form_fields",
            note="附加问题显示在申请表上，越少越好，最多六个。",
        ),
    )  # fmt: skip
    shown = (Section("启用与停用", "in_use_since", "retired_on"),)
    views = (
        View("在用", {"state": ["in_use"]}),
        View("草稿", {"state": ["draft"]}),
        View("停用", {"state": ["retired"]}),
        View("全部"),
    )
    guards = (rules.questions_are_complete, rules.group_can_take_it)
    empty = "还没有服务目录项。请先建支持组，再登记服务项并签订服务级别协议，然后启用。"
    guide = "九项说明缺一不可；每个在用的服务项须有生效的对内服务级别协议，没有协议不能启用。"
    new_label = "登记服务项"
    chip_tones = {"draft": "amber", "in_use": "green", "retired": "muted"}

    def title_of(self, record: Any) -> str:
        return f"{record.get_group_display()} {record.name}"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"frequency": "按需", "service_hours": "工作日 8:30—17:30", "audience": "全体工作人员"}

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare_item(record)


@register
class SupportGroups(Register):
    model = models.SupportGroup
    title = "支持组"
    series = "ZCZ"
    cites = ("N2§7.3",)
    icon = "users-group"
    columns = (
        Column("name", second="duty"),
        Column("line"),
        Column("leader"),
        Column("people", title="成员"),
        Column("phone"),
        Column("is_active"),
    )
    filters = ("line", "is_active")
    search = ("name", "leader", "members", "duty", "phone")
    form = (Section("支持组", "name", "line", "leader", "members", "provider", "phone", "duty", "is_active"),)
    views = (
        View("启用", {"is_active": "1"}),
        View("一线", {"line": "first"}),
        View("厂商", {"line": "vendor"}),
        View("全部"),
    )
    related = (Related("service_item", "support_group", "受理的服务"),)
    guards = (rules.provider_is_named, rules.serves_nothing_any_more)
    empty = "还没有支持组。请按一线、二线、三线和厂商登记，服务项和工单才能派到人。"
    guide = "组长自动列入成员；受理在用服务的组不能停用。厂商支持组须填写所属厂商。"
    new_label = "登记支持组"

    def title_of(self, record: Any) -> str:
        return f"{SupportLine(record.line).label} {record.name}"

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare_group(record)

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"is_active": True}

    def show_people(self, record: Any) -> str:
        return f"{len(record.members)} 人"
