"""The faces of the machine room's registers, in the order of the menu."""

from govops.modules.machine_room.registers import (
    after_hours,
    cards,
    carry_out,
    duty,
    manners,
    patrols,
    rooms,
    visitors,
)

__all__ = ["after_hours", "cards", "carry_out", "duty", "manners", "patrols", "rooms", "visitors"]
