"""What administrators have set, and every value it had before."""

from __future__ import annotations

from django.db import models

from govops.kernel import moment


class ParameterValue(models.Model):
    """The value in force for one key."""

    key = models.CharField("参数", max_length=80, primary_key=True)
    value = models.JSONField("取值")

    class Meta:
        verbose_name = verbose_name_plural = "参数取值"

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class ParameterChange(models.Model):
    """One change of a parameter: who, when, from what to what, and why."""

    key = models.CharField("参数", max_length=80, db_index=True)
    before = models.JSONField("原值", null=True)
    after = models.JSONField("新值")
    reason = models.CharField("原因", max_length=200)
    changed_by = models.CharField("修改人", max_length=100)
    changed_at = models.DateTimeField("修改时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "参数修改记录"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.key}: {self.before} → {self.after}"
