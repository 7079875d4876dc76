"""变更委员会: what waits for the board, and each of its meetings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.registers import doors, site
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of
from govops.modules.change import dashboards
from govops.modules.change.choices import MeetingState

MEETING = "board_meeting"
HOME = "/m/change/board/"


@page("change/board/", name="change-board")
def board(request: HttpRequest) -> HttpResponse:
    """All major changes that wait, or (`?meeting=`) the agenda and minutes of one meeting. For readers of meetings."""
    actor = actor_of(request)
    if not table.scope_of(actor, "read", MEETING):
        raise Refused("您没有查看变更委员会议程的权限；请联系变更经理。", rule="R-USR-05", status=403)
    meeting = _meeting(request)
    may_call = bool(table.may(actor, "write", MEETING))
    context: dict[str, Any] = {
        **dashboards.board(actor, meeting),
        "title": meeting.subject if meeting else "变更委员会",
        "subtitle": "待审议的重大变更：看清风险和影响，逐件签署意见",
        "crumbs": [{"title": "变更管理"}, {"title": "变更委员会", **({"url": HOME} if meeting else {})}],
        "meeting": meeting,
        "may_call": may_call,
    }
    if meeting:
        context["crumbs"].append({"title": meeting.number})
        context |= {
            "attendees": dashboards.attendance(meeting),
            "is_called": meeting.state == MeetingState.CALLED,
            "record_url": site.get(MEETING).url(meeting.pk),
        }
    return render(request, "change/board.html", context)


def _meeting(request: HttpRequest) -> Any:
    raw = request.GET.get("meeting", "")
    if not raw:
        return None
    if not (raw.isdecimal() and raw.isascii() and len(raw) < 19):
        raise Refused("没有找到这次会议，请从会议列表进入。", status=404)
    return doors.get(site.get(MEETING), int(raw), actor=actor_of(request))
