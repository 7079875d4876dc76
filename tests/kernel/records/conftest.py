from __future__ import annotations

from tests.kernel.settings_of_bureau import free_port, setting
from tests.promises.conftest import monday, world

__all__ = ["free_port", "monday", "setting", "world"]
