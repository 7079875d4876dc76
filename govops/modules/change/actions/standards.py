"""标准变更模板: approved, looked over, given up; and what a template says to a new change."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from govops.kernel import parameters
from govops.kernel.processes.declarations import Deed
from govops.modules.change.parameters import REVIEW_MONTHS


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last day of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise ValueError(day)


def put_in_force(template: Any, deed: Deed) -> None:
    day = timezone.localtime(deed.at).date()
    template.approved_on = day
    template.review_due = months_later(day, int(parameters.value(REVIEW_MONTHS.key)))


def look_over(template: Any, deed: Deed) -> None:
    """年度评审: the next one is due so many months after this one, not after the day on which this one was."""
    day = timezone.localtime(deed.at).date()
    template.was_due = template.review_due
    template.reviewed_on, template.reviewed_by = day, deed.actor.person
    template.review_due = months_later(day, int(parameters.value(REVIEW_MONTHS.key)))


def lift(freeze: Any, deed: Deed) -> None:
    """解除冻结."""
    freeze.lifted_at = deed.at
