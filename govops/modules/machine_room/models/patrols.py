"""Warm, dry, clean: patrols, cleaning, and the alerts they raise (S4§5, S4§7)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.models import Record
from govops.modules.machine_room.choices import AlertKind, AlertState, CleaningKind, Cleanliness, Condition
from govops.modules.machine_room.models.rooms import MachineRoom


def _reading(title: str, low: int, high: int, *, optional: bool = False) -> models.DecimalField:
    bounds = [MinValueValidator(low), MaxValueValidator(high)]
    return models.DecimalField(
        title, max_digits=5, decimal_places=1, validators=bounds, null=optional, blank=optional
    )


def _condition(title: str) -> models.CharField:
    return models.CharField(title, max_length=20, choices=Condition, default=Condition.NORMAL)


class EnvironmentPatrol(Record):
    """One round through one machine room: readings, what was looked at, what was wrong."""

    machine_room = models.ForeignKey(
        MachineRoom, on_delete=models.PROTECT, verbose_name="机房", related_name="patrols"
    )
    patrolled_at = models.DateTimeField("巡检时间")
    patroller = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="巡检人", related_name="+",
        help_text="留空即本人",
    )  # fmt: skip
    temperature = _reading("温度（℃）", -20, 80)
    humidity = _reading("相对湿度（%）", 0, 100)
    ups = _condition("UPS")
    ups_input_voltage = _reading("UPS 输入电压（V）", 0, 1000, optional=True)
    ups_output_voltage = _reading("UPS 输出电压（V）", 0, 1000, optional=True)
    ups_load = _reading("UPS 负载（%）", 0, 200, optional=True)
    ups_battery = _condition("UPS 电池")
    air_conditioning = _condition("空调")
    supply_temperature = _reading("送风温度（℃）", -20, 80, optional=True)
    return_temperature = _reading("回风温度（℃）", -20, 80, optional=True)
    fire_protection = _condition("消防")
    access_control = _condition("安防门禁")
    water_leak = _condition("漏水")
    server_lights = _condition("服务器指示灯")
    network_lights = _condition("网络设备指示灯")
    storage_lights = _condition("存储指示灯")
    noise_and_smell = _condition("异响异味")
    cleanliness = models.CharField("清洁状况", max_length=20, choices=Cleanliness, default=Cleanliness.CLEAN)
    has_unrelated_items = models.BooleanField("存放无关物品", default=False)
    abnormality = models.TextField("异常描述", max_length=500, blank=True)
    handling = models.TextField("处理", max_length=500, blank=True)
    incident_number = models.CharField("转事件号", max_length=40, blank=True)

    is_out_of_limits = models.BooleanField("越限", default=False, editable=False)
    limit_words = models.CharField("限值判定", max_length=200, blank=True, editable=False)
    is_late = models.BooleanField("补录", default=False, editable=False)
    reviewed_at = models.DateTimeField("复核时间", null=True, editable=False)
    reviewed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="复核人", related_name="+", editable=False
    )

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "环境巡检"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["patrolled_at", "id"], name="patrol_time"),
            models.Index(fields=["machine_room", "-patrolled_at"], name="patrol_room_time"),
        ]

    #: what is looked at and found 正常 or 异常
    LOOKED_AT = (
        "ups", "ups_battery", "air_conditioning", "fire_protection", "access_control", "water_leak",
        "server_lights", "network_lights", "storage_lights", "noise_and_smell",
    )  # fmt: skip

    def abnormal_items(self) -> list[str]:
        """The titles of what was found abnormal."""
        found = [name for name in self.LOOKED_AT if getattr(self, name) == Condition.ABNORMAL]
        return [str(self._meta.get_field(name).verbose_name) for name in found]  # type: ignore[union-attr]


class CleaningRecord(Record):
    """保洁 every day, 打扫 every week."""

    machine_room = models.ForeignKey(
        MachineRoom, on_delete=models.PROTECT, verbose_name="机房", related_name="cleanings"
    )
    kind = models.CharField("类别", max_length=20, choices=CleaningKind, default=CleaningKind.DAILY)
    cleaned_at = models.DateTimeField("完成时间")
    cleaned_by = models.CharField("保洁人员", max_length=50)
    content = models.CharField("内容", max_length=200, help_text="如：擦拭机柜表面、清理地板、清空废纸")
    no_unrelated_items = models.BooleanField("无与机房工作无关的物品", default=False)
    no_food_or_smoke = models.BooleanField("无吸烟、饮食痕迹", default=False)
    remark = models.CharField("发现的问题及处理", max_length=200, blank=True)

    is_late = models.BooleanField("补录", default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "机房保洁"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["cleaned_at", "id"], name="cleaning_time"),
            models.Index(fields=["machine_room", "kind", "-cleaned_at"], name="cleaning_room_time"),
        ]


class RoomAlert(Record):
    """告警: something out of limits, broken, or somebody inside without leave. A record now, an incident later."""

    machine_room = models.ForeignKey(
        MachineRoom, on_delete=models.PROTECT, verbose_name="机房", related_name="alerts"
    )
    kind = models.CharField("告警类别", max_length=20, choices=AlertKind)
    happened_at = models.DateTimeField("发生时间")
    words = models.CharField("告警内容", max_length=200)
    source_number = models.CharField(
        "来源编号", max_length=40, blank=True, help_text="引起告警的巡检或进出记录"
    )
    acknowledged_at = models.DateTimeField("确认时间", null=True, editable=False)
    acknowledged_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="确认人", related_name="+", editable=False
    )
    conclusion = models.TextField(
        "处理结论", max_length=500, blank=True, help_text="原因、处理办法、结果；没有结论不能关闭"
    )
    closed_at = models.DateTimeField("关闭时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "机房告警"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["happened_at", "id"], name="room_alert_time"),
            models.Index(
                fields=["machine_room"], condition=~models.Q(state=AlertState.CLOSED), name="room_alert_open"
            ),
            models.Index(fields=["source_number"], name="room_alert_source"),
        ]
