"""Which codes stand on paper, so that one that was typed leads to its record."""

from __future__ import annotations

from django.db import models

from govops.kernel import moment


class PrintedCode(models.Model):
    """The verification code of a print that left the house: of one version of one record."""

    code = models.CharField("验证码", max_length=19, primary_key=True)
    register = models.CharField("台账", max_length=60)
    record_id = models.BigIntegerField("记录编号")
    printed_at = models.DateTimeField("首次打印时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "打印件验证码"
        indexes = [models.Index(fields=["register", "record_id"], name="printed_code_record")]

    def __str__(self) -> str:
        return self.code
