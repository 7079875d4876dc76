"""环境巡检, 机房保洁 and 机房告警."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Section, View, register
from govops.modules.machine_room import models, process
from govops.modules.machine_room.actions import patrols as actions
from govops.modules.machine_room.choices import AlertKind, CleaningKind
from govops.modules.machine_room.rules import common
from govops.modules.machine_room.rules import patrols as rules


def _chip(text: str, tone: str, title: str = "") -> dict[str, Any]:
    return {"kind": "chip", "text": text, "tone": tone, "title": title} if text else {"text": ""}


@register
class EnvironmentPatrols(Register):
    model = models.EnvironmentPatrol
    process = process.EnvironmentPatrolProcess
    title = "环境巡检"
    form_title = "机房环境巡检记录"
    series = "JFXJ"
    cites = ("S4§7",)
    icon = "temperature"
    columns = (
        Column("title", second="number"),
        Column("patrolled_at", sort="patrolled_at"),
        Column("readings", title="温湿度"),
        Column("judgement", title="判定"),
        Column("patroller"),
        Column("state"),
    )
    filters = ("state", "machine_room", "is_out_of_limits", "is_late", "cleanliness")
    search = ("patroller", "abnormality", "handling", "incident_number")
    date_field = "patrolled_at"
    form = (
        Section(
            "温湿度", "machine_room", "patrolled_at", "patroller", "temperature", "humidity", cites="S4§7"
        ),
        Section("UPS", "ups", "ups_battery", "ups_input_voltage", "ups_output_voltage", "ups_load"),
        Section("空调", "air_conditioning", "supply_temperature", "return_temperature"),
        Section("消防安防", "fire_protection", "access_control", "water_leak"),
        Section("设备", "server_lights", "network_lights", "storage_lights", "noise_and_smell"),
        Section("环境", "cleanliness", "has_unrelated_items", cites="S4§5"),
        Section("异常与处理", "abnormality", "handling", "incident_number"),
    )
    shown = (
        Section("判定与复核", "is_out_of_limits", "limit_words", "is_late", "reviewed_by", "reviewed_at"),
    )
    views = (
        View("待复核", {"state": ["recorded"]}),
        View("越限", {"is_out_of_limits": "1"}),
        View("补录", {"is_late": "1"}),
        View("我登记的", {"me": "1"}),
        View("全部"),
    )
    guards = (
        rules.stands_after_its_day,
        common.room_is_active,
        common.not_in_the_future("patrolled_at"),
        rules.what_is_wrong_is_told,
    )
    empty = "还没有巡检记录。值班人员每天至少登记一次温湿度，请点“登记巡检”。"
    guide = "每天至少一次；当日无记录，次日零时记“漏检”，补录不能抵消。读数越限或设施异常自动生成告警。"
    new_label = "登记巡检"
    chip_tones = {"recorded": "accent", "reviewed": "green"}

    def title_of(self, record: Any) -> str:
        return f"{record.machine_room.named_in(record)} {timezone.localtime(record.patrolled_at):%m-%d %H:%M} 巡检"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"patrolled_at": moment.now(), "patroller": actor.person}

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare_patrol(record, actor)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        actions.alert_for(record)
        if created and not record.is_late:
            actions.settle_duties("environment_patrol")

    def show_readings(self, record: Any) -> str:
        return f"{float(record.temperature):g} ℃　{float(record.humidity):g} %"

    def show_judgement(self, record: Any) -> dict[str, Any]:
        if record.is_out_of_limits:
            return _chip("越限", "red", record.limit_words)
        return _chip("补录", "amber") if record.is_late else _chip("正常", "green")


@register
class CleaningRecords(Register):
    model = models.CleaningRecord
    title = "机房保洁"
    form_title = "机房保洁记录"
    series = "JFBJ"
    cites = ("S4§5",)
    icon = "droplet"
    columns = (
        Column("title", second="number"),
        Column("cleaned_at", sort="cleaned_at"),
        Column("cleaned_by"),
        Column("content"),
        Column("late", title="补录"),
    )
    filters = ("machine_room", "kind", "is_late")
    search = ("cleaned_by", "content", "remark")
    date_field = "cleaned_at"
    form = (
        Section("保洁", "machine_room", "kind", "cleaned_at", "cleaned_by", "content", cites="S4§5"),
        Section(
            "检查",
            "no_unrelated_items",
            "no_food_or_smoke",
            "remark",
            note="机房内不准吸烟、喝水、吃零食，不存放无关物品。",
        ),
    )
    views = (
        View("保洁", {"kind": "daily"}),
        View("打扫", {"kind": "weekly"}),
        View("补录", {"is_late": "1"}),
        View("全部"),
    )
    guards = (
        rules.stands_after_its_day,
        common.room_is_active,
        common.not_in_the_future("cleaned_at"),
        rules.cleaning_is_complete,
    )
    empty = "还没有保洁记录。每天保洁、每周打扫后，请点“登记保洁”。"
    guide = "保洁每天、打扫每周；当期没有记录，期满即记“漏检”，补录不能抵消。"
    new_label = "登记保洁"

    def title_of(self, record: Any) -> str:
        when = timezone.localtime(record.cleaned_at)
        return f"{record.machine_room.named_in(record)} {when:%m-%d} {CleaningKind(record.kind).label}"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"cleaned_at": moment.now()}

    def prepare(self, record: Any, actor: Actor) -> None:
        if record.pk is None:
            record.is_late = actions.is_late(record.cleaned_at)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        if created and not record.is_late:
            actions.settle_duties("cleaning_record")

    def show_late(self, record: Any) -> dict[str, Any]:
        return _chip("补录" if record.is_late else "", "amber")


@register
class RoomAlerts(Register):
    model = models.RoomAlert
    process = process.RoomAlertProcess
    title = "机房告警"
    series = "JFGJ"
    cites = ("S4§7", "S4§8")
    icon = "alert-triangle"
    imports = False
    columns = (
        Column("title", second="number"),
        Column("kind", second="source_number"),
        Column("machine_room"),
        Column("happened_at", sort="happened_at"),
        Column("state"),
    )
    filters = ("state", "kind", "machine_room")
    search = ("words", "conclusion", "source_number")
    date_field = "happened_at"
    form = (Section("告警", "machine_room", "kind", "happened_at", "words", "source_number"),)
    shown = (Section("处理", "acknowledged_by", "acknowledged_at", "conclusion", "closed_at"),)
    views = (
        View("未关闭", {"state": ["open", "acknowledged"]}),
        View("进出标红", {"kind": "entry"}),
        View("全部"),
    )
    guards = (common.room_is_active, common.not_in_the_future("happened_at"))
    empty = "没有告警。温湿度越限、设施异常、无有效依据进入时自动产生。"
    guide = "确认后处理；没有处理结论不能关闭。"
    new_label = "登记告警"
    chip_tones = {"open": "red", "acknowledged": "amber", "closed": "muted"}

    def title_of(self, record: Any) -> str:
        return f"{record.machine_room.named_in(record)} {AlertKind(record.kind).label}：{record.words}"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"happened_at": moment.now()}
