"""会议: called with its agenda, told to the board, minuted."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel.access.actor import Actor
from govops.kernel.messages import sending
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import store
from govops.modules.change import messages, seats
from govops.modules.change.choices import ChangeKind, ChangeState
from govops.modules.change.models import ChangeRequest
from govops.modules.change.rules.meetings import members_present, quorum


def waiting() -> list[int]:
    """Ids of the major changes that are before the board or on the way there, the most urgent window first."""
    rows = ChangeRequest.objects.filter(kind=ChangeKind.MAJOR, state=ChangeState.APPROVING)
    return list(rows.order_by("planned_from", "id").values_list("pk", flat=True))


def lay_out(meeting: Any) -> None:
    """A line for each change of the agenda, its view still open: what the minutes go through."""
    meeting.changes = list(dict.fromkeys(meeting.changes))
    numbers = dict(ChangeRequest.objects.filter(pk__in=meeting.changes).values_list("pk", "number"))
    meeting.discussed = [
        {"number": numbers[pk], "view": "", "words": ""} for pk in meeting.changes if pk in numbers
    ]


def tell_the_board(meeting: Any, actor: Actor, word: str) -> None:
    """召开、取消: all members, and whoever chairs."""
    ids = {one.pk for one in seats.BOARD.holders(meeting)} | {meeting.chair_id}
    ids -= {actor.person.pk} if actor.person else set()
    values = {
        "事项": store.discreet_title(meeting),
        "编号": meeting.number,
        "办理人": actor.name,
        "说明": f"{word}：{timezone.localtime(meeting.held_at):%m-%d %H:%M}，{meeting.place}，议题 {len(meeting.changes)} 件。",
    }
    sending.tell(messages.MEETING.code, sorted(ids), values, register="board_meeting", record_id=meeting.pk)


def call_together(meeting: Any, deed: Deed) -> None:
    """通知委员."""
    tell_the_board(meeting, deed.actor, "召开")


def minute(meeting: Any, deed: Deed) -> None:
    for row in meeting.discussed:
        row["number"] = str(row["number"]).strip().upper()
    meeting.present, meeting.quorum, meeting.minuted_at = members_present(meeting), quorum(), deed.at


def call_off(meeting: Any, deed: Deed) -> None:
    tell_the_board(meeting, deed.actor, "会议取消")
