"""满意度调查 and the answers of those who were asked (card B9)."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from govops.kernel.records.fields import ChoicesField, RowColumn, RowsField
from govops.kernel.records.models import Record, applicant_called
from govops.modules.satisfaction.choices import AnsweredBy, Level, SurveyIndicator, SurveyMethod

RESULTS = (
    RowColumn("indicator", "指标", required=True, max_length=20),
    *(RowColumn(value, label, kind="int") for value, label in Level.choices),
    RowColumn("answers", "评价数", kind="int"),
    RowColumn("share", "满意率（%）", max_length=6),
)


def new_seed() -> int:
    """A seed for one sample; kept in the record, so that the sample can be drawn again."""
    return secrets.randbelow(1_000_000)


def all_indicators() -> list[str]:
    return list(SurveyIndicator.values)


class SatisfactionSurvey(Record):
    """One survey: who was asked about which period, how many answered, how satisfied they are."""

    applicant = applicant_called("编制人")
    subject = models.CharField(
        "调查名称", max_length=100, help_text="如：2026 年第四季度信息化服务满意度调查"
    )
    method = models.CharField("方式", max_length=20, choices=SurveyMethod)
    first = models.DateField("期间起")
    last = models.DateField("期间止")
    audience = models.CharField("对象", max_length=200, default="期间内已关闭工单的报告人")
    indicators = ChoicesField("指标", choices_from=SurveyIndicator, default=all_indicators)
    ratio = models.DecimalField(
        "抽样比例（%）", max_digits=5, decimal_places=1, validators=[MinValueValidator(0.1), MaxValueValidator(100)],
        help_text="占期间内已关闭工单的比例；工单评价为全数统计，填 100",
    )  # fmt: skip
    reply_by = models.DateField("回收截止", help_text="过了此日自动结束回收")
    seed = models.PositiveIntegerField("抽样种子", default=new_seed, editable=False)

    population = models.PositiveIntegerField("已关闭工单数", null=True, editable=False)
    sampled = models.PositiveIntegerField("抽样人数", null=True, editable=False)
    returned = models.PositiveIntegerField("回收份数", null=True, editable=False)
    return_rate = models.DecimalField(
        "回收率（%）", max_digits=5, decimal_places=1, null=True, editable=False
    )
    overall = models.DecimalField(
        "总体满意度（%）", max_digits=5, decimal_places=1, null=True, editable=False
    )
    results = RowsField("分项结果", columns=RESULTS, editable=False)
    conclusion = models.TextField("调查结论", max_length=1000, blank=True)
    improvement = models.TextField(
        "改进措施", max_length=1000, blank=True, help_text="针对什么意见，谁在何时前改进什么"
    )
    sent_at = models.DateTimeField("发放时间", null=True, editable=False)
    collected_at = models.DateTimeField("结束回收时间", null=True, editable=False)
    reported_at = models.DateTimeField("报告时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "满意度调查"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["first", "id"], name="survey_first"),
            models.Index(fields=["method", "-id"], name="survey_method"),
            models.Index(fields=["sent_at"], name="survey_sent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="survey_period",
                violation_error_message="“期间止”早于“期间起”，请改正日期。",
            )
        ]  # fmt: skip


def _level(indicator: SurveyIndicator) -> models.CharField:
    return models.CharField(indicator.label, max_length=20, choices=Level, blank=True)


class SurveyResponse(Record):
    """What one person (the applicant) says about one ticket."""

    applicant = applicant_called("评价人")
    survey = models.ForeignKey(
        SatisfactionSurvey, on_delete=models.PROTECT, verbose_name="满意度调查", related_name="responses", db_index=False
    )  # fmt: skip
    incident = models.ForeignKey(
        "service_desk.Incident", on_delete=models.PROTECT, null=True, blank=True, verbose_name="事件", related_name="+"
    )  # fmt: skip
    service_request = models.ForeignKey(
        "service_desk.ServiceRequest",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="服务请求",
        related_name="+",
    )
    speed = _level(SurveyIndicator.SPEED)
    attitude = _level(SurveyIndicator.ATTITUDE)
    effect = _level(SurveyIndicator.EFFECT)
    skill = _level(SurveyIndicator.SKILL)
    overall = _level(SurveyIndicator.OVERALL)
    words = models.TextField("意见和建议", max_length=500, blank=True)
    answered_by = models.CharField("评价方式", max_length=10, choices=AnsweredBy, blank=True, editable=False)
    answered_at = models.DateTimeField("评价时间", null=True, editable=False)
    call_back_number = models.CharField("回访单号", max_length=40, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "满意度评价"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["survey", "-id"], name="response_survey"),
            models.Index(fields=["overall", "-id"], name="response_overall"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("survey", "applicant"), name="response_once"),
            models.CheckConstraint(
                condition=Q(incident__isnull=False) ^ Q(service_request__isnull=False),
                name="response_of_one_ticket",
            ),
        ]

    @property
    def ticket(self) -> Any:
        """The incident or the service request it is about."""
        return self.incident or self.service_request

    @property
    def answers(self) -> dict[str, str]:
        """Indicator → level, of those that the survey asks about."""
        return {name: getattr(self, name) for name in self.survey.indicators}
