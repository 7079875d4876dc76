"""The registers of change management."""

from govops.modules.change.registers import manners, meetings, requests, windows

__all__ = ["manners", "meetings", "requests", "windows"]
