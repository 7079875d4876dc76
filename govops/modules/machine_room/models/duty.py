"""Who is on duty: the month's roster, and each shift with its hand-over (S4§7)."""

from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.machine_room.choices import RosterState, ShiftKind, ShiftState
from govops.modules.machine_room.models.rooms import MachineRoom

ROSTER_ROWS = (
    RowColumn("day", "日期", required=True, max_length=10),
    RowColumn("shift", "班次", required=True, choices=tuple(ShiftKind.choices)),
    RowColumn("person", "值班人", required=True, max_length=80, kind="person"),
)
_MONTH = RegexValidator(r"^\d{4}-(0[1-9]|1[0-2])$", "月份应写作 2026-11。")


class DutyRoster(Record):
    """值班表: one machine room, one month. Published, its rows become shifts."""

    machine_room = models.ForeignKey(
        MachineRoom, on_delete=models.PROTECT, verbose_name="机房", related_name="rosters"
    )
    month = models.CharField("月份", max_length=7, validators=[_MONTH], help_text="写作 2026-11")
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="带班领导", related_name="+"
    )
    rows = RowsField(
        "排班", columns=ROSTER_ROWS, max_rows=150, help_text="日期写作 2026-11-23，或只写日（23）"
    )
    remark = models.CharField("备注", max_length=200, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "值班表"
        indexes = [*Record.Meta.indexes, models.Index(fields=["month", "-id"], name="duty_roster_month")]
        constraints = [
            models.UniqueConstraint(
                fields=("machine_room", "month"),
                condition=~models.Q(state=RosterState.CANCELLED),
                name="roster_once_a_month",
                violation_error_message="该机房本月已有值班表，请在原表上修改。",
            )
        ]

    @property
    def first(self) -> date:
        return date.fromisoformat(f"{self.month}-01")


class DutyShift(Record):
    """One person's shift in one machine room: 签到, what happened, 交接班."""

    machine_room = models.ForeignKey(
        MachineRoom, on_delete=models.PROTECT, verbose_name="机房", related_name="shifts"
    )
    day = models.DateField("日期")
    shift = models.CharField("班次", max_length=20, choices=ShiftKind, default=ShiftKind.WHOLE_DAY)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="值班人", related_name="+")
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="带班领导", related_name="+"
    )
    phone = models.CharField("联系电话", max_length=30, blank=True, help_text="留空按通讯录填写")

    roster = models.ForeignKey(
        DutyRoster,
        on_delete=models.PROTECT,
        null=True,
        verbose_name="值班表",
        related_name="shifts",
        editable=False,
    )
    rostered_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="原排班人", related_name="+", editable=False
    )
    swap_reason = models.CharField("换班原因", max_length=100, blank=True)
    signed_in_at = models.DateTimeField("签到时间", null=True, editable=False)
    situation = models.TextField("运行情况", max_length=1000, blank=True)
    calls = models.TextField("来电来访", max_length=500, blank=True)
    faults = models.TextField("故障及处理", max_length=500, blank=True)
    handover = models.TextField("交班事项", max_length=500, blank=True)
    unfinished = models.TextField("未完事项", max_length=500, blank=True, help_text="没有请写“无”")
    successor = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="接班人", related_name="+"
    )
    signed_out_at = models.DateTimeField("签退时间", null=True, editable=False)
    confirmed_at = models.DateTimeField("接班确认时间", null=True, editable=False)
    takeover_words = models.CharField("接班意见", max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "值班记录"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["day", "id"], name="duty_shift_day"),
            models.Index(fields=["machine_room", "day"], name="duty_shift_room_day"),
            models.Index(fields=["person", "-day"], name="duty_shift_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("machine_room", "day", "shift", "person"),
                condition=~models.Q(state=ShiftState.CANCELLED),
                name="shift_once",
                violation_error_message="此人当日此班次已排班。",
            )
        ]
