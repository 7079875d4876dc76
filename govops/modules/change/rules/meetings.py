"""会议: over changes that await the board, with enough of it there, minuted change by change."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes import routing
from govops.kernel.processes.declarations import Deed
from govops.modules.change import seats
from govops.modules.change.choices import ChangeKind, ChangeState, MeetingView
from govops.modules.change.models import ChangeRequest

#: a change that still may come before the board
MAY_BE_DISCUSSED = (ChangeState.DRAFT, ChangeState.RETURNED, ChangeState.APPROVING)
LEAST_WORDS = 10


def quorum() -> int:
    """How many members must agree to a major change: the setting of the step, else two; all of them where it says so."""
    setting = routing.settings_of("change_request").get("board")
    wanted = str(setting.quorum) if setting and setting.quorum else "2"
    return int(wanted) if wanted.isdigit() else len(seats.BOARD.holders(None))  # type: ignore[arg-type]


def members_present(meeting: Any) -> int:
    """How many of those who came sit on the board."""
    return len(set(meeting.attendees) & {one.pk for one in seats.BOARD.holders(meeting)})


def agenda_is_for_the_board(meeting: Any, deed: Deed) -> Answer:
    """议题是还没有决定的重大变更."""
    if not meeting.changes:
        return Denied("请选择“议题”：至少一张待审批的重大变更。", field="changes")
    rows = ChangeRequest.objects.filter(pk__in=list(meeting.changes)).order_by("id")
    for change in rows.only("number", "kind", "state"):
        if change.kind != ChangeKind.MAJOR:
            kind = ChangeKind(change.kind).label
            return Denied(f"{change.number} 是{kind}，不必上会；议题只选重大变更。", field="changes")
        if meeting.pk is None and change.state not in MAY_BE_DISCUSSED:
            state = ChangeState(change.state).label
            return Denied(f"{change.number} 现为“{state}”，不必再上会审议。", field="changes")
    return Allowed()


def enough_came(meeting: Any, deed: Deed) -> Answer:
    """到会委员达到法定人数."""
    present, wanted = members_present(meeting), quorum()
    if present >= wanted:
        return Allowed()
    return Denied(
        f"到会委员 {present} 人，不足法定人数 {wanted} 人，不能形成纪要；请核对“到会人员”，或取消后另行召开。",
        field="attendees",
    )  # fmt: skip


def has_been_held(meeting: Any, deed: Deed) -> Answer:
    """会议时间已到."""
    if meeting.held_at <= deed.at:
        return Allowed()
    return Denied("会议时间还没有到，不能形成纪要；提前召开的请先修改“会议时间”。")


def every_item_is_discussed(meeting: Any, deed: Deed) -> Answer:
    """每个议题都有会议意见；不同意和有条件的写明要点."""
    numbers = dict(
        ChangeRequest.objects.filter(pk__in=list(meeting.changes)).values_list("number", "subject")
    )
    told = {str(row["number"]).strip().upper(): row for row in meeting.discussed}
    for number in told:
        if number not in numbers:
            return Denied(f"“逐项意见”中的 {number} 不是本次会议的议题，请核对。", field="discussed")
    for number, subject in numbers.items():
        row = told.get(number)
        if row is None or not row["view"]:
            return Denied(f"“逐项意见”缺少 {number}“{subject}”的会议意见。", field="discussed")
        if row["view"] != MeetingView.AGREED and len(str(row.get("words", "")).strip()) < 4:
            return Denied(f"请写明对 {number} 的“要点与条件”。", field="discussed")
    return Allowed()


def minutes_say_something(meeting: Any, deed: Deed) -> Answer:
    if len(meeting.minutes.strip()) >= LEAST_WORDS:
        return Allowed()
    return Denied("请写明“会议纪要”：讨论经过、风险和条件、后续安排。", field="minutes")
