"""What came in from outside and found no one: kept until a human being has looked at it."""

from __future__ import annotations

from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.models import Record


class UnclaimedMail(Record):
    """One mail (or posted message) of an unknown sender, or that nobody took."""

    sender = models.CharField("来信地址", max_length=254)
    sender_name = models.CharField("来信人自称", max_length=60, blank=True)
    subject = models.CharField("主题", max_length=200, blank=True)
    text = models.TextField("正文", max_length=20_000, blank=True)
    reason = models.CharField("未能自动受理的原因", max_length=300, blank=True)
    reference_number = models.CharField("提到的编号", max_length=40, blank=True)
    source = models.CharField("来源", max_length=40, editable=False, default="mail")
    raw_id = models.CharField("来件标识", max_length=250, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="认定的来信人", related_name="+",
        help_text="按来信内容认定是谁；平台以此人的名义建单或添加备注。",
    )  # fmt: skip
    result_number = models.CharField("转成的单据", max_length=40, blank=True, editable=False)
    conclusion = models.CharField("说明", max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "待认领邮件"
