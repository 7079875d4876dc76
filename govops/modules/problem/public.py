"""What other modules and bridges may use of problem management."""

from __future__ import annotations

from dataclasses import dataclass

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.kernel.search.resembling import resembling
from govops.modules.problem.choices import ProblemState
from govops.modules.problem.models import Problem


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


__all__ = ["KnownError", "Problem", "open_known_errors"]
