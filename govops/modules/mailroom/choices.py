"""Words of what came in and nobody could place."""

from django.db import models


class MailState(models.TextChoices):
    WAITING = "waiting", "待认领"
    CLAIMED = "claimed", "已认领"
    DISMISSED = "dismissed", "不予受理"
