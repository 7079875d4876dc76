"""What came in, once each; and the programs that may send."""

from __future__ import annotations

from django.db import models

from govops.kernel import moment
from govops.kernel.organization.models import Person

MAIL = "mail"


class InboundSource(models.Model):
    """A program that may post to `/api/v1/inbound/<code>`. Its secret is derived from `nonce`, never stored."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, verbose_name="以谁的名义", related_name="+",
        help_text="来件没有写明发起人时，以此人的名义办理。",
    )  # fmt: skip
    nonce = models.CharField(max_length=40, editable=False)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("登记时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "来件程序"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Received(models.Model):
    """One thing that came in and what became of it. `raw_id` is the Message-ID, or the sending program's own id."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", "已受理"
        COMMENT = "comment", "已作为备注"
        UNCLAIMED = "unclaimed", "待认领"
        IGNORED = "ignored", "未处理"

    source = models.CharField("来源", max_length=40)
    raw_id = models.CharField("标识", max_length=250)
    sender = models.CharField("发件人", max_length=254)
    subject = models.CharField("主题", max_length=200, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    words = models.CharField("说明", max_length=300, blank=True)
    register = models.CharField(max_length=60, blank=True)
    record_id = models.BigIntegerField(null=True)
    number = models.CharField("单据编号", max_length=40, blank=True)
    at = models.DateTimeField("收到时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "来件记录"
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["sender", "-at"], name="received_sender"),
            models.Index(fields=["source", "-at"], name="received_source"),
            models.Index(fields=["raw_id"], name="received_raw"),
        ]
        constraints = [models.UniqueConstraint(fields=("source", "raw_id"), name="received_once")]

    def __str__(self) -> str:
        return f"{self.sender} {self.subject}"
