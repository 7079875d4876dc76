"""Pages that registers cannot make: self-service, following one's ticket, the desk, the board."""

from govops.modules.service_desk.views import board, desk, follow, self_service

__all__ = ["board", "desk", "follow", "self_service"]
