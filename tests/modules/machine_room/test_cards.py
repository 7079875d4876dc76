"""机房门卡申请表 and 门禁卡."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access import bureau, posts
from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.jobs import run_now
from govops.kernel.organization.models import Post, PostHolding
from govops.kernel.processes.models import WorkItem
from govops.kernel.registers import doors, site
from govops.modules.machine_room import models, public
from tests.moments import at, local


@pytest.mark.rule("R-MR-07")
def test_signed_approved_made_and_collected(card_request: Any, do: Any) -> None:
    application = card_request()
    with pytest.raises(Refused, match="制卡"):
        do(application, "make_card", "access_card_officer", card_number="A0001")
    do(application, "approve", "incident_manager")
    application = do(application, "approve", "security_secrecy_dept")
    todo = WorkItem.objects.get(record_id=application.pk, status="open", kind="handle")
    assert (todo.person.name, todo.step_title) == ("姚雪梅", "制卡"), "保卫部门批准后通知门卡管理员"
    application = do(application, "make_card", "access_card_officer", card_number="A0001")
    card = models.AccessCard.objects.get()
    assert (card.card_number, card.holder, card.state, card.zones) == (
        "A0001",
        application.applicant,
        "in_use",
        application.zones,
    )
    with pytest.raises(Refused):
        do(application, "collect", "access_card_officer")
    assert do(application, "collect", "duty_officer").state == "collected"


@pytest.mark.rule("R-MR-07")
def test_only_the_holder_signs_for_his_card_not_whoever_wrote_the_form(
    card_request: Any, do: Any, cast: Bureau
) -> None:
    application = card_request(by="mr_manager", applicant=cast.people["duty_officer"].pk)
    do(application, "approve", "incident_manager")
    do(application, "approve", "security_secrecy_dept")
    do(application, "make_card", "access_card_officer", card_number="A0001")
    with pytest.raises(Refused, match="申请人本人"):
        do(application, "collect", "mr_manager")
    assert do(application, "collect", "duty_officer").state == "collected"


@pytest.mark.rule("R-MR-07")
def test_nobody_registers_a_card_directly(card_request: Any, create: Any, cast: Bureau) -> None:
    application = card_request()
    data = {
        "card_number": "A9", "holder": cast.people["duty_officer"].pk, "application": application.pk,
        "zones": application.zones, "made_by": cast.people["access_card_officer"].pk,
    }  # fmt: skip
    for channel in ("page", "api", "import"):
        for who in ("access_card_officer", "mr_manager", "security_secrecy_dept", "duty_officer"):
            with pytest.raises(Refused, match="没有“门禁卡”的写权限") as refusal:
                create("access_card", by=who, channel=channel, **data)
            assert refusal.value.status == 403
    assert not models.AccessCard.objects.exists()


@pytest.mark.rule("R-MR-07")
def test_not_even_a_job_makes_a_card_without_approval_or_for_another(
    card_request: Any, do: Any, cast: Bureau
) -> None:
    application = card_request()
    data = {
        "card_number": "A9", "holder": cast.people["duty_officer"], "application": application, "zones": application.zones,
        "made_by": cast.people["access_card_officer"], "applicant": cast.people["duty_officer"],
    }  # fmt: skip
    with pytest.raises(Refused, match="已批准的《机房门卡申请表》") as refusal:
        doors.create(site.get("access_card"), data, actor=SYSTEM)
    assert refusal.value.rule == "R-MR-07"
    do(application, "approve", "incident_manager")
    do(application, "approve", "security_secrecy_dept")
    for changes, words in (
        ({"holder": cast.people["end_user"]}, "仅限申请人本人"),
        ({"made_by": cast.people["duty_officer"]}, "制卡人不能是申请人"),
        ({"made_by": cast.people["mr_manager"]}, "制卡人须为门卡管理员"),
    ):
        with pytest.raises(Refused, match=words):
            doors.create(site.get("access_card"), data | changes, actor=SYSTEM)


@pytest.mark.rule("R-MR-07")
def test_the_card_officer_does_not_make_his_own_card(card_request: Any, do: Any) -> None:
    application = card_request(by="access_card_officer")
    do(application, "approve", "security_secrecy_dept")
    do(application, "approve", "pengzhiqiang")
    with pytest.raises(Refused, match="制卡人不能是申请人") as refusal:
        do(application, "make_card", "access_card_officer", card_number="A0001")
    assert refusal.value.rule == "R-MR-07"


@pytest.mark.rule("R-MR-07")
def test_a_card_number_is_used_once(card: Any, card_request: Any, do: Any) -> None:
    card("A0001")
    other = card_request(by="sunhaoran")
    do(other, "approve", "incident_manager")
    do(other, "approve", "security_secrecy_dept")
    for number in ("A0001", "", "  "):
        with pytest.raises(Refused) as refusal:
            do(other, "make_card", "access_card_officer", card_number=number)
        assert refusal.value.status == 422
    assert do(other, "make_card", "access_card_officer", card_number="A0002").state == "made"


@pytest.mark.rule("R-MR-12")
def test_a_card_application_names_its_zones(card_request: Any) -> None:
    with pytest.raises(Refused) as refusal:
        card_request(zones=[])
    assert "zones" in refusal.value.errors


def test_a_second_card_is_asked_for_as_a_replacement(card: Any, card_request: Any, do: Any) -> None:
    first = card("A0001")
    with pytest.raises(Refused, match="已有在用门卡 A0001"):
        card_request()
    with pytest.raises(Refused, match="本人原有门卡"):
        card_request(kind="replacement", former_number="不存在")
    do(first, "report_lost", "duty_officer", state_reason="外出遗失")
    application = card_request(kind="replacement", former_number="A0001")
    do(application, "approve", "incident_manager")
    do(application, "approve", "security_secrecy_dept")
    do(application, "make_card", "access_card_officer", card_number="A0002")
    first.refresh_from_db()
    assert (first.state, first.state_reason) == ("suspended", "已补办新卡 A0002")
    assert models.AccessCard.objects.get(card_number="A0002").is_usable


def test_other_zones_are_written_on_the_same_card(
    card: Any, card_request: Any, do: Any, hall: models.Zone, core: models.Zone
) -> None:
    card("A0001", zones=[hall.pk])
    application = card_request(kind="change", former_number="A0001", zones=[hall.pk, core.pk])
    do(application, "approve", "incident_manager")
    do(application, "approve", "security_secrecy_dept")
    assert do(application, "make_card", "access_card_officer").card_number == "A0001"
    assert models.AccessCard.objects.get().zones == [hall.pk, core.pk]


def test_a_lost_card_opens_nothing_from_that_moment(
    card: Any, do: Any, room: models.MachineRoom, core: models.Zone
) -> None:
    one = card("A0001")
    assert public.may_enter("A0001", room, core, local("2026-11-23 10:00")) == ""
    do(one, "report_lost", "duty_officer", state_reason="外出遗失")
    assert "已挂失，不能使用" in public.may_enter("A0001", room, core, local("2026-11-23 10:00"))
    assert "没有卡号" in public.may_enter("X", room, core, local("2026-11-23 10:00"))
    do(one, "resume", "access_card_officer", state_reason="找回")
    assert public.may_enter("A0001", room, core, local("2026-11-23 10:00")) == ""


@pytest.mark.rule("R-MR-09", "R-MR-12")
def test_a_card_opens_its_zones_in_working_hours(
    card: Any, room: models.MachineRoom, core: models.Zone, hall: models.Zone
) -> None:
    card("A0001", zones=[hall.pk])
    assert "未授权进入专用区域" in public.may_enter("A0001", room, core, local("2026-11-23 10:00"))
    assert "没有“主机房”这一时段已批准的加班进入申请" in public.may_enter(
        "A0001", room, hall, local("2026-11-28 10:00")
    )


@pytest.mark.rule("R-MR-08")
@pytest.mark.parametrize("change", ["left", "moved"])
def test_who_leaves_or_moves_gives_the_card_back(card: Any, do: Any, cast: Bureau, change: str) -> None:
    one = card("A0001")
    holder = cast.people["duty_officer"]
    if change == "left":
        bureau.leave(holder, on=date(2026, 11, 23), reason="退休", actor=cast.actor("system_admin"))
    else:
        holder.unit = cast.units["GHC"]
        holder.save()
    one.refresh_from_db()
    assert one.state == "suspended"
    assert one.recall_reason == {"left": "离岗", "moved": "调动单位"}[change]
    todo = WorkItem.objects.get(register="access_card", record_id=one.pk, status="open")
    assert (todo.person.name, todo.step_title) == ("姚雪梅", "收回")
    with pytest.raises(Refused, match="正在收回"):
        do(one, "resume", "access_card_officer", state_reason="误停")
    assert do(one, "recover", "access_card_officer").state == "collected"
    assert not WorkItem.objects.filter(register="access_card", record_id=one.pk, status="open").exists()


@pytest.mark.rule("R-MR-08")
def test_a_post_that_ended_overnight_is_found_by_the_nightly_job(card: Any, cast: Bureau) -> None:
    one = card("A0001")
    post = Post.objects.create(unit=cast.units["YWK"], name="值班长")
    PostHolding.objects.create(
        post=post, person=one.holder, valid_from=date(2026, 1, 1), valid_to=date(2026, 11, 24)
    )
    assert run_now("machine_room.collect_cards").sentence == "通知收卡 0 张"
    with at("2026-11-25 00:15"):
        assert run_now("machine_room.collect_cards").sentence == "通知收卡 1 张"
        assert run_now("machine_room.collect_cards").sentence == "通知收卡 0 张"
    one.refresh_from_db()
    assert (one.state, one.recall_reason) == ("suspended", "岗位变动")


@pytest.mark.rule("R-MR-08")
def test_a_post_ended_on_the_page_asks_the_card_back_at_once(card: Any, cast: Bureau) -> None:
    one = card("A0001")
    admin = cast.actor("system_admin")
    held = posts.give(
        one.holder, unit=cast.units["YWK"], name="值班长", valid_from=date(2026, 1, 1), valid_to=None,
        basis="任〔2026〕3号", actor=admin,
    )  # fmt: skip
    one.refresh_from_db()
    assert one.state == "in_use"
    with at("2026-11-25 09:00"):
        posts.end(held, last=date(2026, 11, 24), reason="转岗", actor=admin)
    one.refresh_from_db()
    assert (one.state, one.recall_reason) == ("suspended", "岗位变动")


@pytest.mark.rule("R-HR-03", "R-MR-08")
def test_who_cannot_leave_keeps_the_card(card: Any, cast: Bureau) -> None:
    """The recall is part of the leaving: refused, it never happened."""
    one = card("A0001")
    with pytest.raises(Refused, match="不能晚于今天"):
        bureau.leave(one.holder, on=date(2030, 1, 1), reason="退休", actor=cast.actor("system_admin"))
    one.refresh_from_db()
    assert (one.state, one.recall_reason) == ("in_use", "")


@pytest.mark.rule("R-MR-08")
def test_a_change_that_is_none_recalls_nothing(card: Any, cast: Bureau) -> None:
    one = card("A0001")
    one.holder.title = "高级工程师"
    one.holder.save()
    one.refresh_from_db()
    assert one.state == "in_use"


@pytest.mark.rule("R-MR-08")
def test_people_do_not_recall_cards_by_hand(card: Any, do: Any) -> None:
    with pytest.raises(Refused, match="系统自动办理"):
        do(card(), "recall", "access_card_officer")


def test_outsourced_staff_get_cards_with_an_end(card_request: Any) -> None:
    with pytest.raises(Refused, match="有效期至"):
        card_request(by="wenzihao")
    with pytest.raises(Refused, match="已经过去"):
        card_request(by="wenzihao", valid_to="2026-01-01")
    assert card_request(by="wenzihao", valid_to="2026-12-31").state == "approving"
