"""报废单: what is given up, why, and what became of the data on it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.assets.choices import ScrapReason, ScrapState, WipeMethod
from govops.modules.assets.models.hand_overs import MOST_THINGS, THINGS

SCRAPPED = (
    *THINGS[:5],
    RowColumn("bought", "购置日期", max_length=10),
    RowColumn("value", "原值（元）", max_length=20),
    RowColumn("net", "净值（元）", max_length=20),
    RowColumn("media", "含介质", max_length=4),
)


class ScrapRequest(Record):
    """《资产报废申请单》: appraised by 信息中心, agreed to by 保密办 when data may be on it, and by 财务."""

    #: the states in which its items are spoken for
    OPEN_STATES = (ScrapState.APPROVING,)

    kind = models.CharField("报废原因", max_length=20, choices=ScrapReason, default=ScrapReason.WORN)
    items = ReferencesField("资产", to="configuration.ConfigurationItem", blank=False)
    reason = models.TextField("原因说明", max_length=500)
    appraisal = models.TextField(
        "技术鉴定", max_length=500, blank=True, help_text="现状、能否修复、有无利用价值"
    )
    wipe_method = models.CharField("介质清除方式", max_length=20, choices=WipeMethod, default=WipeMethod.NONE)
    wiped_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="清除人", related_name="+"
    )
    wiped_on = models.DateField("清除日期", null=True, blank=True)
    wipe_note = models.CharField(
        "清除说明", max_length=200, blank=True, help_text="清除工具、遍数、拆除的保密部件等"
    )
    things = RowsField("报废清单", columns=SCRAPPED, max_rows=MOST_THINGS, editable=False)
    has_media = models.BooleanField("含存储介质", default=False, editable=False)
    is_classified = models.BooleanField("含涉密资产", default=False, editable=False)
    original_value = models.DecimalField(
        "原值合计（元）", max_digits=16, decimal_places=2, default=0, editable=False
    )
    net_value = models.DecimalField(
        "净值合计（元）", max_digits=16, decimal_places=2, default=0, editable=False
    )
    scrapped_at = models.DateTimeField("报废时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "资产报废"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["kind", "-id"], name="scrap_kind"),
            GinIndex(fields=["items"], name="scrap_items"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"
