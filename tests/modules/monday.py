"""What the tests of most modules begin with: a Monday morning, and parameters that nobody has set."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from govops.kernel.parameters import catalogue
from tests.moments import at


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with at("2026-11-23 09:30"):
        yield


@pytest.fixture(autouse=True)
def fresh_parameters() -> Iterator[None]:
    catalogue.forget()
    yield
    catalogue.forget()
