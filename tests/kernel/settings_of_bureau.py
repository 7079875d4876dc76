"""Setting parameters in a test, through the table that the product reads."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from govops.kernel.messages import wording
from govops.kernel.parameters import catalogue
from govops.kernel.parameters.models import ParameterValue


@pytest.fixture
def setting(db: None) -> Iterator[Callable[..., None]]:
    """`setting(mail_enabled=True)` sets the parameter mail.enabled; the first underscore stands for the dot."""

    def put(**values: Any) -> None:
        for name, value in values.items():
            key = name.replace("_", ".", 1)
            catalogue.parameter(key)
            ParameterValue.objects.update_or_create(key=key, defaults={"value": value})
        catalogue.forget()

    catalogue.forget()
    wording.forget()
    yield put
    catalogue.forget()
    wording.forget()


@pytest.fixture
def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
