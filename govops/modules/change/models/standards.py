"""标准变更模板: what is done often and safely, approved once and looked over every year."""

from __future__ import annotations

from datetime import date

from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import ReferencesField
from govops.kernel.records.models import Record


class StandardChange(Record):
    """A kind of change that is approved in advance: a change of this kind needs no approval of its own."""

    name = models.CharField("模板名称", max_length=80)
    description = models.TextField("适用情形", max_length=500, help_text="什么情况下可以用、什么情况下不可以")
    item_types = ReferencesField(
        "适用类型", to="configuration.ItemType", help_text="留空表示不限；选上级类型即含其下级"
    )
    plan = models.TextField("实施方案", max_length=3000)
    test_plan = models.TextField("测试方案", max_length=2000)
    backout_plan = models.TextField("回退方案", max_length=2000)
    longest_hours = models.PositiveSmallIntegerField("最长时长（小时）", default=4)

    approved_on = models.DateField("批准日期", null=True, editable=False)
    reviewed_on = models.DateField("最近评审日期", null=True, editable=False)
    was_due = models.DateField("当次应评审日期", null=True, editable=False)
    review_due = models.DateField("下次评审日期", null=True, editable=False)
    review_words = models.TextField("评审结论", max_length=500, blank=True)
    reviewed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="评审人", related_name="+", editable=False, db_index=False
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "标准变更模板"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["review_due", "id"], name="standard_change_review"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_overdue(self, day: date) -> bool:
        """Whether its yearly review has been missed."""
        return self.review_due is not None and self.review_due < day
