from __future__ import annotations

import pytest

from tests.kernel.gateways import certificates
from tests.kernel.settings_of_bureau import free_port, setting
from tests.promises.conftest import monday, world

__all__ = ["free_port", "monday", "setting", "world"]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> certificates.Certificate:
    return certificates.make(tmp_path_factory.mktemp("certificate"))
