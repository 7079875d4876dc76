"""配置基线: how things stood at a moment, kept for good and comparable with any other."""

from __future__ import annotations

from django.db import models

from govops.kernel.organization.models import Unit
from govops.kernel.records.models import Record, SideRow
from govops.modules.assets.choices import BaselineOccasion, BaselineScope
from govops.modules.configuration.public import ConfigurationItem, ItemType


class Baseline(Record):
    """《配置基线》: frozen when it is taken, signed by the configuration manager, approved by a second person."""

    pickers = {"location": "tree", "type": "tree"}

    name = models.CharField("基线名称", max_length=80)
    occasion = models.CharField(
        "时机", max_length=20, choices=BaselineOccasion, default=BaselineOccasion.YEARLY
    )
    reference = models.CharField(
        "依据单号", max_length=40, blank=True, help_text="发布前基线请填发布单或变更单编号"
    )
    scope = models.CharField("范围", max_length=20, choices=BaselineScope, default=BaselineScope.ALL)
    type = models.ForeignKey(
        ItemType, on_delete=models.PROTECT, null=True, blank=True, verbose_name="类型", related_name="+",
        help_text="含下级类型",
    )  # fmt: skip
    owner_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name="责任部门", related_name="+",
        help_text="含下级部门",
    )  # fmt: skip
    location = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, null=True, blank=True, verbose_name="位置", related_name="+",
        help_text="含其中的机柜和设备",
    )  # fmt: skip
    taken_at = models.DateTimeField(
        "基线时点", null=True, blank=True, help_text="留空即现在；可以补取过去某一时点"
    )
    note = models.TextField("说明", max_length=500, blank=True)
    item_count = models.PositiveIntegerField("配置项数", default=0, editable=False)
    relation_count = models.PositiveIntegerField("关系数", default=0, editable=False)
    digest = models.CharField("SM3 摘要", max_length=64, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "配置基线"
        indexes = [*Record.Meta.indexes, models.Index(fields=["-taken_at"], name="baseline_taken")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class BaselineRow(SideRow):
    """One item or relation as it stood: its plain facts, never changed afterwards."""

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="rows", db_index=False)
    facts = models.JSONField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "基线明细"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["baseline", "register", "record_id"], name="baseline_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.record_id}"
