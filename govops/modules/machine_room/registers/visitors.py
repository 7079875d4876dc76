"""外来人员登记."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.modules.machine_room import models, process
from govops.modules.machine_room.actions import visitors as actions
from govops.modules.machine_room.rules import common
from govops.modules.machine_room.rules import visitors as rules


@register
class VisitorEntries(Register):
    model = models.VisitorEntry
    process = process.VisitorEntryProcess
    title = "外来人员登记"
    form_title = "登记表"
    series = "JFLF"
    cites = ("S4§3", "S4§4", "S9§19")
    icon = "user-check"
    columns = (
        Column("title", second="number"),
        Column("category", second="visitor_kind"),
        Column("machine_room"),
        Column("escort"),
        Column("planned_from", sort="planned_from"),
        Column("state"),
    )
    filters = ("state", "category", "visitor_kind", "machine_room", "is_after_hours")
    search = ("visitor_name", "visitor_unit", "purpose", "escort", "identity_number")
    date_field = "planned_from"
    narrowed_by = {"zones": "machine_room"}
    form = (
        Section(
            "来访人", "applying_unit", "is_sealed", "visitor_unit", "visitor_name", "visitor_phone", "visitor_kind",
            "identity_document", "identity_number", "companions", cites="S4§3",
        ),
        Section("事由", "category", "purpose", "machine_room", "zones", "planned_from", "planned_to", "escort", "escort_phone"),
        Section("物品", "carried_items", "new_equipment", "prohibited_items", "prohibited_reason", cites="S4§4"),
        Section("承诺", "applying_unit_opinion", "wants_photography", "pledged"),
    )  # fmt: skip
    shown = (
        Section(
            "进出", "is_after_hours", "calendar_words", "entered_at", "escort_confirmed", "items_at_entry", "prohibited_found",
            "left_at", "items_at_exit",
        ),
    )  # fmt: skip
    views = (
        View("在办", {"state": ["approving", "approved", "inside"]}),
        View("现在室内", {"state": ["inside"]}),
        View("待进入", {"state": ["approved"]}),
        View("我登记的", {"me": "1"}),
        View("全部"),
    )
    related = (Related("room_access_log", "visit", "进出记录"),)
    guards = (
        common.in_order("planned_from", "planned_to"),
        common.room_is_active,
        rules.no_photography,
        rules.prohibited_items_only_for_repairs,
        rules.zones_belong_to_the_room,
        rules.escort_is_not_the_visitor,
        rules.identity_number_is_right,
    )
    empty = "还没有来访登记。来访人到访前，请点“填写登记表”，批准后门岗即可查验放行。"
    guide = (
        "来访前填写；管理人员 4 个工作小时内、保卫保密部门 8 个工作小时内办理，外宾、港澳台人员还须外事部门共同批准。"
        "进入时段涉及节假日或夜晚的，陪同人须另有已批准的《加班进入申请》。"
    )
    new_label = "填写登记表"
    chip_tones = {"inside": "amber", "approved": "green", "refused": "red", "left": "accent"}

    def title_of(self, record: Any) -> str:
        return f"{record.party}：{record.purpose}"

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record)
