"""The unknown cause of one or more incidents, and the hint that there is one (card B3)."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import Record, applicant_called
from govops.modules.problem.choices import CauseKind, ProblemState, SuggestionState
from govops.modules.service_catalogue.public import Impact, Priority, ServiceCategory, ServiceItem, Urgency

SOURCES = (
    RowColumn("number", "事件单号", required=True, max_length=40),
    RowColumn("title", "事项", max_length=200),
)
MOST_SOURCES = 30


class Problem(Record):
    """问题; a known error once its cause is known and its cure is not (ISO/IEC 20000-1 8.2). Incidents are linked as 来源事件."""

    applicant = applicant_called("提出人")
    subject = models.CharField("问题名称", max_length=100)
    description = models.TextField("问题描述", max_length=2000)
    category = models.CharField("分类", max_length=20, choices=ServiceCategory)
    service = models.ForeignKey(
        ServiceItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="受影响服务",
        related_name="+",
    )
    system = models.CharField("系统或设备", max_length=100, blank=True)
    items = ReferencesField(
        "配置项", to="configuration.ConfigurationItem", help_text="可按编号、名称、序列号查找"
    )
    scope = models.CharField("影响范围", max_length=200, blank=True, help_text="哪些单位、多少人、什么业务")
    sources = RowsField(
        "来源事件", columns=SOURCES, max_rows=MOST_SOURCES, help_text="填事件单号，保存后与事件关联"
    )
    impact = models.CharField("影响", max_length=20, choices=Impact, default=Impact.UNIT)
    urgency = models.CharField("紧急程度", max_length=20, choices=Urgency, default=Urgency.MEDIUM)
    priority = models.CharField("优先级", max_length=4, choices=Priority, default=Priority.P3, editable=False)
    handler = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="负责人", related_name="+",
        help_text="留空由问题经理分类时指定",
    )  # fmt: skip

    cause_kind = models.CharField("根因分类", max_length=20, choices=CauseKind, blank=True)
    root_cause = models.TextField("根本原因", max_length=2000, blank=True)
    workaround = models.TextField(
        "规避措施", max_length=2000, blank=True, help_text="在根治之前，一线怎样让用户先用起来"
    )
    permanent_fix = models.TextField("永久方案", max_length=2000, blank=True)
    change_number = models.CharField(
        "关联变更", max_length=40, blank=True, help_text="须改动配置项的，填变更单号"
    )
    into_knowledge = models.BooleanField(
        "起草知识条目", default=False, help_text="把现象、原因和做法写成知识条目草稿"
    )
    article_number = models.CharField("知识条目", max_length=40, blank=True, editable=False)
    review_conclusion = models.TextField("评审结论", max_length=1000, blank=True)

    known_at = models.DateTimeField("列为已知错误时间", null=True, editable=False)
    resolved_at = models.DateTimeField("解决时间", null=True, editable=False)
    reviewed_at = models.DateTimeField("评审时间", null=True, editable=False)
    reviewed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="评审人", related_name="+", editable=False
    )
    closed_at = models.DateTimeField("关闭时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "问题"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["priority", "id"], name="problem_priority"),
            models.Index(fields=["category", "-id"], name="problem_category"),
            models.Index(fields=["handler", "-id"], name="problem_handler"),
            models.Index(
                fields=["known_at"], condition=models.Q(state=ProblemState.KNOWN_ERROR), name="problem_known"
            ),
            models.Index(fields=["resolved_at"], name="problem_resolved"),
            GinIndex(fields=["items"], condition=~models.Q(items=[]), name="problem_items"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


def about_items(ids: Iterable[int]) -> models.Q:
    """Problems about any of these items; in the words of the index, which leaves out those that name none."""
    return ~models.Q(items=[]) & models.Q(items__overlap=list(ids))


class ProblemSuggestion(Record):
    """立问题提示: incidents of one class about one thing keep coming (R-PRB-01). Written by the program alone."""

    category = models.CharField("分类", max_length=20, choices=ServiceCategory)
    service = models.ForeignKey(
        ServiceItem, on_delete=models.PROTECT, null=True, blank=True, verbose_name="服务", related_name="+"
    )
    system = models.CharField("系统或设备", max_length=100, blank=True)
    item = models.ForeignKey(
        "configuration.ConfigurationItem", on_delete=models.PROTECT, null=True, blank=True, verbose_name="配置项", related_name="+",
        db_index=False,
    )  # fmt: skip
    count = models.PositiveIntegerField("事件起数")
    days = models.PositiveSmallIntegerField("统计天数")
    incidents = RowsField("事件", columns=SOURCES, max_rows=MOST_SOURCES, blank=False)
    reason = models.TextField("不立问题的原因", max_length=300, blank=True)
    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, null=True, verbose_name="所立问题", related_name="suggestions", editable=False
    )  # fmt: skip
    decided_at = models.DateTimeField("处理时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "立问题提示"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["category", "system", "service", "-id"], name="suggestion_about"),
            models.Index(
                fields=["item", "-id"], condition=models.Q(item__isnull=False), name="suggestion_item"
            ),
            models.Index(fields=["count", "id"], name="suggestion_count"),
        ]

    @property
    def about(self) -> str:
        """The thing that keeps failing, in words."""
        if self.item is not None:
            name = self.item.named_in(self, self.item.name)
            return f"配置项 {name}" if name == self.item.number else name
        return self.system or (self.service.named_in(self, self.service.name) if self.service else "")

    @property
    def is_waiting(self) -> bool:
        return self.state == SuggestionState.WAITING
