"""变更审批委员会会议."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Section, View, register
from govops.kernel.registers.declarations import OtherPage
from govops.kernel.web import words
from govops.modules.change import models, process
from govops.modules.change.actions import meetings as actions
from govops.modules.change.choices import MeetingState
from govops.modules.change.prefilling import afternoon
from govops.modules.change.rules import meetings as rules


@register
class BoardMeetings(Register):
    model = models.BoardMeeting
    process = process.BoardMeetingProcess
    title = "变更委员会会议"
    form_title = "变更审批委员会会议"
    series = "BGHY"
    cites = ("N2§9.7",)
    icon = "users"
    imports = False
    date_field = "held_at"
    columns = (
        Column("subject", second="number"),
        Column("held_at", sort="held_at"),
        Column("place"),
        Column("chair"),
        Column("agenda", title="议题"),
        Column("came", title="到会委员"),
        Column("state"),
    )
    filters = ("state",)
    search = ("subject", "place", "minutes", "discussed")
    form = (
        Section(
            "会议", "subject", "held_at", "place", "chair", "changes", cites="N2§9.7",
            note="保存后办理“通知委员”；会议只审议，每位委员仍在变更单上逐件签署意见",
        ),
    )  # fmt: skip
    shown = (Section("纪要", "attendees", "present", "quorum", "discussed", "minutes", "minuted_at"),)
    views = (View("待召开", {"state": ["called"]}), View("已形成纪要", {"state": ["minuted"]}), View("全部"))
    guards = (rules.agenda_is_for_the_board,)
    empty = "还没有会议。重大变更需要集中讨论的，请点“召集会议”，待审议的重大变更会自动列为议题。"
    guide = "变更经理召集并列出议题；到会委员达到法定人数方可形成纪要，决定由各委员在变更单上签署。"
    new_label = "召集会议"
    chip_tones = {"called": "accent", "minuted": "green", "cancelled": "muted"}

    def title_of(self, record: Any) -> str:
        return str(record.subject)

    def initial(self, actor: Actor) -> dict[str, Any]:
        turn = models.BoardMeeting.objects.count() + 1
        return {
            "subject": f"第 {turn} 次变更审批委员会会议", "held_at": afternoon(), "changes": actions.waiting(), "chair": actor.person,
        }  # fmt: skip

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.lay_out(record)

    def time_left(self, record: Any) -> dict[str, Any] | None:
        """Before the meeting, how long until it; afterwards its minutes have their time."""
        minutes = (record.held_at - moment.now()).total_seconds() / 60
        if record.state != MeetingState.CALLED or minutes <= 0:
            return None
        return words.left(1, 1, due=record.held_at, done=f"{words.duration(minutes)}后开会")

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        return [OtherPage("会议议程", "gavel", f"/m/change/board/?meeting={record.pk}")]

    def show_agenda(self, record: Any) -> str:
        return f"{len(record.changes)} 件"

    def show_came(self, record: Any) -> str:
        return f"{record.present} 人（须 {record.quorum} 人）" if record.present is not None else "—"

    def show_held_at(self, record: Any) -> str:
        return f"{timezone.localtime(record.held_at):%Y-%m-%d %H:%M}"
