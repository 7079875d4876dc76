"""The registers of change management."""

from govops.modules.change.registers import meetings, requests, windows  # noqa: F401 - declare their registers
