"""加班进入申请 and 进出记录."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.modules.machine_room import models, process
from govops.modules.machine_room.actions import after_hours as actions
from govops.modules.machine_room.rules import after_hours as rules
from govops.modules.machine_room.rules import common


@register
class AfterHoursAccesses(Register):
    model = models.AfterHoursAccess
    process = process.AfterHoursAccessProcess
    title = "加班进入"
    form_title = "加班进入申请"
    series = "JFJB"
    cites = ("S4§8",)
    icon = "clock-exclamation"
    columns = (
        Column("title", second="number"),
        Column("machine_room"),
        Column("applicant"),
        Column("planned_from", sort="planned_from"),
        Column("planned_to"),
        Column("state"),
    )
    filters = ("state", "machine_room")
    search = ("reason", "applicant", "related_number")
    date_field = "planned_from"
    form = (
        Section(
            "加班",
            "machine_room",
            "planned_from",
            "planned_to",
            "reason",
            "companions",
            "related_number",
            cites="S4§8",
        ),
    )
    shown = (Section("进出", "calendar_words", "entered_at", "left_at", "exit_words"),)
    views = (
        View("在办", {"state": ["approving", "approved", "inside"]}),
        View("现在室内", {"state": ["inside"]}),
        View("我申请的", {"me": "1"}),
        View("全部"),
    )
    related = (Related("room_access_log", "permit", "进出记录"),)
    guards = (
        common.in_order("planned_from", "planned_to"),
        common.room_is_active,
        rules.companions_are_staff,
        rules.is_needed,
    )
    empty = "还没有加班进入申请。节假日或夜晚要进机房，请事先点“填写申请”。"
    guide = "节假日、夜晚由工作日历判定；工作日工作时间内进入不必申请，系统会直接告知。有关部门同意、保卫保密批准后方可进入。"
    new_label = "填写申请"
    chip_tones = {"inside": "amber", "approved": "green", "refused": "red", "left": "muted"}

    def title_of(self, record: Any) -> str:
        begin, end = timezone.localtime(record.planned_from), timezone.localtime(record.planned_to)
        same_day = begin.date() == end.date()
        span = f"{begin:%m-%d %H:%M}–{end:%H:%M}" if same_day else f"{begin:%m-%d %H:%M}–{end:%m-%d %H:%M}"
        return f"{span} {record.reason}"

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record)


@register
class RoomAccessLogs(Register):
    model = models.RoomAccessLog
    process = process.RoomAccessLogProcess
    title = "进出记录"
    series = "JFJC"
    cites = ("S4§8", "S9§19")
    icon = "door-enter"
    columns = (
        Column("title", second="number"),
        Column("machine_room", second="zone"),
        Column("basis", second="basis_words"),
        Column("entered_at", sort="entered_at"),
        Column("left_at"),
        Column("red", title="标红"),
        Column("state"),
    )
    filters = ("state", "machine_room", "basis", "is_red", "is_after_hours")
    search = ("person", "entrant", "card_number", "basis_number", "red_reason")
    date_field = "entered_at"
    narrowed_by = {"zone": "machine_room"}
    form = (
        Section(
            "进入", "machine_room", "zone", "person", "entrant", "entered_at", "card_number", "basis_number", "remark",
            note="凭卡进入填卡号；来访、加班进入在各自的单上办理，本记录自动产生。", cites="S4§8",
        ),
    )  # fmt: skip
    shown = (
        Section("判定", "basis", "basis_words", "is_after_hours", "is_red", "red_reason"),
        Section("离开", "left_at"),
    )
    views = (
        View("现在室内", {"state": ["inside"]}),
        View("标红", {"is_red": "1"}),
        View("全部"),
    )
    guards = (
        rules.entrant_is_named,
        common.not_in_the_future("entered_at"),
        rules.zone_is_in_the_room,
        rules.references_are_known,
    )
    empty = "还没有进出记录。来访、加班进入时自动产生；凭卡进入由门岗登记或门禁系统送来。"
    guide = "没有有效依据的进入标红，并通知保卫保密部门。记录说明发生过什么，登记后不能修改。"
    new_label = "登记进入"
    chip_tones = {"inside": "amber", "left": "muted"}

    def title_of(self, record: Any) -> str:
        return f"{record.person.label if record.person else record.entrant} 进入{record.machine_room.named_in(record)}"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"entered_at": moment.now()}

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.judge_basis(record, actor)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        if created and record.is_red:
            actions.tell_of_red(record)

    def show_red(self, record: Any) -> dict[str, Any]:
        if not record.is_red:
            return {"text": ""}
        return {"kind": "chip", "text": "标红", "tone": "red", "title": record.red_reason}
