"""What was promised: to those who are served, and by those who support (card B8)."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from govops.kernel.calendar.models import WorkCalendar
from govops.kernel.organization.models import Person, Unit
from govops.kernel.records.fields import ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import Record, applicant_called
from govops.modules.service_catalogue.choices import AgreementKind, AgreementState, Priority, ReportCycle

TARGETS = (
    RowColumn("priority", "优先级", required=True, choices=tuple(Priority.choices)),
    RowColumn("respond", "响应（分钟）", required=True, kind="int", max_length=6),
    RowColumn("on_site", "到场（分钟，可空）", kind="int", max_length=6),
    RowColumn("resolve", "解决（分钟）", required=True, kind="int", max_length=6),
)


class ServiceLevelAgreement(Record):
    """《服务级别协议》 (S5§3.5), or the contract with a company that underpins it. Minutes are working time of its calendar."""

    applicant = applicant_called("起草人")
    kind = models.CharField("协议类别", max_length=10, choices=AgreementKind, default=AgreementKind.INTERNAL)
    name = models.CharField("协议名称", max_length=80)
    party_a = models.ForeignKey(
        Unit, on_delete=models.PROTECT, verbose_name="甲方（顾客）", related_name="+",
        help_text="对内协议为接受服务的单位，外包支撑合同为信息中心",
    )  # fmt: skip
    party_b = models.ForeignKey(
        Unit, on_delete=models.PROTECT, verbose_name="乙方（提供方）", related_name="+",
        help_text="对内协议为信息中心，外包支撑合同为厂商",
    )  # fmt: skip
    services = ReferencesField("服务项", to="service_catalogue.ServiceItem", blank=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="替代协议", related_name="replaced_by",
        help_text="签订后原协议随即终止",
    )  # fmt: skip

    calendar = models.ForeignKey(
        WorkCalendar, on_delete=models.PROTECT, null=True, blank=True, verbose_name="服务时间", related_name="+",
        help_text="时限按此日历的工作时间计算，留空按默认工作日历",
    )  # fmt: skip
    targets = RowsField(
        "服务时限", columns=TARGETS, max_rows=4, blank=False, help_text="P1 至 P4 各一行，工作时间的分钟数"
    )
    availability = models.DecimalField(
        "可用性目标（%）", max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    indicators = models.TextField("量化指标", max_length=1000, blank=True)
    report_cycle = models.CharField("报告频次", max_length=10, choices=ReportCycle, default=ReportCycle.MONTH)
    penalties = models.TextField("违约处理", max_length=1000, blank=True)
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    review_on = models.DateField("评审日", help_text="有效期内的首次评审日期")

    signed_on = models.DateField("签订日期", null=True, blank=True)
    ended_on = models.DateField("终止日期", null=True, editable=False)
    reviewed_at = models.DateTimeField("最近评审时间", null=True, editable=False)
    reviewed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="评审人", related_name="+", editable=False
    )
    review_result = models.TextField("评审结论", max_length=500, blank=True)
    next_review_on = models.DateField("下次评审日", null=True, blank=True)
    reminded_days = models.PositiveSmallIntegerField("已提醒（到期前天数）", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "服务级别协议"
        indexes = [
            *Record.Meta.indexes,
            GinIndex(fields=["services"], name="agreement_services"),
            models.Index(fields=["valid_to"], name="agreement_valid_to"),
            models.Index(
                fields=["valid_to"],
                condition=models.Q(state=AgreementState.EFFECTIVE),
                name="agreement_to_end",
            ),
            models.Index(fields=["kind", "-id"], name="agreement_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def last_day(self) -> date:
        """The last day on which it holds: the end of its term, or the day on which it was ended."""
        return min(self.valid_to, self.ended_on) if self.ended_on else self.valid_to

    def holds_on(self, day: date) -> bool:
        """Whether it was signed and holds on that day."""
        return (
            self.state in HELD
            and self.valid_from <= day <= self.last_day
            and (self.signed_on is None or self.signed_on <= day)
        )


#: states of agreements that hold, or held up to their last day
HELD = (AgreementState.EFFECTIVE, AgreementState.EXPIRED, AgreementState.TERMINATED)
