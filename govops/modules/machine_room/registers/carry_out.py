"""携物出门证明."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Section, View, register
from govops.modules.machine_room import models, process
from govops.modules.machine_room.actions import carry_out as actions
from govops.modules.machine_room.rules import carry_out as rules
from govops.modules.machine_room.rules import common


@register
class CarryOutPermits(Register):
    model = models.CarryOutPermit
    process = process.CarryOutPermitProcess
    title = "携物出门"
    form_title = "携物出门证明"
    series = "JFXW"
    cites = ("S4§6",)
    icon = "package-export"
    columns = (
        Column("title", second="number"),
        Column("carrier_name", second="carrier_unit"),
        Column("machine_room"),
        Column("planned_at", sort="planned_at"),
        Column("return_on"),
        Column("state"),
    )
    filters = ("state", "category", "machine_room", "has_storage")
    search = ("carrier_name", "carrier_unit", "items", "reason", "enrolled_number")
    date_field = "planned_at"
    form = (
        Section(
            "携带人", "planned_at", "carrier_name", "carrier_unit", "identity_number", "phone", cites="S4§6"
        ),
        Section("物品", "machine_room", "category", "items", "reason", "return_on"),
        Section(
            "存储介质",
            "encryption_note",
            note="物品含硬盘、U 盘、磁带等存储介质的，重要数据须清除或加密后才能带出。",
        ),
    )
    shown = (
        Section(
            "登记与出门",
            "enrolled_number",
            "enrolled_at",
            "enrolled_by",
            "check_words",
            "taken_out_at",
            "checked_by",
        ),
        Section("归还", "returned_at", "return_words"),
    )
    views = (
        View("在办", {"state": ["approving", "approved", "enrolled"]}),
        View("待出门", {"state": ["enrolled"]}),
        View("在外未还", {"state": ["out"]}),
        View("我申请的", {"me": "1"}),
        View("全部"),
    )
    guards = (
        rules.all_elements_are_there,
        rules.identity_number_is_right,
        common.room_is_active,
        rules.return_is_later,
        rules.stored_data_are_safe,
    )
    empty = "还没有携物出门证明。仪器设备、公用软件资料带出机房前，请点“填写证明”。"
    guide = "八项缺一不可：时间、姓名、工作单位、携带物品名称、事由、身份证号码、联系电话，以及部门领导签字（在线签发）。登记后方可带出。"
    new_label = "填写证明"
    chip_tones = {
        "approved": "accent",
        "enrolled": "green",
        "out": "amber",
        "returned": "muted",
        "settled": "muted",
        "refused": "red",
    }

    def title_of(self, record: Any) -> str:
        names = "、".join(f"{row['name']}×{row['quantity']}" for row in record.items[:3])
        more = f"等 {len(record.items)} 种" if len(record.items) > 3 else ""
        return f"{record.carrier_name}携带{names}{more}出门"

    def initial(self, actor: Actor) -> dict[str, Any]:
        person = actor.person
        if person is None:
            return {}
        return {
            "carrier_name": person.name,
            "carrier_unit": person.unit.name,
            "phone": person.mobile or person.phone,
        }

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record)
