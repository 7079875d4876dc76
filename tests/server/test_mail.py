"""The mail role says what is wrong with its settings, and why it cannot listen."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from govops.kernel.parameters import catalogue
from govops.server import mail
from govops.server.console import Trouble


def test_a_wrong_protocol_or_place_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVOPS_MAIL_PROTOCOL", "pop3")
    with pytest.raises(Trouble, match="GOVOPS_MAIL_PROTOCOL 应为 smtp 或 lmtp"):
        mail.take_in()
    monkeypatch.setenv("GOVOPS_MAIL_PROTOCOL", "lmtp")
    monkeypatch.setenv("GOVOPS_MAIL_DROP", "8025")
    with pytest.raises(Trouble, match="GOVOPS_MAIL_DROP：收信地址应为“主机:端口”"):
        mail.take_in()


def test_a_port_in_use_is_said(monkeypatch: pytest.MonkeyPatch, db: Any) -> None:
    catalogue.forget()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("GOVOPS_MAIL_DROP", f"127.0.0.1:{taken.getsockname()[1]}")
        monkeypatch.setattr("signal.signal", lambda *_: None)
        with pytest.raises(Trouble, match="不能使用"):
            mail.take_in()
