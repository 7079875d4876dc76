"""Those who work on a ticket without a role of the desk: vendors, engineers, a commander; and what the desk calls people."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.messages import kinds, wording
from govops.kernel.processes import engine
from govops.kernel.records import comments
from govops.kernel.records.visibility import visible
from govops.modules.service_desk import models
from tests.modules.service_desk.conftest import SOLVED
from tests.modules.service_desk.test_incidents import told
from tests.modules.service_desk.test_pages import words
from tests.moments import at, local

ENGINEER = "wenzihao"


@pytest.fixture
def at_the_vendor(incident: Any, do: Any, vendor: Any) -> Any:
    """Handed on to the vendor's group, in nobody's hands yet."""
    ticket = do(
        incident(), "triage", "service_desk", category="desktop", impact="person", urgency="low", group=vendor
    )
    ticket.refresh_from_db()
    return ticket


# --- 内部备注 ------------------------------------------------------------------------------------------------------------


def test_the_vendor_writes_an_internal_note_and_the_reporter_does_not_read_it(
    at_the_vendor: Any, actor: Any, client_of: Any
) -> None:
    comments.add(at_the_vendor, text="搓纸轮须更换，已下单。", actor=actor(ENGINEER), is_internal=True)
    address = f"/r/incident/{at_the_vendor.pk}/"
    for who in (ENGINEER, "service_desk"):
        assert "搓纸轮须更换" in words(client_of(who).get(address))
    assert "搓纸轮须更换" not in words(client_of("end_user").get(address))
    assert 'name="is_internal"' in client_of(ENGINEER).get(address).content.decode()


def test_a_group_that_the_ticket_does_not_lie_with_writes_none(
    incident: Any, vendor: Any, actor: Any
) -> None:
    with pytest.raises(Refused, match="只供办理人员使用"):
        comments.add(incident(), text="看一下", actor=actor(ENGINEER), is_internal=True)


def test_even_of_the_group_a_reporter_reads_no_notes_about_himself(
    incident: Any, do: Any, vendor: Any, actor: Any
) -> None:
    own = do(
        incident(by=ENGINEER), "triage", "service_desk", category="desktop", impact="person", urgency="low", group=vendor
    )  # fmt: skip
    comments.add(own, text="此人常把线踢松", actor=actor("service_desk"), is_internal=True)
    assert comments.of(own, actor(ENGINEER)) == []


# --- the timeline of a major incident --------------------------------------------------------------------------------


@pytest.fixture
def commanded(incident: Any, create: Any, cast: Bureau) -> Any:
    """温子豪 of the vendor commands: he has no role of the desk."""
    ticket = incident(subject="邮件系统宕机", impact="bureau", urgency="high")
    return create(
        "major_incident", by="incident_manager", incident=ticket.pk, reason="全委邮件中断。", public_words="邮件暂不能收发",
        commander=cast.people[ENGINEER].pk,
    )  # fmt: skip


def test_the_commander_writes_the_timeline_and_reads_it(
    commanded: Any, do: Any, client_of: Any, cast: Bureau
) -> None:
    do(commanded, "note", ENGINEER, opinion="已切换到备用存储，正在校验。")
    line = models.MajorIncidentUpdate.objects.get()
    assert line.words == f"{cast.people[ENGINEER].name}：已切换到备用存储，正在校验。"
    page = client_of(ENGINEER).get(f"/r/major_incident/{commanded.pk}/")
    assert "已切换到备用存储" in words(page)
    assert "记时间线" in words(page)


def test_who_works_on_the_incident_does_too_and_nobody_else(
    commanded: Any, do: Any, vendor: Any, actor: Any, client_of: Any
) -> None:
    with pytest.raises(Refused, match="由指挥人、事件处理人及其支持组成员记录"):
        do(commanded, "note", "qiyong", opinion="我也来说一句")
    do(
        commanded.incident,
        "triage",
        "service_desk",
        category="desktop",
        impact="bureau",
        urgency="high",
        group=vendor,
    )
    do(commanded, "note", "qiyong", opinion="控制器已更换")
    lines = models.MajorIncidentUpdate.objects.all()
    assert visible(lines, actor("qiyong"), register="major_incident_update").count() == 1
    assert visible(lines, actor("drafter"), register="major_incident_update").count() == 0
    with pytest.raises(Refused):
        engine.perform(
            "major_incident", commanded.pk, "note", actor=actor("drafter", "api"), data={"opinion": "听说"}
        )


# --- 已超时 --------------------------------------------------------------------------------------------------------------


def test_what_is_late_now_is_a_filter_of_list_view_and_tile(
    incident: Any, do: Any, client_of: Any, api_of: Any
) -> None:
    late, waiting, solved = (incident(subject=one) for one in ("卡纸甲", "卡纸乙", "卡纸丙"))
    with at("2026-11-24 09:00"):
        do(waiting, "take", "support_l1")
        do(
            waiting,
            "set_aside",
            "support_l1",
            pending_reason="parts",
            pending_until=local("2026-12-20 09:00"),
        )
        do(solved, "resolve", "support_l1", **SOLVED)
    with at("2026-12-10 09:00"):
        desk = client_of("service_desk")
        rows = words(desk.get("/r/incident/?overdue=1&sort=due_at"))
        assert "卡纸甲" in rows
        assert "卡纸乙" not in rows
        assert "卡纸丙" not in rows
        assert "已超时：尚未解决" in rows
        assert (
            'href="/r/incident/?overdue=1&amp;sort=due_at"'
            in desk.get("/m/service_desk/desk/").content.decode()
        )
        found = api_of("service_desk").get("/api/v1/incident?overdue=1").json()
        assert [row["number"] for row in found["items"]] == [late.number]
        assert desk.get("/r/incident/?overdue=yes").status_code == 422
        assert desk.post("/r/incident/views/", {"title": "正在超时", "query": "overdue=1"}).status_code in {
            200,
            302,
        }
        assert "正在超时" in words(desk.get("/r/incident/"))


# --- words -----------------------------------------------------------------------------------------------------------


def test_the_page_of_a_ticket_speaks_of_its_reporter(incident: Any, client_of: Any) -> None:
    page = words(client_of("service_desk").get(f"/r/incident/{incident().pk}/"))
    assert "报告人" in page
    assert "申请人" not in page
    form = words(client_of("service_desk").get("/r/service_request/new/"))
    assert "请求人与密级" in form
    assert "申请人" not in form


def test_what_the_desk_tells_is_worded_by_the_administrator(
    incident: Any,
    do: Any,
    cast: Bureau,
    actor: Any,
    setting: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        wording.change(
            kinds.get("ticket_resolved"), title="{编号} 办好了（{办理人}）", text="做法：{说明}", actor=actor("system_admin")
        )  # fmt: skip
    ticket = do(incident(), "resolve", "support_l1", **SOLVED)
    assert told(cast, "end_user")[-1] == f"{ticket.number} 办好了（徐航）"
    with django_capture_on_commit_callbacks(execute=True):
        wording.reset(kinds.get("ticket_resolved"), actor=actor("system_admin"))


# --- true while one works --------------------------------------------------------------------------------------------


def test_the_figures_of_the_desk_are_asked_again(incident: Any, client_of: Any) -> None:
    desk = client_of("service_desk")
    assert 'data-fresh="working"' in desk.get("/m/service_desk/desk/").content.decode()
    before = words(desk.get("/m/service_desk/desk/tiles/"))
    incident()
    after = words(desk.get("/m/service_desk/desk/tiles/"))
    assert "未派单 0" in before.replace("  ", " ")
    assert "未派单 1" in after.replace("  ", " ")
    assert client_of("end_user").get("/m/service_desk/desk/tiles/").status_code == 403
