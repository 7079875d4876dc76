"""What other modules and bridges may use of problem management; and what it tells configuration of its items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.kernel.search.resembling import resembling
from govops.modules.configuration import public as configuration
from govops.modules.problem.choices import OPEN, ProblemState
from govops.modules.problem.models import Problem, about_items

REGISTER = "problem"
_MOST_OPEN, _MOST_EVENTS = 200, 50


@dataclass(frozen=True, slots=True)
class KnownError:
    """A cause that is known and not yet cured, and how to get round it."""

    id: int
    number: str
    title: str
    workaround: str
    url: str


def open_known_errors(text: str, actor: Actor, *, limit: int = 5) -> list[KnownError]:
    """The known errors most like a sentence that `actor` may see; one query for the rows."""
    errors = visible(Problem.objects.filter(state=ProblemState.KNOWN_ERROR), actor, register="problem")
    found = resembling(errors, text).only("number", "subject", "workaround")[:limit]
    return [
        KnownError(one.pk, one.number, one.subject, one.workaround, f"/r/problem/{one.pk}/") for one in found
    ]


def open_problems(item_ids: Sequence[int]) -> list[configuration.OpenTicket]:
    """The problems of these items that are not solved yet; one statement."""
    wanted = set(item_ids)
    rows = Problem.objects.filter(about_items(wanted), state__in=OPEN).order_by("-id")
    return [
        configuration.OpenTicket(REGISTER, row.pk, row.number, row.subject, f"/r/{REGISTER}/{row.pk}/", item)
        for row in rows.only("number", "subject", "items")[:_MOST_OPEN]
        for item in row.items
        if item in wanted
    ]


def events_of(item: Any, actor: Actor) -> list[configuration.Event]:
    """The problems in an item's life, as far as the reader may see them."""
    rows = visible(Problem.objects.filter(about_items([item.pk])), actor, register=REGISTER).order_by("-id")
    return [
        configuration.Event(
            row.created_at, f"问题：{row.subject}（{ProblemState(row.state).label}）", f"/r/{REGISTER}/{row.pk}/", "bug"
        )
        for row in rows.only("subject", "state", "created_at")[:_MOST_EVENTS]
    ]  # fmt: skip


configuration.open_tickets.append(open_problems)
configuration.timeline.append(events_of)
configuration.assessed.add(REGISTER)

__all__ = ["KnownError", "Problem", "open_known_errors"]
