"""评价 and 回访 (R-SAT-01)."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import SYSTEM
from govops.kernel.calendar.working_time import working_time
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.kernel.processes.models import ItemStatus, WorkItem
from govops.kernel.registers import doors, site
from govops.modules.service_desk.actions.telling import about
from govops.modules.service_desk.choices import UNHAPPY
from govops.modules.service_desk.parameters import CALL_BACK_DAYS, working_days
from govops.modules.service_desk.seats import CALL_BACK


def rate(ticket: Any, deed: Deed) -> None:
    """Remember when; somebody unhappy is called back within the parameter's working days (R-SAT-01)."""
    if not ticket.satisfaction or ticket.rated_at is not None:
        return
    ticket.rated_at = deed.at
    if ticket.satisfaction in UNHAPPY:
        _ask_for_call_back(ticket, deed)


def _ask_for_call_back(ticket: Any, deed: Deed) -> None:
    data = {
        **about(ticket),
        "satisfaction": ticket.satisfaction,
        "words": ticket.satisfaction_words,
        "phone": ticket.phone,
    }
    call_back: Any = doors.create(site.get("call_back"), data, actor=SYSTEM)
    _due_within_the_days(call_back, deed)


def _due_within_the_days(call_back: Any, deed: Deed) -> None:
    """The task's deadline is the parameter's, at the close of that working day."""
    due = working_time().add_days(deed.at, working_days(CALL_BACK_DAYS))
    minutes = working_time().minutes_between(deed.at, due.at)
    WorkItem.objects.filter(
        register="call_back", record_id=call_back.pk, status=ItemStatus.OPEN
    ).update(due_at=due.at, budget_minutes=minutes, is_provisional=due.is_provisional)  # fmt: skip


def who_calls(call_back: Any) -> list[Person]:
    """The holders of the seat, without the one who handled the ticket."""
    handler = call_back.ticket.assignee_id
    return CALL_BACK.holders(call_back, without={handler} if handler else ())


def mark_called(call_back: Any, deed: Deed) -> None:
    call_back.called_at, call_back.called_by = deed.at, deed.actor.person
