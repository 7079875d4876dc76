"""Answers that are kept so that a request sent twice is done once."""

from __future__ import annotations

from django.db import models

from govops.kernel import moment


class IdempotencyKey(models.Model):
    """What was answered under an `Idempotency-Key`.

    The account is a plain id: rows live seven days, and the creation of every record passes here.
    """

    account_id = models.BigIntegerField("账户")
    key = models.CharField("幂等键", max_length=200)
    request_digest = models.CharField("请求摘要", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", default=0)
    headers = models.JSONField("响应头", default=dict)
    response = models.TextField("响应内容", default="")
    register = models.CharField("台账", max_length=60)
    record_id = models.BigIntegerField("记录", null=True)
    created_at = models.DateTimeField("时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "接口幂等记录"
        constraints = [models.UniqueConstraint(fields=("account_id", "key"), name="idempotency_key_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_age")]

    def __str__(self) -> str:
        return self.key
