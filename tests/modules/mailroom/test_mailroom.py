"""What came in and found no one waits for the desk, which makes out whose it is, or says why it is dismissed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Refused
from govops.kernel.gateways import receivers
from govops.kernel.gateways.receivers import Inbound, Taken, keep
from govops.kernel.records import attachments
from govops.kernel.records.models import Attachment, Comment
from govops.modules.mailroom.models import UnclaimedMail
from tests.kernel.gateways.letter import PNG
from tests.promises.conftest import monday as monday
from tests.promises.conftest import world as world
from tests.promises.world import World

W = Any  # the fixture `world`, as `World` below names its methods


@pytest.fixture
def waiting(world: W) -> UnclaimedMail:
    file = attachments.store(SimpleUploadedFile("图.png", PNG), actor=SYSTEM)
    inbound = Inbound(
        kind="mail", source="mail", sender="me@home.example", sender_name="何静", subject="打印机卡纸", text="三楼打印机。",
        attachments=(file.pk,), raw_id="<1@home.example>",
    )  # fmt: skip
    record = keep(inbound, "没有登记此邮箱的人员")
    assert isinstance(record, UnclaimedMail)
    return record


@pytest.fixture
def taker(world: W, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Inbound, Actor]]:
    heard: list[tuple[Inbound, Actor]] = []

    def take(inbound: Inbound, actor: Actor) -> Taken | None:
        heard.append((inbound, actor))
        return Taken(world.create("visitor_entry", world.data("visitor_entry"), by="end_user"))

    monkeypatch.setattr(receivers, "_receivers", [take])
    return heard


def claim(world: World, record: UnclaimedMail, by: str = "service_desk", **data: Any) -> Any:
    return world.perform(record, "claim", by, **({"person": world.cast.people["end_user"]} | data))


def test_it_is_kept_with_its_files_and_stands_in_the_bureaus_first_unit(waiting: UnclaimedMail) -> None:
    assert (waiting.state, waiting.sender, waiting.reason) == (
        "waiting",
        "me@home.example",
        "没有登记此邮箱的人员",
    )
    assert waiting.unit.parent_id is None
    assert Attachment.objects.get().record_id == waiting.pk


def test_claimed_it_becomes_what_the_receiver_makes_of_it_as_that_person(
    world: W, waiting: UnclaimedMail, taker: list[tuple[Inbound, Actor]]
) -> None:
    record = claim(world, waiting)
    inbound, actor = taker[0]
    assert actor.person == world.cast.people["end_user"]
    assert (inbound.subject, inbound.person) == ("打印机卡纸", world.cast.people["end_user"])
    assert (record.state, record.result_number[:4]) == ("claimed", "JFLF")
    assert Attachment.objects.get(pk=inbound.attachments[0]).path == Attachment.objects.earliest("id").path


def test_with_a_number_it_becomes_a_comment_on_that_record(
    world: W, waiting: UnclaimedMail, taker: Any
) -> None:
    entry = world.create("visitor_entry", world.data("visitor_entry"), by="end_user")
    record = claim(world, waiting, reference_number=entry.number.lower())
    said = Comment.objects.get()
    assert (said.record_id, said.text, said.author) == (
        entry.pk,
        "三楼打印机。",
        world.cast.people["end_user"],
    )
    assert (record.result_number, taker) == (entry.number, [])


def test_a_number_that_the_person_may_not_see_is_refused(
    world: W, waiting: UnclaimedMail, taker: Any
) -> None:
    alert = world.record("room_alert")
    with pytest.raises(Refused, match=f"没有编号为 {alert.number} 的单据"):
        claim(world, waiting, reference_number=alert.number)
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_while_nobody_takes_it_nothing_changes_and_the_way_out_is_said(
    world: W, waiting: UnclaimedMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receivers, "_receivers", [])
    with pytest.raises(Refused, match="请人工登记相应的单据"):
        claim(world, waiting)
    waiting.refresh_from_db()
    assert (waiting.state, Attachment.objects.count()) == ("waiting", 1)


def test_nobody_acts_as_an_administrator(world: W, waiting: UnclaimedMail, taker: Any) -> None:
    with pytest.raises(Refused, match="管理员账户不受理业务来件"):
        claim(world, waiting, person=world.cast.people["system_admin"])
    assert taker == []


def test_only_the_desk_claims_and_dismisses(world: W, waiting: UnclaimedMail, taker: Any) -> None:
    for by in ("end_user", "mr_manager"):
        with pytest.raises(Refused):
            claim(world, waiting, by)
    assert world.client_of("end_user").get(f"/r/unclaimed_mail/{waiting.pk}/").status_code == 403
    page = world.client_of("service_desk").get(f"/r/unclaimed_mail/{waiting.pk}/").content.decode()
    assert "认领" in page


def test_what_is_dismissed_says_why(world: W, waiting: UnclaimedMail) -> None:
    with pytest.raises(Refused):
        world.perform(waiting, "dismiss", "service_desk", conclusion="")
    assert world.perform(waiting, "dismiss", "service_desk", conclusion="广告邮件").state == "dismissed"
