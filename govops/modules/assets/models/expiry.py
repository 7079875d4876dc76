"""What was told when, so that nobody is reminded of the same date twice."""

from __future__ import annotations

from django.db import models

from govops.kernel import moment
from govops.modules.assets.choices import ExpiryKind
from govops.modules.configuration.public import ConfigurationItem


class ExpiryReminder(models.Model):
    """One reminder about one date of one item, `days` before it (0: it has passed)."""

    item = models.ForeignKey(ConfigurationItem, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("事项", max_length=10, choices=ExpiryKind)
    due = models.DateField("到期日")
    days = models.PositiveSmallIntegerField("提前天数")
    sent_at = models.DateTimeField("提醒时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "到期提醒"
        constraints = [
            models.UniqueConstraint(fields=["item", "kind", "due", "days"], name="expiry_reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind} {self.due} {self.days}"
