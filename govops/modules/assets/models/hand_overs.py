"""资产交接单: things go from one hand into another, and both sign."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from govops.kernel.organization.models import Person, Unit
from govops.kernel.records.choices import NetworkZone
from govops.kernel.records.fields import ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.assets.choices import HandOverKind, HandOverState
from govops.modules.configuration.public import ConfigurationItem

#: the columns by which a paper names the things it is about
THINGS = (
    RowColumn("number", "配置项编号", max_length=40),
    RowColumn("name", "名称", max_length=100),
    RowColumn("model", "品牌型号", max_length=130),
    RowColumn("serial", "序列号", max_length=80),
    RowColumn("asset", "资产编号", max_length=40),
    RowColumn("place", "位置", max_length=200),
)
MOST_THINGS = 200


class HandOver(Record):
    """《资产交接单》: 领用、调拨、归还退库、送修、修复返还 of many items at once."""

    pickers = {"to_location": "tree"}
    #: the states in which its items are spoken for
    OPEN_STATES = (HandOverState.HANDED,)

    kind = models.CharField("交接类型", max_length=20, choices=HandOverKind, default=HandOverKind.ISSUE)
    items = ReferencesField("资产", to="configuration.ConfigurationItem", blank=False)
    reason = models.CharField("事由", max_length=200)
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="移交人", related_name="+")
    receiver = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="接收人", related_name="+")
    to_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name="接收部门", related_name="+",
        help_text="留空即接收人所在部门",
    )  # fmt: skip
    to_location = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, null=True, blank=True, verbose_name="放置位置", related_name="+",
        help_text="房间、机房或机柜；留空表示位置不变",
    )  # fmt: skip
    to_zone = models.CharField(
        "接入网络", max_length=20, choices=NetworkZone.choices, blank=True, help_text="留空表示不变"
    )
    repairer = models.CharField("维修单位", max_length=80, blank=True)
    back_by = models.DateField("预计修复日期", null=True, blank=True)
    things = RowsField("交接清单", columns=THINGS, max_rows=MOST_THINGS, editable=False)
    has_controlled = models.BooleanField("含受控配置项", default=False, editable=False)
    manager_words = models.CharField("配置经理签字", max_length=80, blank=True, editable=False)
    giver_words = models.CharField("移交签字", max_length=80, blank=True, editable=False)
    receiver_words = models.CharField("接收签字", max_length=80, blank=True, editable=False)
    done_at = models.DateTimeField("交接完成时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "资产交接单"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["kind", "-id"], name="hand_over_kind"),
            GinIndex(fields=["items"], name="hand_over_items"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"
