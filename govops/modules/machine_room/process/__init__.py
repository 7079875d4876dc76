"""When each deed may happen, and by whom."""

from govops.modules.machine_room.process.after_hours import AfterHoursAccessProcess, RoomAccessLogProcess
from govops.modules.machine_room.process.cards import AccessCardApplicationProcess, AccessCardProcess
from govops.modules.machine_room.process.carry_out import CarryOutPermitProcess
from govops.modules.machine_room.process.duty import DutyRosterProcess, DutyShiftProcess
from govops.modules.machine_room.process.patrols import EnvironmentPatrolProcess, RoomAlertProcess
from govops.modules.machine_room.process.visitors import VisitorEntryProcess

__all__ = [
    "AccessCardApplicationProcess",
    "AccessCardProcess",
    "AfterHoursAccessProcess",
    "CarryOutPermitProcess",
    "DutyRosterProcess",
    "DutyShiftProcess",
    "EnvironmentPatrolProcess",
    "RoomAccessLogProcess",
    "RoomAlertProcess",
    "VisitorEntryProcess",
]
