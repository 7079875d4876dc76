"""Plans of what is looked after, how often and by whom; the tasks they bring; what was found out of standard (card B12)."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.configuration.public import ConfigurationItem
from govops.modules.maintenance.choices import (
    OPEN_TASK,
    CheckResult,
    FindingState,
    Frequency,
    OffDay,
    Operation,
    Outcome,
)

CHECKS = (
    RowColumn("check", "检查项", required=True, max_length=60),
    RowColumn("method", "方法", max_length=100),
    RowColumn("standard", "标准值", max_length=100),
    RowColumn("low", "下限", max_length=20),
    RowColumn("high", "上限", max_length=20),
    RowColumn("unit", "单位", max_length=20),
)
RESULTS = (
    RowColumn("check", "检查项", required=True, max_length=60),
    RowColumn("standard", "标准值", max_length=160),
    RowColumn("value", "实测值", max_length=60),
    RowColumn("result", "结果", choices=tuple(CheckResult.choices)),
    RowColumn("remark", "情况说明", max_length=200),
)
MOST_CHECKS = 60


def _person(title: str, words: str = "") -> models.ForeignKey:
    return models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name=title, related_name="+", help_text=words
    )  # fmt: skip


class MaintenancePlan(Record):
    """维护作业计划: the same work on the same items, again and again."""

    name = models.CharField("计划名称", max_length=60)
    operation = models.CharField("例行操作", max_length=20, choices=Operation, default=Operation.INSPECTION)
    items = ReferencesField("维护对象", to="configuration.ConfigurationItem")
    scope = models.CharField(
        "对象说明", max_length=200, blank=True, help_text="没有登记为配置项的对象写在这里"
    )
    checklist = RowsField(
        "检查项清单", columns=CHECKS, max_rows=MOST_CHECKS, help_text="能量化的填下限、上限，超出即判异常"
    )
    needs_evidence = models.BooleanField(
        "须附执行记录", default=False, help_text="填报时至少附一个文件或照片"
    )

    frequency = models.CharField("频次", max_length=10, choices=Frequency, default=Frequency.MONTH)
    month_number = models.PositiveSmallIntegerField(
        "第几个月", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="每季填 1–3，每年填 1–12",
    )  # fmt: skip
    day_number = models.PositiveSmallIntegerField(
        "第几天", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="每周填 1–7（周一至周日）；其余填 1–31，当月没有的按月末",
    )  # fmt: skip
    off_day = models.CharField("遇休息日", max_length=10, choices=OffDay, default=OffDay.LATER)
    days_allowed = models.PositiveSmallIntegerField(
        "完成期限（工作日）", default=1, validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="自计划日起算，不超出本周期",
    )  # fmt: skip

    executor = _person("执行人")
    reviewer = _person("复核人", "复核人不能是执行人")
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True, help_text="留空表示长期")
    template = models.CharField("标准计划", max_length=20, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "维护作业计划"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["frequency", "-id"], name="maintenance_plan_frequency"),
            models.Index(fields=["operation", "-id"], name="maintenance_plan_operation"),
            models.Index(fields=["executor", "-id"], name="maintenance_plan_executor"),
            models.Index(fields=["valid_from", "id"], name="maintenance_plan_from"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["template"], condition=~Q(template=""), name="maintenance_plan_template_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class MaintenanceTask(Record):
    """维护作业: one turn of a plan, with its checklist filled in. Made by the program alone."""

    plan = models.ForeignKey(
        MaintenancePlan, on_delete=models.PROTECT, verbose_name="计划", related_name="tasks", db_index=False
    )
    planned_on = models.DateField("计划日")
    period_first = models.DateField("所属周期起", editable=False)
    period_last = models.DateField("所属周期止", editable=False)
    due_at = models.DateTimeField("完成时限")
    executor = _person("执行人")
    reviewer = _person("复核人")
    operation = models.CharField(
        "例行操作", max_length=20, choices=Operation, default=Operation.INSPECTION, editable=False
    )
    items = ReferencesField("维护对象", to="configuration.ConfigurationItem", editable=False)
    checklist = models.JSONField("检查项清单", default=list, editable=False)

    results = RowsField("检查结果", columns=RESULTS, max_rows=MOST_CHECKS)
    summary = models.TextField("完成情况", max_length=1000, blank=True)
    abnormal_count = models.PositiveSmallIntegerField("异常项数", default=0, editable=False)
    done_at = models.DateTimeField("完成时间", null=True, editable=False)
    reviewed_at = models.DateTimeField("复核时间", null=True, editable=False)
    reviewed_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        verbose_name="复核确认人",
        related_name="+",
        editable=False,
    )
    outcome = models.CharField("按期情况", max_length=10, choices=Outcome, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "维护作业"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["due_at", "id"], name="maintenance_task_due"),
            models.Index(fields=["planned_on", "id"], name="maintenance_task_planned"),
            models.Index(fields=["due_at"], condition=Q(state__in=OPEN_TASK), name="maintenance_task_open"),
            models.Index(fields=["executor", "-id"], name="maintenance_task_executor"),
            models.Index(fields=["operation", "-id"], name="maintenance_task_operation"),
            models.Index(fields=["outcome", "-id"], name="maintenance_task_outcome"),
            GinIndex(fields=["items"], name="maintenance_task_items"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "period_first"], name="maintenance_task_once_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class MaintenanceFinding(Record):
    """维护异常: one check that was out of standard, until it is an incident or settled on the spot."""

    task = models.ForeignKey(
        MaintenanceTask, on_delete=models.PROTECT, verbose_name="维护作业", related_name="findings"
    )
    item = models.ForeignKey(
        ConfigurationItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="配置项",
        related_name="+",
    )
    check_name = models.CharField("检查项", max_length=60)
    standard = models.CharField("标准值", max_length=160, blank=True)
    value = models.CharField("实测值", max_length=60, blank=True)
    remark = models.CharField("情况说明", max_length=200, blank=True)
    incident_number = models.CharField("事件单号", max_length=40, blank=True, editable=False)
    conclusion = models.TextField("处理结论", max_length=500, blank=True, help_text="原因、处理办法和结果")
    closed_at = models.DateTimeField("办结时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "维护异常"
        indexes = [
            *Record.Meta.indexes,
            models.Index(
                fields=["item"], condition=Q(state=FindingState.OPEN), name="maintenance_finding_open"
            ),
        ]
