"""值班表 and 值班记录."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.modules.machine_room import models, process
from govops.modules.machine_room.actions import duty as actions
from govops.modules.machine_room.choices import ShiftKind
from govops.modules.machine_room.rules import common
from govops.modules.machine_room.rules import duty as rules


@register
class DutyRosters(Register):
    model = models.DutyRoster
    process = process.DutyRosterProcess
    title = "值班表"
    form_title = "机房值班表"
    series = "JFZB"
    cites = ("S4§7",)
    icon = "calendar-event"
    columns = (
        Column("title", second="number"),
        Column("machine_room"),
        Column("month", sort="month"),
        Column("leader"),
        Column("state"),
    )
    filters = ("state", "machine_room", "month")
    search = ("month", "rows", "remark")
    form = (
        Section("值班表", "machine_room", "month", "leader", "remark", cites="S4§7"),
        Section("排班", "rows", note="每天至少一名值班人；缺一天即不能发布。"),
    )
    shown = (Section("发布", "published_at"),)
    views = (View("草稿", {"state": ["draft"]}), View("已发布", {"state": ["published"]}), View("全部"))
    related = (Related("duty_shift", "roster", "班次"),)
    guards = (common.room_is_active, rules.is_the_only_one, rules.rows_are_readable)
    empty = "还没有值班表。请按机房逐月编排，发布后值班人即收到通知。"
    guide = "每个启用的机房每天至少一名值班人；缺岗的值班表不能发布。发布后按行生成班次，换班在班次上办理。"
    new_label = "编排值班表"
    chip_tones = {"draft": "amber", "published": "green", "cancelled": "muted"}

    def title_of(self, record: Any) -> str:
        return f"{record.machine_room.named_in(record)} {record.month} 值班表"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"month": f"{moment.today():%Y-%m}"}

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.tidy_rows(record)


@register
class DutyShifts(Register):
    model = models.DutyShift
    process = process.DutyShiftProcess
    title = "值班记录"
    series = "JFBC"
    cites = ("S4§7",)
    icon = "calendar-time"
    columns = (
        Column("title", second="number"),
        Column("day", sort="day"),
        Column("shift"),
        Column("person", second="phone"),
        Column("signed_in_at"),
        Column("state"),
    )
    filters = ("state", "machine_room", "shift")
    search = ("person", "situation", "faults", "handover", "unfinished")
    date_field = "day"
    form = (Section("班次", "machine_room", "day", "shift", "person", "leader", "phone", cites="S4§7"),)
    shown = (
        Section("值班", "signed_in_at", "situation", "calls", "faults", "rostered_person", "swap_reason"),
        Section(
            "交接班", "handover", "unfinished", "successor", "signed_out_at", "confirmed_at", "takeover_words"
        ),
    )
    views = (
        View("在岗", {"state": ["on_duty"]}),
        View("待交接确认", {"state": ["handed_over"]}),
        View("缺岗", {"state": ["absent"]}),
        View("我的", {"me": "1"}),
        View("全部"),
    )
    guards = (rules.shift_is_not_doubled, common.room_is_active)
    empty = "还没有班次。发布值班表后自动生成；临时加班次可由机房管理人员登记。"
    guide = "当班当日签到，交班时写明运行情况和未完事项，由接班人确认。到日未签到的记为缺岗。"
    new_label = "临时加班次"
    chip_tones = {
        "waiting": "muted",
        "on_duty": "green",
        "handed_over": "amber",
        "confirmed": "accent",
        "absent": "red",
        "cancelled": "muted",
    }

    def title_of(self, record: Any) -> str:
        return f"{record.day} {record.machine_room.named_in(record)} {ShiftKind(record.shift).label} {record.person}"

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare_shift(record)
