"""The drop: a mail server hands over mail by SMTP or LMTP; what is acknowledged is stored."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from govops.kernel.gateways import drop, intake
from tests.kernel.gateways.certificates import Certificate
from tests.kernel.gateways.letter import letter

HE = "hejing@example.gov.cn"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, str]]:
    """What would be taken in: another thread has no part in this test's transaction."""
    heard: list[tuple[bytes, str]] = []
    monkeypatch.setattr(intake, "take_mail", lambda raw, return_path=None: heard.append((raw, return_path)))
    monkeypatch.setattr(drop, "_fresh", lambda work: work())
    monkeypatch.setattr(drop, "_wants_tls", lambda: False)
    return heard


@pytest.fixture(params=[False, True], ids=["smtp", "lmtp"])
def server(
    request: Any, setting: Callable[..., None], taken: Any, free_port: int, monkeypatch: Any
) -> Iterator[tuple[int, bool]]:
    monkeypatch.setattr(drop, "_peers", lambda: ["127.0.0.1"])
    listener = drop.Drop("127.0.0.1", free_port, lmtp=request.param)
    listener.start()
    yield free_port, request.param
    listener.stop()


def client(server: tuple[int, bool]) -> smtplib.SMTP:
    port, is_lmtp = server
    return smtplib.LMTP("127.0.0.1", port) if is_lmtp else smtplib.SMTP("127.0.0.1", port)


def test_a_mail_is_taken_as_it_came(server: tuple[int, bool], taken: list[tuple[bytes, str]]) -> None:
    raw = letter(HE, "打印机")
    with client(server) as mailer:
        assert mailer.sendmail(HE, ["itsm@example.gov.cn"], raw) == {}
    assert taken[0][1] == HE
    assert taken[0][0].replace(b"\r\n", b"\n").strip() == raw.strip()


def test_the_empty_envelope_of_a_bounce_is_told(
    server: tuple[int, bool], taken: list[tuple[bytes, str]]
) -> None:
    with client(server) as mailer:
        mailer.sendmail("", ["itsm@example.gov.cn"], letter(HE))
    assert taken[0][1] == ""


def test_a_fault_asks_the_server_to_try_again(
    server: tuple[int, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(raw: bytes, return_path: str | None = None) -> None:
        raise RuntimeError("database away")

    monkeypatch.setattr(intake, "take_mail", broken)
    with client(server) as mailer, pytest.raises(smtplib.SMTPDataError) as refused:
        mailer.sendmail(HE, ["itsm@example.gov.cn"], letter(HE))
    assert refused.value.smtp_code == 451


def test_other_machines_are_turned_away(
    server: tuple[int, bool], taken: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drop, "_peers", lambda: ["10.1.2.3"])
    with client(server) as mailer, pytest.raises(smtplib.SMTPSenderRefused) as refused:
        mailer.sendmail(HE, ["itsm@example.gov.cn"], letter(HE))
    assert refused.value.smtp_code == 554
    assert taken == []


def test_one_recipient_at_a_time(server: tuple[int, bool], taken: list[Any]) -> None:
    with client(server) as mailer:
        refused = mailer.sendmail(HE, ["itsm@example.gov.cn", "other@example.gov.cn"], letter(HE))
    assert refused["other@example.gov.cn"][0] == 452
    assert len(taken) == 1


@pytest.mark.parametrize("text", ["", "8025", "host:", "host:0", "host:99999", "host:x"])
def test_a_wrong_place_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="收信地址应为“主机:端口”"):
        drop.place_of(text)


def test_a_right_place() -> None:
    assert drop.place_of("127.0.0.1:8025") == ("127.0.0.1", 8025)
    assert drop.place_of("[::1]:24") == ("::1", 24)


# --- encrypted -------------------------------------------------------------------------------------------------------


@pytest.fixture
def tls_server(
    request: Any,
    setting: Callable[..., None],
    taken: Any,
    free_port: int,
    certificate: Certificate,
    monkeypatch: Any,
) -> Iterator[int]:
    monkeypatch.setattr(drop, "_peers", lambda: ["127.0.0.1"])
    tls = drop.certified(certificate.path, certificate.key)
    listener = drop.Drop("127.0.0.1", free_port, tls=tls)
    listener.start()
    yield free_port
    listener.stop()


def test_with_a_certificate_mail_is_taken_encrypted(
    tls_server: int, taken: list[tuple[bytes, str]], certificate: Certificate, monkeypatch: Any
) -> None:
    monkeypatch.setattr(drop, "_wants_tls", lambda: True)
    with smtplib.SMTP("127.0.0.1", tls_server) as mailer:
        mailer.starttls(context=certificate.client())
        assert mailer.sendmail(HE, ["itsm@example.gov.cn"], letter(HE, "打印机")) == {}
    assert taken[0][1] == HE


def test_where_it_must_be_encrypted_nothing_is_taken_in_the_clear(
    tls_server: int, taken: list[Any], monkeypatch: Any
) -> None:
    monkeypatch.setattr(drop, "_wants_tls", lambda: True)
    with smtplib.SMTP("127.0.0.1", tls_server) as mailer, pytest.raises(smtplib.SMTPSenderRefused) as refused:
        mailer.sendmail(HE, ["itsm@example.gov.cn"], letter(HE))
    assert refused.value.smtp_code == 530
    assert taken == []


def test_without_a_certificate_no_encryption_is_offered(server: tuple[int, bool]) -> None:
    with client(server) as mailer:
        mailer.ehlo_or_helo_if_needed()
        assert not mailer.has_extn("starttls")


def test_half_a_certificate_or_a_broken_one_is_said(certificate: Certificate, tmp_path: Any) -> None:
    assert drop.certified("", "") is None
    with pytest.raises(ValueError, match="须同时指定"):
        drop.certified(certificate.path, "")
    with pytest.raises(ValueError, match="不能使用，请核对路径和格式"):
        drop.certified(str(tmp_path / "nothing.pem"), certificate.key)
    with pytest.raises(ValueError, match="不能使用，请核对路径和格式"):
        drop.certified(certificate.key, certificate.key)
