"""机房门卡申请表 and 门禁卡."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.modules.machine_room import models, process
from govops.modules.machine_room.actions import cards as actions
from govops.modules.machine_room.choices import CardRequest
from govops.modules.machine_room.rules import cards as rules


@register
class AccessCardApplications(Register):
    model = models.AccessCardApplication
    process = process.AccessCardApplicationProcess
    title = "门卡申请"
    form_title = "机房门卡申请表"
    series = "JFMK"
    cites = ("S4§9", "S9§19", "N16§4")
    icon = "id"
    columns = (
        Column("title", second="number"),
        Column("kind"),
        Column("applicant"),
        Column("card_number"),
        Column("created_at", title="填表日期", sort="created_at"),
        Column("state"),
    )
    filters = ("state", "kind", "hours")
    search = ("applicant", "reason", "card_number", "former_number")
    form = (
        Section("申请", "kind", "position", "former_number", "reason", cites="S4§9"),
        Section("门禁权限", "zones", "hours", "valid_to", cites="S9§19"),
    )
    shown = (Section("制卡与领取", "card_number", "made_at", "made_by", "collected_at"),)
    views = (
        View("在办", {"state": ["approving", "approved", "made"]}),
        View("待制卡", {"state": ["approved"]}),
        View("待领取", {"state": ["made"]}),
        View("我申请的", {"me": "1"}),
        View("全部"),
    )
    related = (Related("access_card", "application", "所制门卡"),)
    guards = (
        rules.zones_are_named,
        rules.former_card_is_ones_own,
        rules.has_no_other_card,
        rules.outsourced_staff_have_an_end,
    )
    empty = "还没有门卡申请。需要经常进入机房的人员，请点“填写申请表”。"
    guide = (
        "部门主管领导签字、保卫部门批准后，由门卡管理员制卡。门卡仅限本人使用；调岗、离岗交回，遗失立即挂失。"
    )
    new_label = "填写申请表"
    chip_tones = {"approved": "accent", "made": "amber", "collected": "green", "refused": "red"}

    def title_of(self, record: Any) -> str:
        names = "、".join(
            zone.named_in(record, zone.name) for zone in record._meta.get_field("zones").rows(record.zones)
        )
        return f"{record.applicant or ''}{CardRequest(record.kind).label}门卡：{names}"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"position": actor.person.title} if actor.person else {}

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record)


@register
class AccessCards(Register):
    model = models.AccessCard
    process = process.AccessCardProcess
    title = "门禁卡"
    series = "MK"
    cites = ("S4§9", "N16§4")
    icon = "id-badge-2"
    imports = False
    columns = (
        Column("card_number", second="number"),
        Column("holder"),
        Column("hours", second="valid_to"),
        Column("recall_reason"),
        Column("created_at", title="制卡日期", sort="created_at"),
        Column("state"),
    )
    filters = ("state", "hours")
    search = ("card_number", "holder")
    form = (Section("门卡", "card_number", "holder", "application", "zones", "hours", "valid_to", "made_by"),)
    shown = (
        Section(
            "去向",
            "state_reason",
            "lost_at",
            "recall_reason",
            "recalled_at",
            "taken_back_at",
            "taken_back_by",
        ),
    )
    views = (
        View("在用", {"state": ["in_use"]}),
        View("挂失、停用", {"state": ["lost", "suspended"]}),
        View("我的", {"me": "1"}),
        View("全部"),
    )
    related = (Related("room_access_log", "card", "进出记录"),)
    guards = (rules.card_has_an_approved_application, rules.zones_are_named)
    empty = "还没有门禁卡。门卡只由《机房门卡申请表》批准后制卡产生，不能直接登记。"
    guide = "门卡由门卡管理员凭已批准的申请表制作；挂失、停用即时生效。"
    chip_tones = {
        "in_use": "green",
        "lost": "red",
        "suspended": "amber",
        "collected": "muted",
        "damaged": "muted",
    }

    def title_of(self, record: Any) -> str:
        return f"{record.holder} {record.card_number}"
