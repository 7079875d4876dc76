"""What a loan is."""

from django.db import models

from govops.kernel.records.models import Record


class LoanState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVING = "approving", "审批中"
    APPROVED = "approved", "待领用"
    LENT = "lent", "已领用"
    RETURNED = "returned", "已归还"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已撤销"


class MediaLoan(Record):
    """《移动存储介质借用单》."""

    medium = models.CharField("介质编号", max_length=30)
    purpose = models.TextField("用途", max_length=300)
    needed_from = models.DateField("借用起")
    needed_to = models.DateField("借用止")
    checked = models.CharField("归还检查情况", max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "介质借用"
