"""The promises are about everything declared, on the common bureau, on Monday 2026-03-02 at nine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access.actor import Actor
from tests.moments import MONDAY
from tests.promises.world import FURNISHED, NOTHING, World
from tests.stages import Stage, Stages


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with moment.at(MONDAY):
        yield


@pytest.fixture
def furnished() -> None:
    """Asked for by whom it does not disturb that a record of every register stands there already; much is quicker so."""


@pytest.fixture
def world(
    cast: Bureau,
    actor: Callable[..., Actor],
    client_of: Callable[[str], Client],
    stage: Stage | None,
    stages: Stages,
) -> World:
    return World(cast, actor, client_of, stages.told_by(stage) if stage is FURNISHED else NOTHING)
