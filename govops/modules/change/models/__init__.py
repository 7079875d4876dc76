"""The facts of change management."""

from govops.modules.change.models.freezes import ChangeFreeze
from govops.modules.change.models.meetings import BoardMeeting
from govops.modules.change.models.requests import ChangeRequest
from govops.modules.change.models.standards import StandardChange

__all__ = ["BoardMeeting", "ChangeFreeze", "ChangeRequest", "StandardChange"]
