"""A workbook between its dry run and its commit."""

from __future__ import annotations

from django.db import models

from govops.kernel import moment


class PendingImport(models.Model):
    """Kept for half an hour, for the account that uploaded it, whichever process answers next."""

    token = models.CharField(max_length=40, unique=True)
    account_id = models.BigIntegerField()
    register = models.CharField(max_length=60)
    content = models.BinaryField()
    at = models.DateTimeField(default=moment.now, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "待确认的导入"

    def __str__(self) -> str:
        return f"{self.register} {self.at}"
