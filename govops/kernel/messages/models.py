"""In-app messages: the first and always available way to reach a person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.organization.models import Person


class Message(models.Model):
    """One thing told to one person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="messages")
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
