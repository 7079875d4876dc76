"""When each deed may happen, and by whom."""

from govops.modules.change.process.freezes import ChangeFreezeProcess
from govops.modules.change.process.meetings import BoardMeetingProcess
from govops.modules.change.process.requests import ChangeRequestProcess
from govops.modules.change.process.standards import StandardChangeProcess

__all__ = ["BoardMeetingProcess", "ChangeFreezeProcess", "ChangeRequestProcess", "StandardChangeProcess"]
