"""变更审批委员会: called over waiting major changes, quorate, minuted; its agenda tells each member what he needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.messages.models import Message
from govops.modules.change.models import BoardMeeting, ChangeRequest
from tests.modules.change.conftest import BOARD, MANAGER
from tests.moments import at

HOME = "/m/change/board/"
#: the button of whoever is asked
DECIDE = '#decision">签署意见'


@pytest.fixture
def meeting(create: Any, cast: Bureau) -> Callable[..., BoardMeeting]:
    """Over these changes, this morning at nine."""

    def made(*changes: ChangeRequest, by: str = MANAGER, **facts: Any) -> Any:
        data = {
            "subject": "第 3 次变更审批委员会会议", "held_at": "2026-11-23 09:00", "place": "三楼会议室",
            "chair": cast.people["cab"].pk, "changes": [one.pk for one in changes],
        }  # fmt: skip
        return create("board_meeting", by=by, **data | facts)

    return made


@pytest.fixture
def minutes(cast: Bureau) -> Callable[..., dict[str, Any]]:
    def told(*changes: ChangeRequest, came: tuple[str, ...] = BOARD, view: str = "agreed") -> dict[str, Any]:
        return {
            "attendees": [cast.people[name].pk for name in came],
            "discussed": [{"number": one.number.lower(), "view": view, "words": ""} for one in changes],
            "minutes": "听取方案和演练情况，确认窗口与回退步骤，同意按计划实施。",
        }

    return told


def text(client: Any, address: str = HOME) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_meeting_is_called_told_held_and_minuted(
    assessed: Any, meeting: Any, minutes: Any, do: Any, cast: Bureau, client_of: Any
) -> None:
    one = assessed(kind="major")
    called = meeting(one)
    assert called.discussed == [{"number": one.number, "view": "", "words": ""}]
    assert not Message.objects.filter(kind="change_meeting").exists()
    do(called, "call", MANAGER)
    told = Message.objects.get(person=cast.people[BOARD[1]], kind="change_meeting")
    assert "召开：11-23 09:00，三楼会议室，议题 1 件" in told.text
    done = do(called, "minute", MANAGER, **minutes(one))
    assert (done.state, done.present, done.quorum) == ("minuted", 2, 2)
    assert done.discussed[0]["number"] == one.number
    page = text(client_of(BOARD[0]), f"{HOME}?meeting={called.pk}")
    for words in ("到会委员 2 人，法定人数 2 人", "确认窗口与回退步骤", "建议同意", one.number):
        assert words in page
    one.refresh_from_db()
    assert one.state == "approving", "the sitting decides nothing: each member signs for himself"


def test_without_a_quorum_there_are_no_minutes(
    assessed: Any, meeting: Any, minutes: Any, refused: Any
) -> None:
    one = assessed(kind="major")
    refusal = refused(meeting(one), "minute", MANAGER, **minutes(one, came=(BOARD[0], MANAGER)))
    assert refusal.field == "attendees"
    assert "到会委员 1 人，不足法定人数 2 人" in refusal.sentence


def test_every_item_of_the_agenda_has_its_view(
    assessed: Any, meeting: Any, minutes: Any, refused: Any, change: Any
) -> None:
    one, other = assessed(kind="major"), assessed(kind="major", conflict_words="先后进行，已知悉")
    called = meeting(one, other)
    assert f"缺少 {other.number}" in refused(called, "minute", MANAGER, **minutes(one)).sentence
    foreign = change(kind="major", conflict_words="先后进行，已知悉")
    assert "不是本次会议的议题" in refused(called, "minute", MANAGER, **minutes(one, other, foreign)).sentence
    assert "要点与条件" in refused(called, "minute", MANAGER, **minutes(one, other, view="refused")).sentence


def test_only_what_the_board_decides_is_on_its_agenda(change: Any, approved: Any, meeting: Any) -> None:
    with pytest.raises(Refused, match="是一般变更，不必上会"):
        meeting(change())
    with pytest.raises(Refused, match="现为“已批准”"):
        meeting(approved(kind="major", conflict_words="先后进行，已知悉"))
    with pytest.raises(Refused, match="请选择“议题”"):
        meeting()


def test_nobody_minutes_what_has_not_been_held(
    assessed: Any, meeting: Any, minutes: Any, refused: Any, do: Any
) -> None:
    one = assessed(kind="major")
    called = meeting(one, held_at="2026-11-24 14:00")
    assert "会议时间还没有到" in refused(called, "minute", MANAGER, **minutes(one)).sentence
    assert "须写明原因" in refused(called, "cancel", MANAGER).sentence
    assert do(called, "cancel", MANAGER, opinion="合并到下次").state == "cancelled"


@pytest.mark.parametrize("channel", ["page", "api", "import"])
def test_only_the_change_manager_calls_the_board(
    create: Any, assessed: Any, cast: Bureau, channel: str
) -> None:
    one = assessed(kind="major")
    data = {"subject": "会议", "held_at": "2026-11-24 09:00", "place": "三楼", "chair": cast.people["cab"].pk}
    with pytest.raises(Refused, match="写权限"):
        create("board_meeting", by="network_engineer", channel=channel, changes=[one.pk], **data)


def test_a_new_meeting_begins_with_all_that_waits(assessed: Any, client_of: Any) -> None:
    one = assessed(kind="major")
    page = text(client_of(MANAGER), "/r/board_meeting/new/")
    assert one.number in page


def test_members_see_the_agenda_the_votes_and_who_is_missing(
    assessed: Any, do: Any, client_of: Any, change: Any, cast: Bureau
) -> None:
    one = assessed(kind="major")
    change()  # a normal one is not for the board
    page = text(client_of(BOARD[1]))
    names = [cast.people[member].name for member in BOARD]
    assert DECIDE in page
    assert "须 2 人" in page
    assert "未表态" in page
    assert all(name in page for name in names)
    do(one, "approve", BOARD[0])
    page = text(client_of(BOARD[1]))
    assert "<b>1</b> 人同意" in page
    assert one.number in page
    assert DECIDE not in text(client_of(BOARD[0]))
    do(one, "approve", BOARD[1])
    assert "没有待审议的重大变更" in text(client_of(BOARD[1]))


def test_the_agenda_costs_the_same_with_many_changes(assessed: Any, client_of: Any) -> None:
    client = client_of(BOARD[0])

    def queries() -> int:
        text(client)
        with CaptureQueriesContext(connection) as asked:
            text(client)
        return len(asked)

    assessed(kind="major")
    few = queries()
    for _ in range(3):
        assessed(kind="major", conflict_words="依次进行，已知悉")
    assert queries() <= few <= 12


def test_strangers_are_turned_away(assessed: Any, meeting: Any, client_of: Any) -> None:
    one = assessed(kind="major")
    called = meeting(one)
    assert one.number not in text(client_of("end_user"))
    assert client_of("end_user").get(f"{HOME}?meeting={called.pk}").status_code == 404
    assert client_of(MANAGER).get(f"{HOME}?meeting=x").status_code == 404


def test_a_change_does_not_wait_for_a_meeting(assessed: Any, do: Any, meeting: Any) -> None:
    one = assessed(kind="major")
    meeting(one, held_at="2026-11-24 14:00")
    with at("2026-11-23 16:00"):
        do(one, "approve", BOARD[0])
        assert do(one, "approve", BOARD[1]).state == "approved"
