"""Tickets of long ago that ended by themselves: written week by week (see `bulk`), with what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from govops.demo.history.bulk import Life, Manner, Verb, live
from govops.demo.history.tickets import phrases as said
from govops.demo.history.tickets import ticking
from govops.demo.history.world import World
from govops.kernel.access.actor import SYSTEM
from govops.kernel.calendar.working_time import working_time
from govops.kernel.records import kinds
from govops.modules.service_desk.choices import UNHAPPY

#: not for bulk: the door tells these
_NOT_IN_BULK = {"refuse"}


def is_over(life: Life, before: datetime) -> bool:
    """Whether everything had happened by then, and nothing that only a door can tell."""
    verbs = [verb for verb in life.verbs if isinstance(verb, Verb)]
    return bool(verbs) and verbs[-1].at < before and not _NOT_IN_BULK & {verb.name for verb in verbs}


def write(world: World, lives: Iterable[tuple[str, Life]]) -> None:
    """All these lives, with their escalations and call-backs."""
    told = list(lives)
    for code, manner in (("incident", ticking.INCIDENTS), ("service_request", ticking.REQUESTS)):
        tickets = live(code, [life for kind, life in told if kind == code], manner=manner)
        live("ticket_escalation", [one for ticket in tickets for one in ticket.lived.aftermath])
        unhappy = [ticket for ticket in tickets if ticket.rated_at and ticket.satisfaction in UNHAPPY]
        live("call_back", [_call_back(world, ticket) for ticket in unhappy], manner=CALL_BACKS)


def _call_back(world: World, ticket: Any) -> Life:
    """Within a working day, by somebody who did not handle it."""
    outcome, words, measure = world.pick(said.CALLED)
    caller = "service_desk" if ticket.assignee != world.bureau.people["service_desk"] else "incident_manager"
    data = {
        kinds.of(ticket).code: ticket, "applicant": ticket.applicant, "satisfaction": ticket.satisfaction, "words": ticket.satisfaction_words,
        "phone": ticket.phone, "asked_at": ticket.rated_at,
    }  # fmt: skip
    called = world.soon(40, 380, after=ticket.rated_at)
    verb = Verb("call", world.actor(caller), called, {"outcome": outcome, "said": words, "measure": measure})
    return Life(SYSTEM, ticket.rated_at, data, (verb,))


def _due_within_the_day(call_back: Any, deed: Any) -> None:
    """As `rating.rate`: the task is due at the close of the next working day."""
    due = working_time().add_days(deed.at, 1)
    for item in call_back.lived.open_items:
        item.due_at, item.is_provisional = due.at, due.is_provisional
        item.budget_minutes = working_time().minutes_between(deed.at, due.at)


CALL_BACKS = Manner(born=_due_within_the_day)
