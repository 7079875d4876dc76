from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kernel.append_only import let_flush_pass


@pytest.fixture(scope="session", autouse=True)
def _append_only_tables_can_be_emptied() -> Iterator[None]:
    """For the whole session: Django empties the tables after a test's own fixtures are gone."""
    with pytest.MonkeyPatch.context() as patch:
        let_flush_pass(patch)
        yield
