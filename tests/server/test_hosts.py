from __future__ import annotations

import pytest

from govops.server import hosts


def test_the_operator_has_the_last_word_on_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVOPS_HOSTS", "govops.example.gov.cn")
    assert hosts.allowed("0.0.0.0") == "govops.example.gov.cn"


def test_local_names_always_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOVOPS_HOSTS", raising=False)
    assert hosts.allowed("127.0.0.1") == "127.0.0.1,localhost,[::1]"
    assert hosts.allowed("10.1.2.3").endswith(",10.1.2.3")


@pytest.mark.parametrize(("host", "seen"), [("0.0.0.0", "127.0.0.1"), ("10.1.2.3", "10.1.2.3")])
def test_the_address_shown_can_be_opened(host: str, seen: str) -> None:
    assert hosts.shown(host) == seen
