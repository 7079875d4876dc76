"""Short words for what people do in the tests of modules: fill in a form, do a verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site


@pytest.fixture
def create(cast: Bureau, actor: Callable[..., Actor]) -> Callable[..., Any]:
    """`create("incident", by="end_user", …)` through the register's door."""

    def made(register: str, *, by: str, channel: str = "page", submit: bool = False, **data: Any) -> Any:
        return doors.create(site.get(register), data, actor=actor(by, channel), submit=submit)

    return made


@pytest.fixture
def do(cast: Bureau, actor: Callable[..., Actor]) -> Callable[..., Any]:
    """`do(record, "take", "support_l1")` through the process's door; `by="system"` is the program; answers the record."""

    def done(record: Any, verb: str, by: str, *, channel: str = "page", **data: Any) -> Any:
        who = SYSTEM if by == "system" else actor(by, channel)
        return engine.perform(site.of(record).code, record.pk, verb, actor=who, data=data).record

    return done
