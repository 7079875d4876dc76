"""The faces of each register."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.modules.machine_room import actions, models, process, rules


@register
class MachineRooms(Register):
    model = models.MachineRoom
    title = "机房"
    series = "JF"
    cites = ("S4§7",)
    icon = "building"
    columns = (Column("name", second="location"), Column("code"), Column("manager"), Column("is_active"))
    filters = ("is_active",)
    search = ("code", "name", "location")
    form = (
        Section("机房", "code", "name", "location", "manager", "is_active"),
        Section("温湿度限值", "temperature_low", "temperature_high", "humidity_low", "humidity_high"),
    )
    related = (Related("zone", "machine_room", "区域"),)

    def title_of(self, record: Any) -> str:
        return record.name


@register
class Zones(Register):
    model = models.Zone
    title = "机房区域"
    series = "QY"
    cites = ("S9§19",)
    icon = "layout-grid"
    columns = (Column("name"), Column("machine_room"), Column("is_dedicated"), Column("is_active"))
    filters = ("machine_room", "is_dedicated")
    search = ("name",)
    form = (Section("区域", "machine_room", "name", "is_dedicated", "is_active"),)

    def title_of(self, record: Any) -> str:
        return f"{record.machine_room.name} {record.name}"


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
    form = (
        Section("来访人", "visitor_unit", "visitor_name", "visitor_phone", "visitor_kind", "identity_document", "identity_number", "companions"),
        Section("事由", "category", "purpose", "machine_room", "zones", "planned_from", "planned_to", "escort"),
        Section("物品", "carried_items", "new_equipment", "prohibited_items", "prohibited_reason", cites="S4§4"),
        Section("承诺", "wants_photography", "pledged"),
    )
    shown = (Section("进出", "calendar_words", "entered_at", "items_at_entry", "left_at", "items_at_exit"),)
    views = (
        View("在办", {"state": ["approving", "approved", "inside"]}),
        View("现在室内", {"state": ["inside"]}),
        View("待进入", {"state": ["approved"]}),
        View("我登记的", {"me": "1"}),
        View("全部"),
    )
    guards = (
        rules.times_are_in_order,
        rules.no_photography,
        rules.prohibited_items_only_for_repairs,
        rules.zones_belong_to_the_room,
        rules.escort_is_not_the_visitor,
    )
    empty = "还没有来访登记。来访人到访前，请点“填写登记表”，批准后门岗即可查验放行。"
    guide = "来访前填写；管理人员 4 个工作小时内、保卫保密部门 8 个工作小时内办理。外宾、港澳台人员还须外事部门共同批准。"
    new_label = "填写登记表"
    chip_tones = {"inside": "amber", "approved": "green", "refused": "red"}

    def title_of(self, record: Any) -> str:
        more = f"等 {len(record.companions) + 1} 人" if record.companions else ""
        return f"{record.visitor_unit}{record.visitor_name}{more}：{record.purpose}"

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.judge_hours(record)
