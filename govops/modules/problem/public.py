"""What other modules and bridges may use of problem management; and what it tells configuration of its items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.kernel.search.resembling import resembling
from govops.modules.configuration import public as configuration
from govops.modules.problem.choices import OPEN, ProblemState
from govops.modules.problem.models import Problem, about_items

REGISTER = "problem"


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


def _open(item_ids: list[int]) -> QuerySet[Any]:
    """The problems of these items that are not solved yet."""
    return Problem.objects.filter(about_items(item_ids), state__in=OPEN)


def _about(item: Any, actor: Actor) -> QuerySet[Any]:
    """The problems in an item's life, as far as the reader may see them."""
    return visible(Problem.objects.filter(about_items([item.pk])), actor, register=REGISTER)


def _words(row: Mapping[str, Any]) -> str:
    return f"问题：{row['subject']}（{ProblemState(row['state']).label}）"


configuration.open_tickets.append(configuration.OpenOn(REGISTER, _open))
configuration.timeline.append(
    configuration.Chapter(REGISTER, _about, "created_at", ("subject", "state"), _words, "bug")
)
configuration.assessed.add(REGISTER)

__all__ = ["KnownError", "Problem", "open_known_errors"]
