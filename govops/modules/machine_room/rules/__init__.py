"""What must be true in the machine room: answers with reasons, nothing changed here."""

from govops.modules.machine_room.rules import after_hours, cards, carry_out, common, duty, patrols, visitors

__all__ = ["after_hours", "cards", "carry_out", "common", "duty", "patrols", "visitors"]
