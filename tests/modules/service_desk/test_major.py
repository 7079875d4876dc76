"""A major incident: the leader hears, somebody commands, a review follows (R-INC-02)."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import SeatHolder
from govops.kernel.processes.models import WorkItem
from govops.kernel.registers import lists, site
from govops.modules.service_desk import models
from govops.modules.service_desk.jobs import go_on
from tests.modules.service_desk.conftest import SOLVED
from tests.modules.service_desk.test_incidents import CHANNELS, todo_of, told
from tests.moments import at, local

REVIEW = {
    "review": "存储控制器固件缺陷致两节点同时重启，切换预案未覆盖此情形。",
    "improvements": "升级固件；预案补充双节点失效的处置。",
}


@pytest.fixture
def declare(incident: Any, create: Any, cast: Bureau) -> Any:
    """赵立新 declares that mail is down for everybody; 胡志刚 commands."""

    def declared(by: str = "incident_manager", channel: str = "page", **changes: Any) -> Any:
        data = {
            "reason": "全委邮件中断，无法收发公文通知。", "public_words": "全委邮件暂不能收发，正在抢修", "commander": cast.people["support_l3"].pk,
        }  # fmt: skip
        if "incident" not in changes:
            data["incident"] = incident(subject="邮件系统宕机", impact="bureau", urgency="high").pk
        return create("major_incident", by=by, channel=channel, **data | changes)

    return declared


@pytest.mark.rule("R-INC-02")
def test_the_leader_reads_it_and_the_commander_is_told(declare: Any, cast: Bureau) -> None:
    major = declare()
    major.incident.refresh_from_db()
    assert (major.state, major.notified, major.incident.is_major) == ("declared", "沈国梁", True)
    reading = WorkItem.objects.get(register="major_incident", record_id=major.pk, kind="read")
    assert reading.person == cast.people["it_lead"]
    assert "请您指挥处置：全委邮件暂不能收发，正在抢修" in told(cast, "support_l3")
    assert todo_of(major) == [("沈国梁", "read"), ("胡志刚", "restore")]


@pytest.mark.rule("R-INC-02")
@pytest.mark.parametrize("channel", CHANNELS)
def test_nobody_declares_what_the_leader_cannot_hear_of(declare: Any, channel: str) -> None:
    SeatHolder.objects.filter(seat="it_lead").delete()
    with pytest.raises(Refused, match="无法通知") as refusal:
        declare(channel=channel)
    assert refusal.value.rule == "R-INC-02"
    assert not models.MajorIncident.objects.exists()


@pytest.mark.rule("R-INC-02")
@pytest.mark.parametrize("channel", CHANNELS)
def test_nobody_declares_without_a_commander(declare: Any, channel: str) -> None:
    with pytest.raises(Refused) as refusal:
        declare(channel=channel, commander="")
    assert "commander" in refusal.value.errors


@pytest.mark.rule("R-INC-02")
@pytest.mark.parametrize("channel", CHANNELS)
def test_only_the_desk_declares(declare: Any, incident: Any, channel: str) -> None:
    ticket = incident()
    for who in ("end_user", "support_l2", "unit_head"):
        with pytest.raises(Refused) as refusal:
            declare(by=who, channel=channel, incident=ticket.pk)
        assert refusal.value.status == 403


@pytest.mark.rule("R-INC-02")
@pytest.mark.parametrize("channel", CHANNELS)
def test_without_a_review_the_incident_does_not_close(declare: Any, do: Any, channel: str) -> None:
    major = declare()
    incident = do(major.incident, "resolve", "support_l3", **SOLVED)
    do(incident, "confirm", "end_user")
    with at("2026-11-30 09:00"):
        with pytest.raises(Refused, match="须完成评审") as refusal:
            do(incident, "close", "service_desk", channel=channel)
        assert refusal.value.rule == "R-INC-02"
        restored = do(
            major, "restore", "support_l3", restored_at=local("2026-11-23 11:00"), measures="切换备用存储。"
        )
        assert todo_of(restored) == [("沈国梁", "read"), ("赵立新", "review")]
        with pytest.raises(Refused, match="至少 10 个字"):
            do(restored, "review", "incident_manager", **REVIEW | {"review": "没问题"})
        assert do(restored, "review", "incident_manager", **REVIEW).state == "reviewed"
        go_on(actor=SYSTEM)
    incident.refresh_from_db()
    assert incident.state == "closed"


@pytest.mark.rule("R-INC-02")
def test_a_review_is_the_incident_managers(declare: Any, do: Any) -> None:
    restored = do(
        declare(), "restore", "support_l3", restored_at=local("2026-11-23 09:20"), measures="重启服务。"
    )
    with pytest.raises(Refused) as refusal:
        do(restored, "review", "support_l3", **REVIEW)
    assert refusal.value.status == 403


@pytest.mark.rule("R-INC-02")
def test_users_read_what_is_announced_and_nothing_of_the_timeline(declare: Any, do: Any, actor: Any) -> None:
    major = declare()
    do(
        major,
        "announce",
        "support_l3",
        public_words="邮件已可收信，发信预计 11 点恢复",
        expected_at=local("2026-11-23 11:00"),
    )
    seen = list(lists.base(site.get("major_incident"), actor("drafter")))
    assert [row.public_words for row in seen] == ["邮件已可收信，发信预计 11 点恢复"]
    assert list(lists.base(site.get("major_incident_update"), actor("drafter"))) == []


@pytest.mark.rule("R-INC-02")
def test_stood_down_it_is_an_ordinary_incident_again_and_may_be_declared_anew(declare: Any, do: Any) -> None:
    major = declare()
    with pytest.raises(Refused, match="已宣布为重大事件"):
        declare(incident=major.incident_id)
    do(major, "stand_down", "incident_manager", opinion="仅两人受影响")
    major.incident.refresh_from_db()
    assert not major.incident.is_major
    assert declare(incident=major.incident_id).state == "declared"


@pytest.mark.rule("R-INC-02")
def test_a_secret_incident_is_not_announced_to_all(declare: Any, incident: Any, cast: Bureau) -> None:
    hidden = incident(
        by="service_desk", known_to=[cast.people["support_l3"].pk, cast.people["incident_manager"].pk]
    )
    with pytest.raises(Refused, match="限定了知悉范围"):
        declare(incident=hidden.pk)


@pytest.mark.rule("R-INC-02")
def test_the_timeline_tells_what_has_happened(declare: Any, create: Any, do: Any) -> None:
    major = declare()
    with pytest.raises(Refused, match="不能晚于现在"):
        create(
            "major_incident_update",
            by="support_l3",
            major=major.pk,
            happened_at="2026-11-23 18:00",
            words="预计恢复",
        )
    written = create(
        "major_incident_update",
        by="support_l3",
        major=major.pk,
        happened_at="2026-11-23 09:25",
        words="厂商到场",
    )
    assert str(written.kind) == "progress"
    do(major, "stand_down", "incident_manager", opinion="误判")
    with pytest.raises(Refused, match="时间线不再增加"):
        create(
            "major_incident_update",
            by="support_l3",
            major=major.pk,
            happened_at="2026-11-23 09:25",
            words="补记",
        )
