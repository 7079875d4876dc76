"""The floor's only table."""

from __future__ import annotations

from django.db import models

from bench.floor import TABLE


class Row(models.Model):
    """What a program sends, kept without any question."""

    title = models.CharField(max_length=200)
    purpose = models.TextField()

    class Meta:
        app_label = "floor"
        db_table = TABLE
        managed = False

    def __str__(self) -> str:
        return self.title
