"""Nights and holidays: the permit to come in (S4§8), and the log of who was inside."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import ReferencesField
from govops.kernel.records.models import Record
from govops.modules.machine_room.choices import AccessBasis, AccessLogState, AfterHoursState
from govops.modules.machine_room.models.cards import AccessCard
from govops.modules.machine_room.models.rooms import MachineRoom, Zone
from govops.modules.machine_room.models.visitors import VisitorEntry


class AfterHoursAccess(Record):
    """Leave to work in a machine room at night or on a holiday, for the applicant and those who come along."""

    machine_room = models.ForeignKey(
        MachineRoom, on_delete=models.PROTECT, verbose_name="进入机房", related_name="after_hours"
    )
    planned_from = models.DateTimeField("开始时间")
    planned_to = models.DateTimeField("结束时间")
    reason = models.TextField("加班事由", max_length=500)
    companions = ReferencesField(
        "同行人", to="organization.Person", help_text="一同进入的本单位人员；外来人员另填《登记表》"
    )
    related_number = models.CharField("关联变更/事件编号", max_length=40, blank=True)

    calendar_words = models.CharField("日历判定", max_length=100, blank=True, editable=False)
    entered_at = models.DateTimeField("实际进入时间", null=True, editable=False)
    left_at = models.DateTimeField("实际离开时间", null=True, editable=False)
    exit_words = models.CharField(
        "离开情况", max_length=200, blank=True, help_text="工作完成情况，设备、门窗、空调是否恢复"
    )

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "加班进入申请"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["planned_from", "id"], name="after_hours_planned"),
            models.Index(fields=["machine_room", "-planned_to"], name="after_hours_room"),
            models.Index(
                fields=["entered_at"],
                condition=models.Q(state=AfterHoursState.INSIDE),
                name="after_hours_inside",
            ),
        ]

    def is_for(self, person: Person) -> bool:
        return person.pk == self.applicant_id or person.pk in self.companions

    def spans(self, when: datetime) -> bool:
        return self.planned_from <= when <= self.planned_to


class RoomAccessLog(Record):
    """进出记录: one stay of one person (or one visiting party). `is_red` (标红) when nothing valid let them in."""

    machine_room = models.ForeignKey(
        MachineRoom, on_delete=models.PROTECT, verbose_name="机房", related_name="stays"
    )
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, verbose_name="区域", related_name="+"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="进入人员", related_name="+"
    )
    entrant = models.CharField(
        "进入人姓名", max_length=100, blank=True, help_text="本单位以外的人员填写单位和姓名"
    )
    entered_at = models.DateTimeField("进入时间")
    card_number = models.CharField("卡号", max_length=30, blank=True, help_text="刷卡进入的填写")
    basis_number = models.CharField(
        "依据单号", max_length=40, blank=True, help_text="来访登记或加班进入申请的编号，凭卡进入留空"
    )
    remark = models.CharField("备注", max_length=200, blank=True)

    basis = models.CharField(
        "进入依据", max_length=20, choices=AccessBasis, default=AccessBasis.NONE, editable=False
    )
    basis_words = models.CharField("依据说明", max_length=200, blank=True, editable=False)
    card = models.ForeignKey(
        AccessCard,
        on_delete=models.PROTECT,
        null=True,
        verbose_name="门禁卡",
        related_name="stays",
        editable=False,
    )
    visit = models.ForeignKey(
        VisitorEntry,
        on_delete=models.PROTECT,
        null=True,
        verbose_name="来访登记",
        related_name="stays",
        editable=False,
    )
    permit = models.ForeignKey(
        AfterHoursAccess,
        on_delete=models.PROTECT,
        null=True,
        verbose_name="加班进入申请",
        related_name="stays",
        editable=False,
    )
    is_after_hours = models.BooleanField("节假日或夜晚", default=False, editable=False)
    is_red = models.BooleanField("标红", default=False, editable=False)
    red_reason = models.CharField("标红原因", max_length=200, blank=True, editable=False)
    left_at = models.DateTimeField("离开时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "进出记录"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["entered_at", "id"], name="access_log_entered"),
            models.Index(fields=["machine_room", "-entered_at"], name="access_log_room"),
            models.Index(
                fields=["machine_room"],
                condition=models.Q(state=AccessLogState.INSIDE),
                name="access_log_inside",
            ),
            models.Index(fields=["-id"], condition=models.Q(is_red=True), name="access_log_red"),
        ]
