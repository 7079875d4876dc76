"""How much of a ticket's time is left, without asking the database: the deadline stands on the ticket."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.calendar.working_time import working_time
from govops.kernel.web import words

#: always beside the word itself
PRIORITY_TONES = {"P1": "red", "P2": "amber", "P3": "accent", "P4": "muted"}


def left_of(ticket: Any) -> dict[str, Any] | None:
    """What `{% time_left %}` shows; None when no clock runs any more (or none has begun)."""
    if not ticket.due_clock:
        return _done(ticket)
    now, working = moment.now(), working_time(ticket.due_calendar or None)
    running = not ticket.is_paused and working.is_working_moment(now)
    left = words.left(
        working.between(now, ticket.due_at).total_seconds(),
        ticket.due_minutes * 60,
        due=ticket.due_at,
        running=running,
        until=working.end_of_stretch(now) if running else None,
        paused=ticket.is_paused,
    )
    return {**left, "clock": ticket.due_clock}


def _done(ticket: Any) -> dict[str, Any] | None:
    if ticket.resolved_at is None:
        return None
    tone = "red" if ticket.is_late else "green"
    said = words.left(0, 1, done="曾超时" if ticket.is_late else "按时")
    return {**said, "tone": tone, "percent": 100, "seconds": None}
