"""The facts of the machine room."""

from govops.modules.machine_room.models.after_hours import AfterHoursAccess, RoomAccessLog
from govops.modules.machine_room.models.cards import AccessCard, AccessCardApplication
from govops.modules.machine_room.models.carry_out import CarryOutPermit
from govops.modules.machine_room.models.duty import DutyRoster, DutyShift
from govops.modules.machine_room.models.patrols import CleaningRecord, EnvironmentPatrol, RoomAlert
from govops.modules.machine_room.models.rooms import MachineRoom, Zone
from govops.modules.machine_room.models.visitors import VisitorEntry

__all__ = [
    "AccessCard",
    "AccessCardApplication",
    "AfterHoursAccess",
    "CarryOutPermit",
    "CleaningRecord",
    "DutyRoster",
    "DutyShift",
    "EnvironmentPatrol",
    "MachineRoom",
    "RoomAccessLog",
    "RoomAlert",
    "VisitorEntry",
    "Zone",
]
