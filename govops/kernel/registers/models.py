"""What the registers remember besides their records."""

from __future__ import annotations

from django.db import models

from govops.kernel import moment


class Submission(models.Model):
    """One filled-in form. The key comes with the form; it makes a second click harmless."""

    account_id = models.BigIntegerField()
    key = models.CharField(max_length=40)
    register = models.CharField(max_length=60)
    record_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=moment.now, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "提交"
        constraints = [models.UniqueConstraint(fields=("account_id", "key"), name="submission_once")]

    def __str__(self) -> str:
        return self.key
