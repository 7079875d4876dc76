"""A change of a controlled item: proposed by one person, checked by a second."""

from __future__ import annotations

from django.db import models

from govops.kernel.records.fields import RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.configuration.models.items import ConfigurationItem


class ItemProposal(Record):
    """配置变更提议 (R-CI-02): what would change, why, and by which paper."""

    item = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, verbose_name="配置项", related_name="proposals"
    )
    changes = RowsField(
        "拟改内容",
        columns=(
            RowColumn("field", "栏目", required=True, max_length=60),
            RowColumn("before", "现为", max_length=600),
            RowColumn("after", "拟改为", max_length=600),
        ),
        blank=False,
        max_rows=40,
        help_text="“栏目”写名称，如“位置”；类型属性写“属性：内存”。“现为”由系统填写。",
    )
    reason = models.CharField("变更原因", max_length=200)
    reference = models.CharField(
        "依据单号", max_length=40, help_text="变更单、事件单、服务请求或盘点单的编号"
    )
    item_version_seen = models.PositiveIntegerField("所依版本", default=1, editable=False)
    applied_at = models.DateTimeField("生效时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "配置变更提议"

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
