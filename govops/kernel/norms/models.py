"""What became of each duty in each period."""

from __future__ import annotations

from django.db import models

from govops.kernel import moment
from govops.kernel.organization.models import Person


class DutyState(models.TextChoices):
    DUE = "due", "待完成"
    MET = "met", "已完成"
    MISSED = "missed", "漏检"


class DutyPeriod(models.Model):
    """One subject's duty in one period. A missed one stays missed: a late record is late, not evidence."""

    obligation = models.CharField("职责", max_length=60)
    subject_id = models.BigIntegerField()
    subject_name = models.CharField("对象", max_length=100)
    first = models.DateField("起")
    last = models.DateField("止")
    state = models.CharField("状态", max_length=10, choices=DutyState.choices, default=DutyState.DUE)
    evidence_register = models.CharField(max_length=60, blank=True)
    evidence_id = models.BigIntegerField(null=True)
    evidence_words = models.CharField("证据", max_length=200, blank=True)
    done_at = models.DateTimeField("完成时间", null=True)
    judged_at = models.DateTimeField("判定时间", default=moment.now)
    responsible = models.ManyToManyField(Person, verbose_name="责任人", related_name="duties")

    class Meta:
        verbose_name = verbose_name_plural = "应尽职责"
        ordering = ("-last", "obligation", "subject_id")
        constraints = [
            models.UniqueConstraint(fields=("obligation", "subject_id", "first"), name="duty_once_per_period")
        ]
        indexes = [
            models.Index(fields=["state", "last"], name="duty_state"),
            models.Index(fields=["last"], name="duty_last"),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} {self.subject_name} {self.first} {self.get_state_display()}"
