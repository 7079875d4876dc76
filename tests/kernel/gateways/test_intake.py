"""What comes by mail: threads matched, strangers kept, machines not answered, each mail once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.gateways import intake, receivers
from govops.kernel.gateways.models import Received
from govops.kernel.gateways.receivers import Inbound, Taken
from govops.kernel.messages import mail, sending
from govops.kernel.organization.models import Person
from govops.kernel.records import comments
from govops.kernel.records.models import Attachment, Comment
from govops.modules.mailroom.models import UnclaimedMail
from tests.kernel.gateways.letter import PNG, letter
from tests.promises.world import World

HE = "何静 <hejing@example.gov.cn>"


@pytest.fixture(autouse=True)
def addresses(world: World, setting: Callable[..., None]) -> None:
    """end_user writes from hejing@, mr_manager from zhoumin@."""
    setting(mail_sender="itsm@example.gov.cn")
    for name, address in (("end_user", "hejing@example.gov.cn"), ("mr_manager", "ZhouMin@example.gov.cn")):
        Person.objects.filter(pk=world.person(name)).update(email=address)


@pytest.fixture
def entry(world: World) -> Any:
    return world.create("visitor_entry", world.data("visitor_entry"), by="end_user", submit=True)


@pytest.fixture
def taker(world: World, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Inbound, Actor]]:
    """A module that makes a record of what comes in."""
    heard: list[tuple[Inbound, Actor]] = []

    def take(inbound: Inbound, actor: Actor) -> Taken | None:
        heard.append((inbound, actor))
        if "不归我管" in inbound.subject:
            return None
        if "拒收" in inbound.subject:
            raise Refused("服务目录中没有这一项，请电话联系服务台。")
        return Taken(world.create("visitor_entry", world.data("visitor_entry"), by="end_user"))

    monkeypatch.setattr(receivers, "_receivers", [take])
    return heard


# --- answers ------------------------------------------------------------------------------------------------


def test_the_number_in_the_subject_finds_the_record(entry: Any) -> None:
    row = intake.take_mail(letter(HE, f"回复：[{entry.number.lower()}] 打印机", "已补材料。\n\n> 旧话"))
    assert (row.outcome, row.number) == ("comment", entry.number)
    said = Comment.objects.get()
    assert (said.text, said.is_internal, said.author.email) == ("已补材料。", False, "hejing@example.gov.cn")


def test_an_answer_to_our_mail_finds_it_without_a_number(world: World, entry: Any) -> None:
    (message,) = sending.send(
        [world.person("end_user")], title="请补材料", register="visitor_entry", record_id=entry.pk
    )
    sent = str(mail.composed(message, "hejing@example.gov.cn").message()["Message-ID"])
    assert intake.take_mail(letter(HE, "Re: 请补材料", "好", In_Reply_To=sent)).number == entry.number
    assert (
        intake.take_mail(letter(HE, "Re: 请补材料", "好", References=f"<x@y> {sent}")).number == entry.number
    )


def test_an_answer_to_an_earlier_mail_about_it_finds_it_too(entry: Any) -> None:
    first = intake.take_mail(letter(HE, f"{entry.number} 材料", "一"))
    assert intake.take_mail(letter(HE, "Re: 材料", "二", In_Reply_To=first.raw_id)).number == entry.number


def test_a_forged_identifier_of_ours_finds_nothing(entry: Any, taker: Any) -> None:
    forged = f"<govops.1.{'0' * 20}@example.gov.cn>"
    intake.take_mail(letter(HE, "Re: x", In_Reply_To=forged))
    assert taker[0][0].in_reply_to is None
    assert not Comment.objects.exists()


def test_files_go_through_the_usual_checks(entry: Any) -> None:
    intake.take_mail(letter(HE, entry.number, "见附件", files=(("图.png", PNG), ("病毒.exe", b"MZ"))))
    said = Comment.objects.get()
    assert "不能上传“.exe”类型的附件" in said.text
    assert [file.name for file in Attachment.objects.filter(register=comments.FILES, record_id=said.pk)] == [
        "图.png"
    ]


def test_who_may_not_see_the_record_adds_nothing_to_it(world: World, entry: Any) -> None:
    Person.objects.filter(pk=world.person("zouwei")).update(email="zou@example.gov.cn")
    row = intake.take_mail(letter("zou@example.gov.cn", entry.number))
    assert (row.outcome, row.words) == ("unclaimed", f"发件人无权查看 {entry.number}")
    assert not Comment.objects.exists()
    assert UnclaimedMail.objects.get().reference_number == entry.number


def test_a_mail_changes_no_state(entry: Any) -> None:
    before = entry.state
    intake.take_mail(letter(HE, f"{entry.number} 同意", "同意。state=approved"))
    entry.refresh_from_db()
    assert entry.state == before


# --- new matters --------------------------------------------------------------------------------------------


def test_what_is_new_goes_to_the_receivers_as_its_sender(world: World, taker: Any) -> None:
    row = intake.take_mail(letter(HE, files=(("图.png", PNG),)))
    inbound, actor = taker[0]
    assert (row.outcome, row.words) == ("taken", "已受理")
    assert (inbound.subject, inbound.text, inbound.person) == (
        "打印机坏了",
        "三楼打印机卡纸。",
        world.cast.people["end_user"],
    )
    assert (actor.person, actor.is_system) == (world.cast.people["end_user"], False)
    assert Attachment.objects.get(pk=inbound.attachments[0]).uploaded_by == world.cast.people["end_user"]
    assert "由来件受理（邮件，hejing@example.gov.cn）" in AuditEntry.objects.latest("id").summary


def test_the_same_mail_counts_once(taker: Any) -> None:
    raw = letter(HE)
    first = intake.take_mail(raw)
    assert intake.take_mail(raw) == first
    assert (len(taker), Received.objects.count()) == (1, 1)


def test_a_mail_without_an_identifier_counts_once_too(taker: Any) -> None:
    raw = b"From: hejing@example.gov.cn\nSubject: x\n\nbody"
    intake.take_mail(raw)
    intake.take_mail(raw)
    assert len(taker) == 1


@pytest.mark.parametrize(
    ("subject", "reason"), [("不归我管", "没有业务受理这类来件"), ("拒收", "服务目录中没有这一项")]
)
def test_what_nobody_takes_is_kept_with_its_reason_and_files(taker: Any, subject: str, reason: str) -> None:
    row = intake.take_mail(letter(HE, subject, files=(("图.png", PNG),)))
    kept = UnclaimedMail.objects.get()
    assert (row.outcome, row.number) == ("unclaimed", kept.number)
    assert reason in kept.reason
    assert Attachment.objects.get().record_id == kept.pk


@pytest.mark.parametrize("sender", ["x@elsewhere.example", "shared@example.gov.cn"])
def test_strangers_and_shared_addresses_are_kept_not_guessed(world: World, taker: Any, sender: str) -> None:
    for name in ("guard", "duty_officer"):
        Person.objects.filter(pk=world.person(name)).update(email="shared@example.gov.cn")
    row = intake.take_mail(letter(sender))
    assert (row.outcome, row.words, taker) == ("unclaimed", "没有登记此邮箱的人员", [])
    assert UnclaimedMail.objects.get().sender == sender


def test_only_mail_from_named_domains_acts_as_a_person(setting: Callable[..., None], taker: Any) -> None:
    setting(inbound_domains=["inner.gov.cn"])
    assert intake.take_mail(letter(HE)).outcome == "unclaimed"
    assert taker == []


def test_an_administrator_and_one_without_an_account_ask_for_nothing(world: World, taker: Any) -> None:
    Person.objects.filter(pk=world.person("system_admin")).update(email="admin@example.gov.cn")
    assert intake.take_mail(letter("admin@example.gov.cn")).words == "管理员账户不受理业务来件"
    account = world.cast.accounts["end_user"]
    account.is_active = False
    account.save()
    assert intake.take_mail(letter(HE)).words == "发件人没有可用的账户"
    assert taker == []


# --- machines -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<all.example.gov.cn>"},
        {"Return_Path": "<>"},
    ],
)
def test_automatic_mail_is_noted_and_not_answered(taker: Any, headers: dict[str, str]) -> None:
    assert intake.take_mail(letter(HE, **headers)).outcome == "ignored"
    assert taker == []
    assert not UnclaimedMail.objects.exists()


def test_a_person_who_says_no_is_not_automatic(taker: Any) -> None:
    assert intake.take_mail(letter(HE, Auto_Submitted="no", Precedence="normal")).outcome == "taken"


@pytest.mark.parametrize(
    "sender", ["MAILER-DAEMON@example.gov.cn", "noreply@example.gov.cn", "itsm@example.gov.cn", "", "nobody"]
)
def test_servers_and_ourselves_are_not_answered(taker: Any, sender: str) -> None:
    assert intake.take_mail(letter(sender) if sender else b"Subject: x\n\nx").outcome == "ignored"
    assert taker == []


def test_a_bounce_with_an_empty_envelope_is_not_answered(taker: Any) -> None:
    assert intake.take_mail(letter(HE), return_path="").words == "退信或系统通知"


def test_our_own_mail_that_comes_back_is_not_answered(world: World, taker: Any) -> None:
    (message,) = sending.send([world.person("end_user")], title="x")
    own = str(mail.composed(message, "a@b.cn").message()["Message-ID"])
    assert intake.take_mail(letter(HE, Message_ID=own)).words == "本平台自己发出的邮件"


def test_a_flood_is_stopped_and_begins_again_after_an_hour(taker: Any, setting: Callable[..., None]) -> None:
    setting(inbound_per_hour=3)
    assert [intake.take_mail(letter(HE)).outcome for _ in range(5)] == ["taken"] * 3 + ["ignored"] * 2
    from datetime import timedelta

    with moment.at(moment.now() + timedelta(minutes=61)):
        assert intake.take_mail(letter(HE)).outcome == "taken"


def test_a_fault_of_ours_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(inbound: Inbound, actor: Actor) -> Taken | None:
        raise RuntimeError("bug")

    monkeypatch.setattr(receivers, "_receivers", [broken])
    raw = letter(HE)
    with pytest.raises(RuntimeError):
        intake.take_mail(raw)
    assert not Received.objects.exists(), "so that it is taken in when it is delivered again"
