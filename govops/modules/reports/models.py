"""服务报告: the figures of a period, frozen, and what people make of them (card B10)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from govops.kernel.norms.obligations import Period
from govops.kernel.records.fields import ReferencesField
from govops.kernel.records.models import Record, applicant_called
from govops.modules.reports.choices import SECTIONS, ReportKind, ReportState
from govops.modules.reports.periods import words

MOST_WORDS = 4000


def _section(name: str) -> models.TextField:
    return models.TextField(SECTIONS[name], max_length=MOST_WORDS, blank=True)


class ServiceReport(Record):
    """A report has its frozen data (`figures`), what the program made of them (`drafted`), and the texts in force."""

    applicant = applicant_called("编制人")
    kind = models.CharField("种类", max_length=10, choices=ReportKind)
    first = models.DateField("期间起")
    last = models.DateField("期间止", editable=False)
    purpose = models.CharField(
        "目的", max_length=200, default="向管理层和业务部门报告信息化运维服务的绩效、问题和改进"
    )
    readers = models.CharField("读者", max_length=200, default="运维管理委员会、信息化主管领导、各业务部门")
    frequency = models.CharField("频率", max_length=20, blank=True, help_text="留空按种类填写")
    data_source = models.CharField(
        "数据源", max_length=200, blank=True, help_text="取数时自动写明，含截止时间和数据摘要"
    )

    overview = _section("overview")
    performance = _section("performance")
    majors = _section("majors")
    workload = _section("workload")
    causes = _section("causes")
    trends = _section("trends")
    satisfaction = _section("satisfaction")
    problems = _section("problems")
    next_steps = _section("next_steps")

    figures = models.JSONField("数据", default=dict, editable=False)
    drafted = models.JSONField("系统起草的文字", default=dict, editable=False)
    gathered_at = models.DateTimeField("取数时间", null=True, editable=False)
    distribution = ReferencesField("分发对象", to="organization.Person")
    distributed_at = models.DateTimeField("分发时间", null=True, editable=False)
    archived_at = models.DateTimeField("归档时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "服务报告"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["first", "id"], name="service_report_first"),
            models.Index(fields=["kind", "-id"], name="service_report_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "first"),
                condition=~Q(state__in=(ReportState.CANCELLED, ReportState.REFUSED)),
                name="service_report_once",
                violation_error_message="这一期的报告已经有了，请在“服务报告”中查看；确需重做请先撤销原来的。",
            )
        ]

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    @property
    def period_words(self) -> str:
        return words(ReportKind(self.kind), self.period)

    @property
    def tells_its_period(self) -> bool:
        """Whether the data are of the period that the report is about."""
        return bool(self.figures.get("period") == [self.kind, self.first.isoformat()])

    def is_edited(self, name: str) -> bool:
        """Whether a person changed the section after the program drafted it."""
        drafted: dict[str, Any] = self.drafted
        return str(getattr(self, name)).strip() != str(drafted.get(name, "")).strip()
