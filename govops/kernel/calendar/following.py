"""Clocks that follow the states of a record: declared once, moved with every move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from govops.kernel.calendar import clocks
from govops.kernel.calendar.models import Clock

if TYPE_CHECKING:
    from govops.kernel.access.actor import Actor


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """In which states a clock runs and in which it pauses; in every other state it is stopped."""

    name: str
    runs_in: frozenset[str]
    pauses_in: frozenset[str] = frozenset()
    calendar: str | None = None

    def __post_init__(self) -> None:
        if both := self.runs_in & self.pauses_in:
            raise ValueError(f"clock {self.name} both runs and pauses in {', '.join(sorted(both))}")


def follow(
    rule: ClockRule,
    *,
    register: str,
    record_id: int,
    state: str,
    budget_minutes: int,
    actor: Actor,
    reason: str = "",
    at: datetime | None = None,
) -> Clock | None:
    """Start, resume, pause or stop the rule's clock as the record's new state asks; nothing if it already does.

    Returns the clock, or None when there is none to speak of. `budget_minutes` counts only when it starts.
    """
    clock = clocks.find_open(register, record_id, rule.name)
    if state in rule.runs_in:
        if clock is None:
            return clocks.start(
                register=register,
                record_id=record_id,
                name=rule.name,
                budget_minutes=budget_minutes,
                actor=actor,
                calendar=rule.calendar,
                reason=reason,
                at=at,
            )
        return clocks.resume(clock, actor=actor, reason=reason, at=at) if clock.is_paused else clock
    if clock is None:
        return None
    if state in rule.pauses_in:
        return (
            clocks.pause(clock, actor=actor, reason=reason or "按状态暂停", at=at)
            if clock.is_running
            else clock
        )
    return clocks.stop(clock, actor=actor, reason=reason, at=at)
