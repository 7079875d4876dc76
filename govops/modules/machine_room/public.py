"""What other modules and bridges may use of the machine room."""

from govops.modules.machine_room.actions.after_hours import may_enter
from govops.modules.machine_room.actions.cards import collect_due, collect_from
from govops.modules.machine_room.actions.patrols import days_without_duty, on_duty, raise_alert
from govops.modules.machine_room.models import AccessCard, MachineRoom, RoomAlert, Zone
from govops.modules.machine_room.rules.common import fault_of_identity_number

__all__ = [
    "AccessCard",
    "MachineRoom",
    "RoomAlert",
    "Zone",
    "collect_due",
    "collect_from",
    "days_without_duty",
    "fault_of_identity_number",
    "may_enter",
    "on_duty",
    "raise_alert",
]
