"""Visitors: prepared, let in, seen out."""

from __future__ import annotations

from typing import Any

from govops.kernel.processes.declarations import Deed
from govops.modules.machine_room.actions import after_hours
from govops.modules.machine_room.rules.after_hours import judged


def prepare(entry: Any) -> None:
    """Night and holiday are decided by the working calendar, not by the applicant (R-MR-09)."""
    entry.is_after_hours, words = judged(entry.planned_from, entry.planned_to)
    entry.calendar_words = words[:100]
    entry.applying_unit = entry.applying_unit or entry.visitor_unit
    if entry.escort and not entry.escort_phone:
        entry.escort_phone = phone_of(entry.escort)


def phone_of(person: Any) -> str:
    return person.mobile or person.phone


def take_phone_of_escort(entry: Any, deed: Deed) -> None:
    entry.escort_phone = phone_of(entry.escort)


def mark_entry(entry: Any, deed: Deed) -> None:
    entry.entered_at = deed.at
    after_hours.log_entry(entry, entrant=name_in_the_log(entry))


def name_in_the_log(entry: Any) -> str:
    """Who came in, as the log and the wall screen tell everybody in the room; how many, when few may know who."""
    return f"限定知悉的来访人员 {entry.headcount} 人" if entry.is_restricted else str(entry.party)


def mark_exit(entry: Any, deed: Deed) -> None:
    entry.left_at = deed.at
    after_hours.log_exit(entry.number)
