"""变更冻结期: when nothing is changed, because something more important goes on."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from govops.kernel.records.choices import NetworkZone
from govops.kernel.records.fields import ChoicesField, ReferencesField
from govops.kernel.records.models import Record
from govops.modules.change.choices import FreezeScope


class ChangeFreeze(Record):
    """From `begins_at` to `ends_at` no change of what the scope covers begins; emergencies are noted instead of refused."""

    name = models.CharField("名称", max_length=80, help_text="如：国庆假期、防汛关键期、年终决算")
    begins_at = models.DateTimeField("冻结开始")
    ends_at = models.DateTimeField("冻结结束")
    reason = models.TextField("冻结原因", max_length=500)
    scope = models.CharField("冻结范围", max_length=10, choices=FreezeScope, default=FreezeScope.ALL)
    zones = ChoicesField("冻结网络", choices_from=NetworkZone)
    item_types = ReferencesField("冻结类型", to="configuration.ItemType", help_text="选上级类型即含其下级")
    exceptions = models.CharField(
        "例外说明",
        max_length=200,
        blank=True,
        help_text="紧急变更不受冻结限制，须在单上说明；其他例外写在这里",
    )
    lifted_at = models.DateTimeField("解除时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "变更冻结期"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["begins_at", "id"], name="change_freeze_begins"),
            models.Index(fields=["ends_at"], name="change_freeze_ends"),
            GinIndex(fields=["item_types"], name="change_freeze_types"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="change_freeze_in_order")
        ]

    def __str__(self) -> str:
        return self.name
