"""年度自查: what each person said of the things he answers for."""

from __future__ import annotations

from django.db import models

from govops.kernel import moment
from govops.kernel.organization.models import Person
from govops.modules.configuration.public import ConfigurationItem


class CustodyCheck(models.Model):
    """One person's word about one item in one year: it is with me, or it is not and why."""

    item = models.ForeignKey(
        ConfigurationItem, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="配置项"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="责任人"
    )
    year = models.PositiveSmallIntegerField("年度")
    is_here = models.BooleanField("在手中")
    note = models.CharField("说明", max_length=200, blank=True)
    said_at = models.DateTimeField("确认时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "年度自查"
        ordering = ("id",)
        indexes = [
            models.Index(fields=["person", "year"], name="custody_check_person"),
            models.Index(fields=["year", "is_here"], name="custody_check_year"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "person", "year"], name="custody_checked_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.person_id} {self.year}"
