"""事件, 重大事件 and what was done while it lasted (card B2)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.organization.models import Person
from govops.kernel.records.models import Record, applicant_called
from govops.modules.service_desk.choices import IncidentState, MajorIncidentState, RootCause, UpdateKind
from govops.modules.service_desk.models.tickets import Ticket, queue_indexes

#: somebody still has to do something, or the reporter has to say whether it is done
OPEN_INCIDENT = (
    IncidentState.NEW, IncidentState.TRIAGED, IncidentState.ASSIGNED, IncidentState.IN_PROGRESS, IncidentState.PENDING,
)  # fmt: skip


class Incident(Ticket):
    """事件: whatever interrupts a service or makes it worse, or may do so (S5§3.3)."""

    applicant = applicant_called("报告人")
    occurred_at = models.DateTimeField(
        "发生时间", null=True, blank=True, help_text="不清楚可留空，按登记时间"
    )
    detected_at = models.DateTimeField("发现时间", null=True, blank=True)
    restored_at = models.DateTimeField("恢复时间", null=True, blank=True, help_text="留空按解决时间")
    affected_services = models.CharField("受影响服务", max_length=200, blank=True)
    affected_users = models.PositiveIntegerField("受影响用户数", null=True, blank=True)
    downtime_minutes = models.PositiveIntegerField("中断时长（分钟）", null=True, editable=False)
    root_cause = models.CharField("根因分类", max_length=20, choices=RootCause, blank=True)
    workaround = models.TextField("临时措施", max_length=1000, blank=True)
    is_major = models.BooleanField("重大事件", default=False, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="上级事件", related_name="children",
        help_text="同一故障引起的多起事件，挂在先登记的一起之下，随其一并解决",
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="并入事件", related_name="duplicates",
    )  # fmt: skip

    class Meta(Ticket.Meta):
        verbose_name = verbose_name_plural = "事件"
        indexes = [
            *Ticket.Meta.indexes,
            *queue_indexes("incident", OPEN_INCIDENT),
            models.Index(fields=["-id"], condition=Q(is_major=True), name="incident_major"),
        ]


class MajorIncident(Record):
    """重大事件: declared for an incident; it has a commander, a timeline, and a review before the incident may close."""

    applicant = applicant_called("宣布人")
    incident = models.ForeignKey(
        Incident,
        on_delete=models.PROTECT,
        verbose_name="事件",
        related_name="majors",
        help_text="尚未解决的事件",
    )
    reason = models.TextField("升级理由", max_length=500, help_text="影响面、持续时间、为什么按重大事件处置")
    commander = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name="指挥人",
        related_name="+",
        help_text="指定专人负责处置",
    )
    public_words = models.CharField(
        "对用户的说明", max_length=200, help_text="显示在自助服务页上，如：全委邮件暂不能收发，正在抢修"
    )
    expected_at = models.DateTimeField("预计恢复", null=True, blank=True)

    declared_at = models.DateTimeField("宣布时间", default=moment.now, editable=False)
    notified = models.CharField("已通知领导", max_length=100, blank=True, editable=False)
    restored_at = models.DateTimeField("恢复时间", null=True, blank=True)
    measures = models.TextField("处置措施", max_length=1000, blank=True)
    review = models.TextField("评审结论", max_length=2000, blank=True, help_text="经过、原因、处置得失")
    improvements = models.TextField("改进措施", max_length=1000, blank=True)
    reviewed_at = models.DateTimeField("评审时间", null=True, editable=False)
    reviewed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="评审人", related_name="+", editable=False
    )

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "重大事件"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["declared_at", "id"], name="major_declared"),
            models.Index(fields=["-id"], condition=Q(state=MajorIncidentState.DECLARED), name="major_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("incident",),
                condition=~Q(state=MajorIncidentState.STOOD_DOWN),
                name="major_once_per_incident",
            )
        ]

    @property
    def runs_over(self) -> bool:
        """Whether it should have been over by now, by what was announced last."""
        is_open = self.state == MajorIncidentState.DECLARED
        return is_open and self.expected_at is not None and self.expected_at < moment.now()


class MajorIncidentUpdate(Record):
    """A line of the timeline (时间线) of a major incident."""

    applicant = applicant_called("记录人")
    major = models.ForeignKey(
        MajorIncident, on_delete=models.PROTECT, verbose_name="重大事件", related_name="updates"
    )
    happened_at = models.DateTimeField("时间")
    kind = models.CharField("类别", max_length=20, choices=UpdateKind, default=UpdateKind.PROGRESS)
    words = models.TextField("内容", max_length=500)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "重大事件时间线"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["happened_at", "id"], name="major_update_time"),
        ]
