"""What a ticket leads to: escalations while it runs late, a call-back when somebody is unhappy (R-INC-03, R-SAT-01)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.organization.models import Person
from govops.kernel.records.models import Record, applicant_called
from govops.modules.service_desk.choices import CallBackOutcome, ClockName, EscalationLevel, Satisfaction
from govops.modules.service_desk.models.incidents import Incident
from govops.modules.service_desk.models.requests import ServiceRequest
from govops.modules.service_desk.models.tickets import Ticket


class AboutATicket(Record):
    """It is about one ticket: an incident or a service request."""

    applicant = applicant_called("报告人")
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, verbose_name="事件", related_name="+"
    )
    service_request = models.ForeignKey(
        ServiceRequest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="服务请求",
        related_name="+",
    )

    class Meta(Record.Meta):
        abstract = True

    @property
    def ticket(self) -> Ticket:
        found = self.incident or self.service_request
        assert found is not None
        return found

    def clean(self) -> None:
        if bool(self.incident_id) == bool(self.service_request_id):
            raise ValidationError({"incident": "“事件”和“服务请求”须填写一项，且只填写一项。"})


class TicketEscalation(AboutATicket):
    """升级记录: level, time, receiver, reason. Written by the clocks, never by hand."""

    level = models.CharField("级别", max_length=10, choices=EscalationLevel)
    clock = models.CharField("计时", max_length=10, choices=ClockName)
    happened_at = models.DateTimeField("时间")
    receiver = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="接收人", related_name="+", db_index=False,
        help_text="席位空缺时为空",
    )  # fmt: skip
    reason = models.CharField("原因", max_length=200)
    told = models.CharField("告知用户", max_length=200, blank=True)

    class Meta(AboutATicket.Meta):
        verbose_name = verbose_name_plural = "升级记录"
        indexes = [
            *AboutATicket.Meta.indexes,
            models.Index(fields=["happened_at", "id"], name="escalation_time"),
            models.Index(fields=["receiver", "-id"], name="escalation_receiver"),
            models.Index(fields=["level", "-id"], name="escalation_level"),
        ]


class CallBack(AboutATicket):
    """回访: somebody was unhappy, so he is called within a working day."""

    satisfaction = models.CharField("评价", max_length=20, choices=Satisfaction)
    words = models.CharField("评价意见", max_length=300, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    called_at = models.DateTimeField("回访时间", null=True, editable=False)
    called_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="回访人", related_name="+", editable=False
    )
    outcome = models.CharField("回访结果", max_length=20, choices=CallBackOutcome, blank=True)
    said = models.TextField("用户怎么说", max_length=500, blank=True)
    measure = models.TextField("处理措施", max_length=500, blank=True)
    asked_at = models.DateTimeField("产生时间", default=moment.now, editable=False)

    class Meta(AboutATicket.Meta):
        verbose_name = verbose_name_plural = "回访"
        indexes = [
            *AboutATicket.Meta.indexes,
            models.Index(fields=["asked_at", "id"], name="call_back_asked"),
            models.Index(fields=["satisfaction", "-id"], name="call_back_satisfaction"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(incident__isnull=False) ^ Q(service_request__isnull=False),
                name="call_back_of_one_ticket",
            )
        ]
