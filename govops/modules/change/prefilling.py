"""What a new change begins with: the next evening, or everything that a template says."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.calendar.working_time import working_time
from govops.kernel.web.views.common import link
from govops.modules.change.choices import ChangeKind


def _next_working_day() -> date:
    working, day = working_time(), moment.today() + timedelta(days=1)
    while not working.day(day).is_working:
        day += timedelta(days=1)
    return day


def evening() -> tuple[datetime, datetime]:
    """The next working day from 20:00 to 22:00: where most windows lie, and quickly changed."""
    begin = timezone.make_aware(datetime.combine(_next_working_day(), time(20)))
    return begin, begin + timedelta(hours=2)


def afternoon() -> datetime:
    """The next working day at half past two: when boards sit."""
    return timezone.make_aware(datetime.combine(_next_working_day(), time(14, 30)))


def by_template(template: Any) -> str:
    """Where a change by this template is written: kind, name and reason stand there, the window is no longer than it allows."""
    begin, end = evening()
    end = min(end, begin + timedelta(hours=template.longest_hours))
    known = {
        "kind": ChangeKind.STANDARD.value, "template": template.pk, "subject": template.name, "reason": template.description[:300],
        "rehearsal": "done", "back_out_time": "quick", "experience": "often",
        "planned_from": f"{begin:%Y-%m-%dT%H:%M}", "planned_to": f"{end:%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    return link("/r/change_request/new/", **known)
