"""The registers of change management."""

from govops.modules.change.registers import requests, windows  # noqa: F401 - declare their registers
