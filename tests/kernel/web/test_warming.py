"""A process builds beforehand what its first request would have to build, and starts whether there is a database or not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connections

from govops.kernel.access import backend
from govops.kernel.organization import prepared
from govops.kernel.processes import inbox
from govops.kernel.registers import finding
from govops.kernel.web.warming import warm_up


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "close", lambda: None)  # the test's own transaction stays
    monkeypatch.setattr(backend._by_id, "_plan", None)
    monkeypatch.setattr(inbox._counts_of, "_plan", None)
    finding._composed.cache_clear()


def test_what_every_page_asks_is_compiled_at_the_start(db: None, cold: None) -> None:
    warm_up()
    assert backend._by_id._plan is not None
    assert inbox._counts_of._plan is not None
    assert finding._composed.cache_info().currsize > 0


def test_without_a_database_it_is_compiled_later(cold: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Any) -> None:
        raise OperationalError("connection refused")

    for one in prepared._all:
        monkeypatch.setattr(type(one), "compile", refused)
    warm_up()
    assert backend._by_id._plan is None
    assert finding._composed.cache_info().currsize > 0
