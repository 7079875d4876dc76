"""Mail: one for each message, never in the way of an action, tried again, and silent about what is classified."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core import mail as outbox
from django.test import Client

from govops.kernel import moment
from govops.kernel.jobs import run_now
from govops.kernel.messages import mail, sending, threads
from govops.kernel.messages.models import MailChoice, MailOut, Message
from govops.kernel.organization.models import Person


@pytest.fixture
def people(cast: Any, setting: Callable[..., None]) -> dict[str, Person]:
    """Two with an address, one without; mail is on."""
    setting(mail_enabled=True, mail_sender="itsm@example.gov.cn", mail_site="http://itsm.example.gov.cn/")
    found = {name: cast.people[name] for name in ("end_user", "mr_manager", "guard")}
    for name, person in found.items():
        Person.objects.filter(pk=person.pk).update(email="" if name == "guard" else f"{name}@example.gov.cn")
    return found


def tell(*people: Person, **more: Any) -> list[Message]:
    return sending.send([person.pk for person in people], title="换硬盘：已批准", **more)


def test_one_mail_a_message_to_whoever_has_an_address(people: dict[str, Person]) -> None:
    tell(*people.values())
    assert sorted(MailOut.objects.values_list("address", flat=True)) == [
        "end_user@example.gov.cn",
        "mr_manager@example.gov.cn",
    ]
    assert outbox.outbox == [], "an action only queues"
    assert run_now("messages.deliver").sentence == "邮件送达 2 件"
    assert run_now("messages.deliver").sentence == ""
    assert len(outbox.outbox) == 2


def test_without_mail_nothing_is_queued(people: dict[str, Person], setting: Callable[..., None]) -> None:
    setting(mail_enabled=False)
    tell(*people.values())
    assert not MailOut.objects.exists()
    assert Message.objects.count() == 3


def test_a_person_chooses_by_kind(people: dict[str, Person], client_of: Callable[[str], Client]) -> None:
    client = client_of("end_user")
    page = client.get("/me/messages/").content.decode()
    assert "end_user@example.gov.cn" in page
    assert (
        client.post("/me/messages/", {"do": "choose", "kinds": ["decided", "mentioned"]}).status_code == 302
    )
    assert set(MailChoice.objects.filter(wanted=False).values_list("kind", flat=True)) >= {"urged", "overdue"}
    tell(people["end_user"], kind="urged")
    assert not MailOut.objects.exists()
    tell(people["end_user"], kind="decided")
    assert MailOut.objects.count() == 1


def test_the_mail_can_be_answered_and_answers_no_machine(
    world: Any, people: dict[str, Person], setting: Any
) -> None:
    setting(mail_replies=True)
    entry = world.create("visitor_entry", world.data("visitor_entry"), by="end_user")
    (message,) = tell(people["end_user"], register="visitor_entry", record_id=entry.pk)
    made = mail.composed(message, "end_user@example.gov.cn")
    headers = made.message()
    assert made.subject == f"[{entry.number}] 换硬盘：已批准"
    assert f"http://itsm.example.gov.cn/r/visitor_entry/{entry.pk}/" in made.body
    assert "直接回复本邮件即可添加备注" in made.body
    assert headers["Auto-Submitted"] == "auto-generated"
    assert threads.message_of(str(headers["Message-ID"])) == message.pk
    assert (
        threads.message_of(str(headers["Message-ID"]).replace(f".{message.pk}.", f".{message.pk + 1}."))
        is None
    )


def test_nothing_of_a_restricted_record_leaves_the_platform(world: Any, people: dict[str, Person]) -> None:
    entry = world.create("visitor_entry", world.data("visitor_entry"), by="end_user")
    type(entry).objects.filter(pk=entry.pk).update(is_restricted=True)
    (message,) = tell(people["end_user"], text="内情", register="visitor_entry", record_id=entry.pk)
    made = mail.composed(message, "end_user@example.gov.cn")
    assert made.subject == f"[{entry.number}] 您有一条新消息"
    assert "换硬盘" not in made.body
    assert "内情" not in made.body


def test_a_line_break_in_a_title_adds_no_header(people: dict[str, Person]) -> None:
    (message,) = sending.send([people["end_user"].pk], title="换硬盘\nBcc: all@example.gov.cn")
    assert mail.composed(message, "a@example.gov.cn").message()["Bcc"] is None


class Server:
    """A mail server on this machine: keeps what it gets, and refuses what it is told to."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.refuse = ""

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def server(settings: Any, setting: Callable[..., None], people: Any, free_port: int) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    setting(mail_port=free_port)
    keeper = Server()
    controller = Controller(keeper, hostname="127.0.0.1", port=free_port)
    controller.start()
    keeper.controller = controller  # type: ignore[attr-defined]
    yield keeper
    controller.stop()


def test_it_goes_to_a_real_server(server: Server, people: dict[str, Person]) -> None:
    tell(people["end_user"])
    assert mail.deliver() == (1, 0)
    assert server.mails[0].rcpt_tos == ["end_user@example.gov.cn"]
    assert server.mails[0].mail_from == "itsm@example.gov.cn"


def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_not(
    server: Server, people: dict[str, Person]
) -> None:
    tell(people["end_user"])
    server.refuse = "451 4.2.0 busy"
    assert mail.deliver() == (0, 1)
    row = MailOut.objects.get()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert row.next_at == moment.now() + timedelta(minutes=1)
    assert "451" in row.error
    assert mail.deliver() == (0, 0), "not due yet"
    server.refuse = "550 5.1.1 no such user"
    with moment.at(row.next_at):
        assert mail.deliver() == (0, 1)
    row.refresh_from_db()
    assert row.state == "given_up"
    assert "对方不收此地址" in row.error


def test_a_server_that_is_away_is_said_and_tried_until_given_up(
    people: dict[str, Person], settings: Any, setting: Any, free_port: int
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    setting(mail_port=free_port)
    tell(people["end_user"])
    row = MailOut.objects.get()
    for _ in range(7):
        with moment.at(row.next_at):
            assert mail.deliver() == (0, 1)
        row.refresh_from_db()
    assert (row.state, row.attempts) == ("given_up", 7)
    assert row.error.startswith("连不上发信服务器 127.0.0.1:")


def test_while_the_server_is_away_the_rest_waits_for_the_next_run(
    people: dict[str, Person], settings: Any, setting: Any, free_port: int
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    setting(mail_port=free_port)
    tell(people["end_user"], people["mr_manager"])
    assert mail.deliver() == (0, 1)
    assert sorted(MailOut.objects.values_list("attempts", flat=True)) == [0, 1]


def test_one_refused_address_does_not_hold_up_the_next(server: Server, people: dict[str, Person]) -> None:
    tell(people["end_user"], people["mr_manager"])
    server.refuse = "550 5.1.1 no such user"
    assert mail.deliver() == (0, 2)


def test_the_administrator_tests_it_and_sees_the_outbox(
    people: dict[str, Person], client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("system_admin")
    tell(people["end_user"])
    assert "end_user@example.gov.cn" in client.get("/admin/channels/").content.decode()
    assert client.post("/admin/channels/", {"do": "mail", "address": "me@example.gov.cn"}).status_code == 302
    assert outbox.outbox[0].subject == "政务运维平台：测试邮件"

    def away(*args: Any, **kwargs: Any) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"no")

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", away)
    answer = client.post("/admin/channels/", {"do": "mail", "address": "me@example.gov.cn"})
    assert answer.status_code == 422
    assert "请核对“发信账号”和 GOVOPS_SMTP_PASSWORD" in answer.content.decode()
