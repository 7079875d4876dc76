"""Keys and signatures (norms F7). Signatures only grow; a key's identity never changes: see `sql.py`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.organization.models import Person
from govops.kernel.organization.rows import PlainRow
from govops.kernel.organization.steady import watched


class KeyStatus(models.TextChoices):
    """Where a key is in its life: it only moves forward (S9§17: 遗失应立即挂失)."""

    ACTIVE = "active", "在用"
    SUSPENDED = "suspended", "已挂失"
    REVOKED = "revoked", "已撤销"


@watched()
class SignatureKey(PlainRow):
    """A person's key. The private half is encrypted in the browser with a PIN that the server never learns."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, verbose_name="持有人", related_name="signature_keys"
    )
    provider = models.CharField("密钥类型", max_length=20, default="soft")
    algorithm = models.CharField("算法", max_length=20, default="SM2")
    public_key = models.CharField("公钥", max_length=130, unique=True)
    wrapped_private_key = models.TextField("加密的私钥", blank=True)
    fingerprint = models.CharField("指纹", max_length=64, unique=True)
    status = models.CharField("状态", max_length=10, choices=KeyStatus.choices, default=KeyStatus.ACTIVE)
    created_at = models.DateTimeField("生成时间", default=moment.now)
    activated_at = models.DateTimeField("启用时间", default=moment.now)
    stopped_at = models.DateTimeField("停用时间", null=True, blank=True)
    stop_reason = models.CharField("停用原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "签名密钥"
        verbose_name_plural = "签名密钥"
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status="active"),
                name="one_active_signature_key",
                violation_error_message="每人只能有一把在用的签名密钥。",
            ),
            models.CheckConstraint(
                condition=Q(status="active", stopped_at__isnull=True) | ~Q(status="active"),
                name="active_signature_key_not_stopped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.label}"

    @property
    def label(self) -> str:
        """The fingerprint's beginning, for people: 4 groups of 4."""
        short = self.fingerprint[:16].upper()
        return "-".join(short[start : start + 4] for start in range(0, 16, 4))


class ElectronicSignature(PlainRow):
    """Who signed what, when, for which purpose, with which key (S9§17: as good as one by hand).

    `document` is exactly what the signer saw, attachments by their digests; `opinion` what the signer wrote;
    `digest` the SM3 of the document's canonical form; `signature` r‖s in hex over
    `signing.expected_message(...)`, empty when the signer had no key; `mac` a server seal over the whole row.
    """

    register = models.CharField("台账", max_length=60)
    record_id = models.BigIntegerField("记录编号")
    # Nothing is looked up by these, and a signature is never deleted: indexes would only cost each signing.
    act_id = models.BigIntegerField("流转编号", null=True)
    purpose = models.CharField("签署动作", max_length=60)
    opinion = models.TextField("意见", blank=True)
    signer = models.ForeignKey(
        Person, models.PROTECT, verbose_name="签署人", related_name="+", db_index=False, db_constraint=False
    )
    signer_name = models.CharField("署名", max_length=100)
    document = models.JSONField("签署内容")
    digest = models.CharField("内容摘要", max_length=64)
    key = models.ForeignKey(
        SignatureKey,
        on_delete=models.PROTECT,
        null=True,
        verbose_name="密钥",
        related_name="signatures",
        db_index=False,
    )
    signature = models.CharField("签名值", max_length=160, blank=True)
    signed_at = models.DateTimeField("签署时间", default=moment.now)
    mac = models.CharField("校验码", max_length=64)

    class Meta:
        verbose_name = "电子签名"
        verbose_name_plural = "电子签名"
        ordering = ("id",)
        indexes: ClassVar = [models.Index(fields=["register", "record_id", "id"], name="signature_record")]

    def __str__(self) -> str:
        return f"{self.signer_name} {self.purpose}"
