"""盘点: the ledger as it stood at the start, what was counted, and what became of each difference."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from govops.kernel.organization.models import Person, Unit
from govops.kernel.records.fields import ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.assets.choices import CountedBy, Decision, LineResult, StocktakeKind
from govops.modules.configuration.public import ConfigurationItem

RESULT_ROWS = (RowColumn("result", "结果"), RowColumn("count", "数量", kind="int"))


class Stocktake(Record):
    """《资产盘点单》: its scope, who counts, and the figures of the result."""

    pickers = {"location": "tree", "types": "typing"}

    kind = models.CharField("盘点方式", max_length=10, choices=StocktakeKind, default=StocktakeKind.FULL)
    name = models.CharField("盘点名称", max_length=80)
    types = ReferencesField("资产类型", to="configuration.ItemType", help_text="不选即全部类型；含下级类型")
    owner_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name="责任部门", related_name="+",
        help_text="留空即全部部门；含下级部门",
    )  # fmt: skip
    location = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, null=True, blank=True, verbose_name="位置", related_name="+",
        help_text="留空即全部位置；含其中的机柜",
    )  # fmt: skip
    share = models.PositiveSmallIntegerField(
        "抽查比例（%）", default=10, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    begins_on = models.DateField("计划开始")
    ends_on = models.DateField("计划完成")
    counters = ReferencesField("盘点人", to="organization.Person", blank=False)
    note = models.TextField("说明", max_length=500, blank=True)
    started_at = models.DateTimeField("开始时间", null=True, editable=False)
    counted_at = models.DateTimeField("清点完毕时间", null=True, editable=False)
    closed_at = models.DateTimeField("关闭时间", null=True, editable=False)
    expected_count = models.PositiveIntegerField("应盘数", default=0, editable=False)
    results = RowsField("盘点结果", columns=RESULT_ROWS, editable=False)
    conclusion = models.TextField("盘点结论", max_length=500, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "资产盘点"
        indexes = [*Record.Meta.indexes, models.Index(fields=["kind", "closed_at"], name="stocktake_kind")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class StocktakeDifference(Record):
    """《盘点差异单》: one difference, what is to be done about it, and the second person's yes."""

    pickers = {"location": "tree"}

    stocktake = models.ForeignKey(
        Stocktake, on_delete=models.PROTECT, verbose_name="盘点", related_name="differences"
    )
    kind = models.CharField("差异", max_length=20, choices=LineResult)
    item = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, null=True, blank=True, verbose_name="配置项", related_name="+",
        help_text="盘盈的请先在“配置项”登记，再在此选择",
    )  # fmt: skip
    expected = models.CharField("账面", max_length=200, blank=True)
    seen = models.CharField("实际", max_length=200, blank=True)
    decision = models.CharField("处理意见", max_length=10, choices=Decision, default=Decision.PENDING)
    location = models.ForeignKey(
        ConfigurationItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="更正后位置",
        related_name="+",
    )
    custodian = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="更正后责任人", related_name="+"
    )
    explanation = models.TextField("原因说明", max_length=500, blank=True)
    resolved_at = models.DateTimeField("处理时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "盘点差异"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["stocktake", "state"], name="difference_stocktake"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"


class StocktakeLine(models.Model):
    """One expected item, frozen at the start; or something that was found and is not in the scope."""

    stocktake = models.ForeignKey(
        Stocktake, on_delete=models.PROTECT, related_name="lines", db_index=False, verbose_name="盘点"
    )
    item = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="配置项"
    )
    number = models.CharField("编号", max_length=80)
    name = models.CharField("名称", max_length=100, blank=True)
    location = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="账面位置"
    )
    custodian = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="账面责任人"
    )
    is_expected = models.BooleanField("应盘", default=True)
    result = models.CharField("结果", max_length=20, choices=LineResult, blank=True, default="")
    seen_location = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="实际位置"
    )
    seen_custodian = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="实际责任人"
    )
    note = models.CharField("备注", max_length=200, blank=True)
    counted_at = models.DateTimeField("清点时间", null=True)
    counted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="盘点人"
    )
    difference = models.OneToOneField(
        StocktakeDifference, on_delete=models.PROTECT, null=True, related_name="line", verbose_name="差异单"
    )
    way = models.CharField("方式", max_length=10, choices=CountedBy, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "盘点明细"
        ordering = ("id",)
        indexes = [
            models.Index(fields=["stocktake", "result", "id"], name="stocktake_line_result"),
            models.Index(fields=["stocktake", "-counted_at"], name="stocktake_line_counted"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["stocktake", "item"], condition=Q(item__isnull=False), name="stocktake_line_once"
            ),
            models.UniqueConstraint(
                fields=["stocktake", "number"], condition=Q(item__isnull=True), name="stocktake_surplus_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
