"""Where: machine rooms and their zones."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.organization.steady import watched
from govops.kernel.records.models import Record


def _limit(title: str) -> models.DecimalField:
    return models.DecimalField(
        title, max_digits=4, decimal_places=1, null=True, blank=True, help_text="留空按系统参数",
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip


@watched()
class MachineRoom(Record):
    """A machine room, with its own limits where they differ from the parameters mr.temp_… and mr.humidity_…."""

    code = models.CharField("机房编号", max_length=20, unique=True)
    name = models.CharField("机房名称", max_length=60)
    location = models.CharField("位置", max_length=100)
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="管理人员", related_name="+")
    temperature_low = _limit("温度下限（℃）")
    temperature_high = _limit("温度上限（℃）")
    humidity_low = _limit("湿度下限（%）")
    humidity_high = _limit("湿度上限（%）")
    is_active = models.BooleanField(
        "启用", default=True, help_text="启用的机房每天须有值班、温湿度记录和保洁"
    )

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "机房"

    def __str__(self) -> str:
        return self.name


@watched()
class Zone(Record):
    """Part of a machine room. A dedicated one (服务器及核心网络设备专用区域) opens only to those approved for it."""

    machine_room = models.ForeignKey(
        MachineRoom, on_delete=models.PROTECT, verbose_name="所属机房", related_name="zones"
    )
    name = models.CharField("区域名称", max_length=60)
    is_dedicated = models.BooleanField(
        "专用区域", default=False, help_text="服务器及核心网络设备所在区域，未经批准不得进入"
    )
    is_active = models.BooleanField("启用", default=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "机房区域"

    def __str__(self) -> str:
        return f"{self.machine_room.name} {self.name}"
