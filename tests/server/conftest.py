from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from govops.server.account import database_account


@pytest.fixture
def data() -> Iterator[Path]:
    """An empty data folder that the database account can reach, also when the tests run as root."""
    yield from _folder()


@pytest.fixture(scope="module")
def shared_data() -> Iterator[Path]:
    """The same for a whole file of tests: migrating a fresh database takes a while."""
    yield from _folder()


def _folder() -> Iterator[Path]:
    # Not tmp_path: pytest's own parent folders are private to the account of the tests.
    folder = Path(tempfile.mkdtemp(prefix="govops-server-test-"))
    database_account().own(folder)
    yield folder
    shutil.rmtree(folder)
