"""Which items a ticket concerns: computed from the graph, or said by a person. The two are never mixed up."""

from __future__ import annotations

from django.db import models

from govops.kernel import moment
from govops.kernel.organization.models import Person
from govops.kernel.records.models import SideRow
from govops.modules.configuration.choices import AffectedOrigin
from govops.modules.configuration.models.items import ConfigurationItem


class Affected(SideRow):
    """影响分析 of a record: one row an item. Computing again touches the computed rows alone."""

    item = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, verbose_name="配置项", related_name="+", db_index=False
    )
    origin = models.CharField("来历", max_length=10, choices=AffectedOrigin)
    #: the relations from the cause to the item, each `[relation, item it comes from]`, nearest last
    path = models.JSONField("影响路径", default=list)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="标记人", related_name="+"
    )
    at = models.DateTimeField("时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "影响分析"
        constraints = [
            models.UniqueConstraint(fields=["register", "record_id", "item"], name="affected_item_once")
        ]
        indexes = [models.Index(fields=["item", "register", "record_id"], name="affected_item")]

    def __str__(self) -> str:
        return f"{self.register} {self.record_id} {self.item_id}"
