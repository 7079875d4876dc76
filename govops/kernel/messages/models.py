"""In-app messages, the first and always available way to reach a person; and what goes out by mail and webhook."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.organization.models import Person


class Message(models.Model):
    """One thing told to one person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField("类别", max_length=40, blank=True, default="")
    title = models.CharField("标题", max_length=200)
    text = models.CharField("内容", max_length=500, blank=True)
    register = models.CharField(max_length=60, blank=True)
    record_id = models.BigIntegerField(null=True)
    at = models.DateTimeField("时间", default=moment.now)
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["person", "-id"], name="message_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="message_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class MessageTemplate(models.Model):
    """A wording that the system administrator changed; without a row the product's own is used."""

    kind = models.CharField("类别", max_length=40, unique=True)
    title = models.CharField("标题", max_length=200)
    text = models.CharField("内容", max_length=500, blank=True)
    changed_by = models.CharField("修改人", max_length=100)
    changed_at = models.DateTimeField("修改时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "消息模板"

    def __str__(self) -> str:
        return self.kind


class MailChoice(models.Model):
    """Whether a person wants messages of a kind by mail too; without a row the bureau's default holds."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mail_choices")
    kind = models.CharField("类别", max_length=40)
    wanted = models.BooleanField("发送邮件")

    class Meta:
        verbose_name = verbose_name_plural = "消息设置"
        constraints = [models.UniqueConstraint(fields=("person", "kind"), name="mail_choice_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.kind}"


class Sending(models.Model):
    """Something on its way out: tried, tried again ever later, given up at last."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENT = "sent", "已送达"
        GIVEN_UP = "given_up", "已放弃"

    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    next_at = models.DateTimeField("下次尝试", default=moment.now)
    error = models.CharField("上次失败原因", max_length=300, blank=True)
    created_at = models.DateTimeField("产生时间", default=moment.now)
    done_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        abstract = True


class MailOut(Sending):
    """The mail that goes with one message."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="mail")
    address = models.EmailField("收件地址")

    class Meta:
        verbose_name = verbose_name_plural = "外发邮件"
        ordering = ("-id",)
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="mail_waiting")]

    def __str__(self) -> str:
        return self.address


class WebhookTarget(models.Model):
    """A program that wants to hear of messages. Its secret is derived from `nonce`, never stored."""

    class Algorithm(models.TextChoices):
        SHA256 = "sha256", "HMAC-SHA256"
        SM3 = "sm3", "HMAC-SM3"

    name = models.CharField("名称", max_length=40, unique=True)
    url = models.CharField("地址", max_length=300)
    algorithm = models.CharField("签名算法", max_length=10, choices=Algorithm.choices, default=Algorithm.SM3)
    kinds = models.JSONField("消息类别", default=list)
    nonce = models.CharField(max_length=40, editable=False)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("登记时间", default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "消息推送"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(Sending):
    """One message for one target; the delivery log."""

    target = models.ForeignKey(WebhookTarget, on_delete=models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    answer = models.PositiveSmallIntegerField("答复", null=True)
    took_ms = models.PositiveIntegerField("用时（毫秒）", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "推送记录"
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="webhook_waiting"),
            models.Index(fields=["target", "-id"], name="webhook_log"),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.state}"
