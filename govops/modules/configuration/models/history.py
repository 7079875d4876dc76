"""What was true when: the state of every type, item and relation over time, and why it changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTransform

from govops.kernel.organization.models import Person
from govops.kernel.records.models import SideRow


class History(SideRow):
    """One state of a type, an item or a relation, from `since` until `until` (None: still). Written by the store alone."""

    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True)
    facts = models.JSONField("内容")
    changed = models.JSONField("改动", default=dict)
    reason = models.CharField("变更原因", max_length=200, blank=True)
    reference = models.CharField("依据单号", max_length=40, blank=True)
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="变更人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "配置历史"
        ordering = ("id",)
        indexes = [
            models.Index(fields=["register", "record_id", "-since"], name="history_record"),
            models.Index(fields=["register", "since"], name="history_since"),
            models.Index(
                KeyTransform("type", "facts"),
                condition=Q(register="configuration_item"),
                name="history_of_type",
            ),
            models.Index(
                KeyTransform("location", "facts"),
                condition=Q(register="configuration_item"),
                name="history_of_place",
            ),
            models.Index(fields=["reference"], condition=~Q(reference=""), name="history_reference"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "record_id"], condition=Q(until__isnull=True), name="history_one_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.record_id} {self.since:%Y-%m-%d}"
