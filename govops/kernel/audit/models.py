"""The trail and its seals. Both tables only ever grow: see `sql.py` for the triggers (R-AUD-01)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from govops.kernel.audit.choices import Operation, Result
from govops.kernel.organization.rows import PlainRow


class AuditEntry(PlainRow):
    """One thing that somebody did, tried to do, or was refused (norms E6).

    Names are copied, not linked: the entry must still say who it was after a person or a unit is renamed.
    Written only by `trail.record`, read only through `query.search`.
    """

    at = models.DateTimeField("时间")
    account_id = models.BigIntegerField("账户编号", null=True)
    actor_name = models.CharField("操作人", max_length=100, blank=True)
    unit_name = models.CharField("单位", max_length=100, blank=True)
    roles = models.CharField("角色", max_length=300, blank=True)
    channel = models.CharField("渠道", max_length=20, blank=True)
    address = models.CharField("来源地址", max_length=64, blank=True)
    request_id = models.CharField("请求编号", max_length=64, blank=True)
    operation = models.CharField("操作", max_length=20, choices=Operation.choices)
    register = models.CharField("台账", max_length=60, blank=True)
    record_id = models.BigIntegerField("记录编号", null=True)
    number = models.CharField("单号", max_length=60, blank=True)
    before = models.JSONField("变更前", null=True)
    after = models.JSONField("变更后", null=True)
    result = models.CharField("结果", max_length=10, choices=Result.choices, default=Result.OK)
    rule = models.CharField("规则", max_length=20, blank=True)
    secrecy_level = models.SmallIntegerField("密级", default=0)
    summary = models.CharField("摘要", max_length=500, blank=True)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ("-id",)
        indexes: ClassVar = [
            models.Index(fields=["register", "record_id", "id"], name="audit_entry_record"),
            models.Index(fields=["at"], name="audit_entry_at"),
            models.Index(fields=["account_id", "id"], name="audit_entry_account"),
            models.Index(fields=["rule", "at"], name="audit_entry_refused", condition=Q(result="refused")),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.actor_name} {self.get_operation_display()} {self.number}".rstrip()


class AuditSeal(models.Model):
    """A closed block of the trail: nothing in (previous seal's last_id, last_id] may change any more.

    `digest` is the SM3 over the block and the previous digest, `mac` an HMAC-SM3 with the sealing key over
    this whole row, `row_marks` 12 bytes a row (offset of its id from first_id, first 8 bytes of its SM3), so
    that a check can say which row was changed, removed or slipped in. `anchor` is the digest's short form
    for paper.
    """

    number = models.PositiveBigIntegerField("块号", unique=True)
    layout = models.PositiveSmallIntegerField("摘要格式")
    first_id = models.BigIntegerField("首条编号")
    last_id = models.BigIntegerField("末条编号", unique=True)
    count = models.PositiveIntegerField("条数")
    row_marks = models.BinaryField("逐条标记")
    previous_digest = models.CharField("前块摘要", max_length=64, blank=True)
    digest = models.CharField("摘要", max_length=64)
    mac = models.CharField("校验码", max_length=64)
    anchor = models.CharField("锚点", max_length=19, db_index=True)
    sealed_at = models.DateTimeField("封存时间")

    class Meta:
        verbose_name = "审计封存"
        verbose_name_plural = "审计封存"
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"第 {self.number} 块 {self.anchor}"
