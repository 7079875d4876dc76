"""What was found on the network: a batch for each file, a line for each thing or relation, until somebody says what to take."""

from __future__ import annotations

from typing import Any

from django.db import models

from govops.kernel.organization.models import Unit
from govops.kernel.records.choices import NetworkZone
from govops.kernel.records.fields import RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.configuration.choices import Decision, EntryState, IntakeSource, Verdict
from govops.modules.configuration.models.items import ConfigurationItem

#: characters of one file
LARGEST = 5_000_000


class IntakeBatch(Record):
    """发现批次: where the things come from, and what is said of all that are new."""

    source = models.CharField("来源", max_length=20, choices=IntakeSource)
    file_name = models.CharField("文件名", max_length=150, blank=True)
    payload = models.TextField(
        "内容",
        max_length=LARGEST,
        blank=True,
        help_text="文件的内容；读入后只保留各行的发现，不再保留原文。重新填写即重新读入。",
    )
    mapping = RowsField(
        "字段对照",
        columns=(
            RowColumn("theirs", "来源字段", required=True, max_length=80),
            RowColumn("ours", "本系统字段", required=True, max_length=60),
        ),
        max_rows=60,
        help_text="来源为其他配置库时填写：来源字段照来源的写法，分层的用点连接；本系统字段写表单上的名称，类型属性写“属性：内存”。",
    )
    owner_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, verbose_name="新增项的责任部门", related_name="+"
    )
    network_zone = models.CharField("新增项的所在网络", max_length=20, choices=NetworkZone.choices)
    enters_as = models.CharField("新增项登记为", max_length=20, choices=EntryState, default=EntryState.IN_USE)
    reason = models.CharField("变更原因", max_length=200, blank=True)
    reference = models.CharField(
        "依据单号",
        max_length=40,
        blank=True,
        help_text="变更单、事件单、服务请求或盘点单的编号；改动在用的配置项时必填",
    )

    found_count = models.PositiveIntegerField("发现", default=0, editable=False)
    new_count = models.PositiveIntegerField("新增", default=0, editable=False)
    merge_count = models.PositiveIntegerField("合并", default=0, editable=False)
    open_count = models.PositiveIntegerField("冲突与错误", default=0, editable=False)
    applied_at = models.DateTimeField("应用时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "发现批次"

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class IntakeLine(models.Model):
    """One thing, or one relation, that a batch found; what it is taken for, and what is done with it."""

    batch = models.ForeignKey(IntakeBatch, on_delete=models.CASCADE, related_name="lines", db_index=False)
    place = models.PositiveIntegerField()
    is_relation = models.BooleanField(default=False)
    name = models.CharField("名称", max_length=200)
    #: as the source told it: type, facts, values, macs, ref; of a relation its ends, kind and note
    found = models.JSONField(default=dict)
    item = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, null=True, verbose_name="对应配置项", related_name="+"
    )
    #: item id → by what it was recognised; more than one is a conflict
    candidates = models.JSONField(default=dict)
    verdict = models.CharField("判定", max_length=10, choices=Verdict)
    sentence = models.CharField("说明", max_length=500, blank=True)
    decision = models.CharField("处理", max_length=10, choices=Decision, blank=True)
    #: the fields that are taken of what was found; null: those that are proposed
    taken = models.JSONField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "发现明细"
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="intake_line_place")]
        indexes = [models.Index(fields=["batch", "verdict", "place"], name="intake_line_verdict")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_applied(self) -> bool:
        """Whether it is, or will be, taken over."""
        return self.decision != Decision.SKIP and self.verdict in {Verdict.NEW, Verdict.MERGE}

    @property
    def facts(self) -> dict[str, Any]:
        return dict(self.found.get("facts", {}))

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.found.get("values", {}))
