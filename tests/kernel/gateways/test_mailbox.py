"""The mailbox: unread mail is taken in and marked; a server that is away is said, not hidden."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler
from typing import Any

import pytest
from django.db import OperationalError

from govops.kernel.access.answers import Refused
from govops.kernel.gateways import intake, mailbox, receivers
from govops.kernel.gateways.models import Received
from govops.kernel.jobs import run_now
from govops.kernel.organization.models import Person
from tests.kernel.gateways.certificates import Certificate
from tests.kernel.gateways.letter import letter
from tests.promises.world import World


class Box(socketserver.TCPServer):
    """A small IMAP server on this machine: one folder, mails by number with their flags; with `tls`, at once or on STARTTLS."""

    allow_reuse_address = True

    def __init__(self, tls: ssl.SSLContext | None = None, *, at_once: bool = False) -> None:
        self.mails: dict[int, bytes] = {}
        self.flags: dict[int, set[str]] = {}
        self.tls, self.at_once = tls, at_once
        #: what came over the wire before it was encrypted, and whether it was in the end
        self.in_the_clear: list[str] = []
        self.encrypted = 0
        super().__init__(("127.0.0.1", 0), Speaking)

    def put(self, raw: bytes) -> int:
        number = len(self.mails) + 11
        self.mails[number], self.flags[number] = raw, set()
        return number


class Speaking(StreamRequestHandler):
    server: Box

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def encrypt(self) -> None:
        assert self.server.tls is not None
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.server.encrypted += 1
        StreamRequestHandler.setup(self)

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def handle(self) -> None:
        is_clear = True
        if self.server.at_once:
            try:
                self.encrypt()
            except ssl.SSLError:
                return
            is_clear = False
        self.say("* OK ready")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            tag, _, command = line.partition(" ")
            self.server.in_the_clear += [command] if is_clear else []
            if command == "STARTTLS":
                self.say(f"{tag} OK begin")
                self.encrypt()
                is_clear = False
                continue
            self.answer(command)
            if command.startswith("LOGIN") and '"secret"' not in command:
                self.say(f"{tag} NO wrong password")
            elif command.startswith("SELECT") and "INBOX" not in command:
                self.say(f"{tag} NO no such folder")
            else:
                self.say(f"{tag} OK done")
            if command == "LOGOUT":
                return

    def answer(self, command: str) -> None:
        server = self.server
        if command == "CAPABILITY":
            self.say(f"* CAPABILITY IMAP4rev1{' STARTTLS' if server.tls else ''}")
        elif command.startswith("SELECT"):
            self.say(f"* {len(server.mails)} EXISTS")
        elif command.startswith("UID SEARCH"):
            unread = " ".join(str(n) for n, flags in server.flags.items() if "\\Seen" not in flags)
            self.say(f"* SEARCH {unread}".rstrip())
        elif found := re.match(r"UID FETCH (\d+) \(RFC822.SIZE\)", command):
            self.say(f"* 1 FETCH (UID {found[1]} RFC822.SIZE {len(server.mails[int(found[1])])})")
        elif found := re.match(r"UID FETCH (\d+) \(BODY.PEEK", command):
            raw = server.mails[int(found[1])]
            self.wfile.write(f"* 1 FETCH (UID {found[1]} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        elif found := re.match(r"UID STORE (\d+) \+FLAGS \((.*)\)", command):
            server.flags[int(found[1])] |= set(found[2].split())


@contextmanager
def served(server: Box) -> Iterator[Box]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def reader(settings: Any, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    Person.objects.filter(pk=world.person("end_user")).update(email="hejing@example.gov.cn")
    monkeypatch.setattr(receivers, "_receivers", [])
    settings.IMAP_PASSWORD = "secret"


@pytest.fixture
def box(setting: Callable[..., None], reader: None) -> Iterator[Box]:
    with served(Box()) as server:
        setting(imap_enabled=True, imap_port=server.server_address[1], imap_security="none")
        yield server


def test_unread_mail_is_taken_in_once(box: Box) -> None:
    numbers = [
        box.put(letter("hejing@example.gov.cn")),
        box.put(letter("robot@x.cn", Auto_Submitted="auto-replied")),
    ]
    assert run_now("gateways.poll_mailbox").sentence == "待认领 1 封，未处理 1 封"
    assert [box.flags[number] for number in numbers] == [{"\\Seen"}, {"\\Seen"}]
    assert Received.objects.count() == 2
    assert run_now("gateways.poll_mailbox").sentence == ""


def test_a_mail_seen_again_after_a_broken_line_counts_once(box: Box) -> None:
    number = box.put(letter("hejing@example.gov.cn"))
    mailbox.poll()
    box.flags[number].clear()
    mailbox.poll()
    assert Received.objects.count() == 1


def test_one_that_breaks_us_is_flagged_and_the_others_go_on(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = box.put(b"From: broken@x.cn\n\nx"), box.put(letter("hejing@example.gov.cn"))
    real = intake.take_mail

    def take(raw: bytes) -> Received:
        if b"broken" in raw:
            raise RuntimeError("bug")
        return real(raw)

    monkeypatch.setattr(intake, "take_mail", take)
    assert mailbox.poll() == "出错未处理 1 封，待认领 1 封"
    assert box.flags[bad] == {"\\Seen", "\\Flagged"}
    assert box.flags[good] == {"\\Seen"}


def test_without_the_database_nothing_is_marked(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    number = box.put(letter("hejing@example.gov.cn"))

    def away(raw: bytes) -> Received:
        raise OperationalError("away")

    monkeypatch.setattr(intake, "take_mail", away)
    with pytest.raises(OperationalError):
        mailbox.poll()
    assert box.flags[number] == set()


def test_a_mail_that_is_too_large_stays_there_with_a_flag(box: Box, setting: Callable[..., None]) -> None:
    setting(inbound_max_megabytes=1)
    number = box.put(letter("hejing@example.gov.cn", text="x" * 1_100_000))
    assert mailbox.poll() == "过大未取 1 封"
    assert box.flags[number] == {"\\Seen", "\\Flagged"}


def test_a_wrong_password_folder_or_server_is_said(
    box: Box, settings: Any, setting: Callable[..., None], free_port: int
) -> None:
    setting(imap_folder="Nowhere")
    with pytest.raises(Refused, match="邮箱中没有文件夹“Nowhere”"):
        run_now("gateways.poll_mailbox")
    setting(imap_folder="INBOX")
    settings.IMAP_PASSWORD = "wrong"
    with pytest.raises(Refused, match="请核对收信参数和 GOVOPS_IMAP_PASSWORD"):
        run_now("gateways.poll_mailbox")
    setting(imap_port=free_port)
    with pytest.raises(Refused, match="收信没有成功"):
        run_now("gateways.poll_mailbox")


def test_switched_off_it_asks_nobody(setting: Callable[..., None], world: World) -> None:
    setting(imap_enabled=False, imap_port=1)
    assert run_now("gateways.poll_mailbox").sentence == ""


# --- encrypted -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_over_tls_it_is_the_same_and_no_password_goes_in_the_clear(
    security: str,
    setting: Callable[..., None],
    reader: None,
    certificate: Certificate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certificate.path)
    with served(Box(certificate.server(), at_once=security == "tls")) as server:
        server.put(letter("hejing@example.gov.cn"))
        setting(imap_enabled=True, imap_port=server.server_address[1], imap_security=security)
        assert run_now("gateways.poll_mailbox").sentence == "待认领 1 封"
        assert server.encrypted == 1
        assert not [line for line in server.in_the_clear if "LOGIN" in line]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_whose_certificate_nobody_vouches_for_gets_no_password(
    security: str, setting: Callable[..., None], reader: None, certificate: Certificate
) -> None:
    with served(Box(certificate.server(), at_once=security == "tls")) as server:
        setting(imap_enabled=True, imap_port=server.server_address[1], imap_security=security)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        with pytest.raises(Refused, match="收信没有成功"):
            run_now("gateways.poll_mailbox")
        assert not [line for line in server.in_the_clear if "LOGIN" in line]
