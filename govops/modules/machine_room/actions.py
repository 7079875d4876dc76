"""What happens: one function a verb."""

from __future__ import annotations

from typing import Any

from govops.kernel.calendar.working_time import working_time
from govops.kernel.processes.declarations import Deed


def judge_hours(entry: Any) -> None:
    """Night and holiday are decided by the working calendar, not by the applicant (R-MR-09)."""
    entry.is_after_hours, words = working_time().is_after_hours(entry.planned_from, entry.planned_to)
    entry.calendar_words = words[:100]


def mark_entry(entry: Any, deed: Deed) -> None:
    entry.entered_at = deed.at


def mark_exit(entry: Any, deed: Deed) -> None:
    entry.left_at = deed.at
