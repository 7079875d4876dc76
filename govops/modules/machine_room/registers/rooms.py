"""机房 and 机房区域."""

from __future__ import annotations

from typing import Any

from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.modules.machine_room import models
from govops.modules.machine_room.rules import patrols


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
        Section(
            "温湿度限值", "temperature_low", "temperature_high", "humidity_low", "humidity_high",
            note="留空按系统参数（温度 18～27 ℃、相对湿度 40～60 %，可由系统管理员修改）。",
        ),
    )  # fmt: skip
    views = (View("启用", {"is_active": "1"}), View("全部"))
    related = (
        Related("zone", "machine_room", "区域"),
        Related("room_alert", "machine_room", "告警"),
        Related("environment_patrol", "machine_room", "最近巡检"),
    )
    guards = (patrols.limits_are_in_order,)
    empty = "还没有登记机房。请先登记机房和区域，来访、巡检、值班才能选到。"
    guide = "每个启用的机房每天须有值班人、温湿度记录和保洁；停用前请先核销在办的单据。"
    new_label = "登记机房"

    def title_of(self, record: Any) -> str:
        return record.name


@register
class Zones(Register):
    model = models.Zone
    title = "机房区域"
    series = "QY"
    cites = ("S9§19",)
    icon = "layout-kanban"
    columns = (Column("name"), Column("machine_room"), Column("is_dedicated"), Column("is_active"))
    filters = ("machine_room", "is_dedicated", "is_active")
    search = ("name", "machine_room")
    form = (Section("区域", "machine_room", "name", "is_dedicated", "is_active"),)
    views = (View("启用", {"is_active": "1"}), View("专用区域", {"is_dedicated": "1"}), View("全部"))
    empty = "还没有划分区域。请按机房登记区域，放置服务器和核心网络设备的勾选“专用区域”。"
    guide = "专用区域须在来访登记表或门卡申请表上逐一写明，才能进入。"
    new_label = "登记区域"

    def title_of(self, record: Any) -> str:
        return f"{record.machine_room.named_in(record, record.machine_room.name)} {record.name}"
