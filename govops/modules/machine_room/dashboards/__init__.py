"""What a screen shows of the machine room: plain data, narrowed to what the actor may see."""

from govops.modules.machine_room.dashboards import for_items, for_pictures, workbench  # noqa: F401 - declare what others show
from govops.modules.machine_room.dashboards.door import DOOR_VERBS, door
from govops.modules.machine_room.dashboards.room import at_the_door, room_dashboard, rooms_for

__all__ = ["DOOR_VERBS", "at_the_door", "door", "room_dashboard", "rooms_for"]
