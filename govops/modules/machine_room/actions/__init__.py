"""What happens in the machine room: one function a deed."""

from govops.modules.machine_room.actions import after_hours, cards, carry_out, duty, patrols, visitors

__all__ = ["after_hours", "cards", "carry_out", "duty", "patrols", "visitors"]
