"""What every ticket has: who asks, for what, how urgent it is, in whose hands it lies, how it ended (card B1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.organization.models import Person
from govops.kernel.records.fields import ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.service_catalogue.public import (
    Impact,
    Priority,
    ServiceCategory,
    ServiceItem,
    SupportGroup,
    Urgency,
)
from govops.modules.service_desk.choices import Channel, ClosureCode, ConfirmedBy, PendingReason, Satisfaction

ANSWERS = (
    RowColumn("question", "问题", required=True, max_length=60),
    RowColumn("answer", "回答", required=True, max_length=300),
)


def _reference(to: type[models.Model], title: str) -> models.ForeignKey:
    """A reference that may be empty; queues and lists have their own indexes."""
    return models.ForeignKey(
        to, on_delete=models.PROTECT, null=True, blank=True, verbose_name=title, related_name="+", db_index=False)  # fmt: skip


class Ticket(Record):
    """The applicant is the reporter (报告人); who wrote the ticket down is `created_by`.

    `due_at` is what the clocks say: the next deadline, kept here so that a queue of a million sorts by it. It, the other
    `due_…`, `is_paused` and `is_late` are derived, no facts that anybody states: they are written beside the audited store,
    for the lines of the clocks (append-only, with person, moment and reason) tell where each of them comes from.
    """

    channel = models.CharField("来源", max_length=20, choices=Channel, default=Channel.WEB)
    item = _reference(ServiceItem, "服务目录项")
    subject = models.CharField("摘要", max_length=100, help_text="一句话说清，如：三楼打印机卡纸，重启无效")
    description = models.TextField("描述", max_length=2000, blank=True)
    category = models.CharField("问题分类", max_length=20, choices=ServiceCategory, blank=True)
    system = models.CharField(
        "系统或设备", max_length=100, blank=True, help_text="如：综合办公系统、三楼打印机"
    )
    items = ReferencesField(
        "配置项", to="configuration.ConfigurationItem", help_text="可按编号、名称、序列号查找"
    )
    phone = models.CharField("联系电话", max_length=30, blank=True)
    location = models.CharField("地点", max_length=60, blank=True)
    impact = models.CharField("影响", max_length=20, choices=Impact, default=Impact.PERSON)
    urgency = models.CharField("紧急", max_length=20, choices=Urgency, default=Urgency.MEDIUM)
    priority = models.CharField("优先级", max_length=4, choices=Priority, default=Priority.P4, editable=False)
    answers = RowsField("补充信息", columns=ANSWERS)
    group = _reference(SupportGroup, "支持组")
    assignee = _reference(Person, "处理人")

    pending_reason = models.CharField("挂起原因", max_length=20, choices=PendingReason, blank=True)
    pending_until = models.DateTimeField("预计恢复处理", null=True, blank=True, help_text="到时自动恢复处理")
    resolution = models.TextField("解决方案", max_length=2000, blank=True, help_text="做了什么，结果怎样")
    closure_code = models.CharField("关闭码", max_length=20, choices=ClosureCode, blank=True)
    into_knowledge = models.BooleanField("建议写入知识库", default=False)
    satisfaction = models.CharField("满意度", max_length=20, choices=Satisfaction, blank=True)
    satisfaction_words = models.CharField("评价意见", max_length=300, blank=True)

    responded_at = models.DateTimeField("响应时间", null=True, editable=False)
    arrived_at = models.DateTimeField("到场时间", null=True, editable=False)
    resolved_at = models.DateTimeField("解决时间", null=True, editable=False)
    confirmed_at = models.DateTimeField("确认时间", null=True, editable=False)
    confirmed_by = models.CharField(
        "确认方式", max_length=20, choices=ConfirmedBy, blank=True, editable=False
    )
    closed_at = models.DateTimeField("关闭时间", null=True, editable=False)
    rated_at = models.DateTimeField("评价时间", null=True, editable=False)
    reopened = models.PositiveSmallIntegerField("重新打开次数", default=0, editable=False)
    agreement = models.CharField("服务级别协议", max_length=40, blank=True, editable=False)

    due_clock = models.CharField("计时", max_length=10, blank=True, editable=False)
    due_calendar = models.CharField("计时日历", max_length=30, blank=True, editable=False)
    due_at = models.DateTimeField("时限", default=moment.now, editable=False)
    due_minutes = models.PositiveIntegerField("时限（工作分钟）", default=0, editable=False)
    is_paused = models.BooleanField("已暂停计时", default=False, editable=False)
    is_late = models.BooleanField("曾超时", default=False, editable=False)

    class Meta(Record.Meta):
        abstract = True

    @property
    def clock_runs(self) -> bool:
        """Whether some deadline lies ahead or behind, paused or not."""
        return bool(self.due_clock)

    def is_overdue(self, now: datetime | None = None) -> bool:
        return self.clock_runs and not self.is_paused and self.due_at < (now or moment.now())


def about_items(ids: Iterable[int]) -> Q:
    """Tickets about any of these items; in the words of the index, which leaves out the many that name none."""
    return ~Q(items=[]) & Q(items__overlap=list(ids))


def queue_indexes(prefix: str, open_states: tuple[str, ...]) -> list[models.Index]:
    """The indexes of a queue: by group, by person, by deadline among the open; and of each filter, newest first.

    `prefix` begins their names, for names of indexes are unique in the database.
    """
    is_open = Q(state__in=open_states)
    return [
        models.Index(fields=["due_at", "id"], name=f"{prefix}_due"),
        models.Index(fields=["due_at"], condition=is_open & Q(is_paused=False), name=f"{prefix}_queue_due"),
        models.Index(fields=["group", "due_at"], condition=is_open, name=f"{prefix}_queue_group"),
        models.Index(fields=["assignee", "due_at"], condition=is_open, name=f"{prefix}_queue_mine"),
        models.Index(
            fields=["due_at"], condition=is_open & Q(assignee=None), name=f"{prefix}_queue_unassigned"
        ),
        models.Index(fields=["group", "-id"], name=f"{prefix}_group"),
        models.Index(fields=["assignee", "-id"], name=f"{prefix}_assignee"),
        models.Index(fields=["item", "-id"], name=f"{prefix}_item"),
        models.Index(fields=["priority", "-id"], name=f"{prefix}_priority"),
        models.Index(fields=["category", "-id"], name=f"{prefix}_category"),
        models.Index(fields=["channel", "-id"], name=f"{prefix}_channel"),
        models.Index(fields=["satisfaction", "-id"], name=f"{prefix}_satisfaction"),
        models.Index(fields=["-id"], condition=Q(is_late=True), name=f"{prefix}_late"),
        models.Index(fields=["resolved_at"], name=f"{prefix}_resolved"),
        GinIndex(fields=["items"], condition=~Q(items=[]), name=f"{prefix}_items"),
    ]
