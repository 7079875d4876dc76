"""What hangs on what."""

from __future__ import annotations

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from govops.kernel.records.models import Record
from govops.modules.configuration.choices import Cardinality, Flow, RelationState
from govops.modules.configuration.models.items import ConfigurationItem


class RelationKind(Record):
    """关系类型: how it reads from either end, and which way a failure travels."""

    code = models.CharField("代码", max_length=30, unique=True)
    name = models.CharField("正向名称", max_length=20, help_text="源…目标，如“运行于”")
    inverse = models.CharField("反向名称", max_length=20, help_text="目标…源，如“承载”")
    flow = models.PositiveSmallIntegerField("影响方向", choices=Flow, default=Flow.BACKWARD)
    cardinality = models.CharField(
        "数量约束", max_length=20, choices=Cardinality, default=Cardinality.MANY_TO_MANY
    )

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "关系类型"

    def __str__(self) -> str:
        return self.name


class ItemRelation(Record):
    """关系 between two items. Ended, never deleted.

    Redundancy: relations of one dependant with the same `group` stand for each other; the dependant fails when fewer
    than `needed` of them still stand (n of m). Without a group each one is needed.
    """

    kind = models.ForeignKey(RelationKind, on_delete=models.PROTECT, verbose_name="关系", related_name="+")
    source = models.ForeignKey(
        ConfigurationItem,
        on_delete=models.PROTECT,
        verbose_name="源配置项",
        related_name="outgoing",
        db_index=False,
    )
    target = models.ForeignKey(
        ConfigurationItem,
        on_delete=models.PROTECT,
        verbose_name="目标配置项",
        related_name="incoming",
        db_index=False,
    )
    group = models.CharField("冗余组", max_length=30, blank=True, help_text="互为备份的关系填同一组名")
    needed = models.PositiveSmallIntegerField(
        "至少需要", default=1, validators=[MinValueValidator(1)], help_text="组内至少几条正常才不受影响"
    )
    note = models.CharField("说明", max_length=200, blank=True, help_text="端口、链路等")
    flow = models.PositiveSmallIntegerField("影响方向", choices=Flow, default=Flow.BACKWARD, editable=False)
    reason = models.CharField("变更原因", max_length=200, blank=True)
    reference = models.CharField("依据单号", max_length=40, blank=True)
    ended_at = models.DateTimeField("解除时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "配置项关系"
        indexes = [
            *Record.Meta.indexes,
            models.Index(
                fields=["source", "flow", "target"],
                condition=Q(state=RelationState.ACTIVE),
                include=["group", "needed"],
                name="relation_from",
            ),
            models.Index(
                fields=["target", "flow", "source"],
                condition=Q(state=RelationState.ACTIVE),
                include=["group", "needed"],
                name="relation_to",
            ),
            models.Index(fields=["source"], name="relation_source"),
            models.Index(fields=["target"], name="relation_target"),
            models.Index(fields=["kind", "-id"], name="relation_kind"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_two_ends"),
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                condition=Q(state=RelationState.ACTIVE),
                name="relation_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.number

    def validate_constraints(self, exclude: Any = None) -> None:
        """The rules say in their own words what is wrong; the database is the last line."""
