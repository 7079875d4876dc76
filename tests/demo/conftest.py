"""The world in which demonstration stories are tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from govops.demo.bureau import Bureau
from govops.demo.history import rooms
from govops.demo.history.rooms import Rooms
from govops.demo.history.world import World
from govops.kernel import moment
from govops.kernel.norms import judging
from tests.demo.comparing import MONDAY, at


@pytest.fixture
def world(cast: Bureau) -> Iterator[World]:
    with moment.at(at(23, day=MONDAY + timedelta(days=9))), judging.postponed():
        yield World(cast, first=MONDAY - timedelta(days=7))


@pytest.fixture
def places(world: World) -> Rooms:
    return rooms.build(world)
