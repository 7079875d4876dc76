"""Looking in all registers at once, with the eyes of one person."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.organization import people
from govops.kernel.records.visibility import visible
from govops.kernel.registers import site
from govops.kernel.search.everywhere import Everywhere, Hit, Source


class _Eyes:
    """An actor as far as visibility looks at one: whoever has equal eyes sees the same rows."""

    def __init__(self, actor: Actor) -> None:
        person = actor.person
        assert person is not None
        self.actor = actor
        self._facts: tuple[Any, ...] = (
            person.pk,
            person.clearance,
            person.unit.path,
            actor.roles,
            actor.token_scopes,
            tuple((pk, tuple(limits)) for pk, limits in people.principals_of(person)),
            moment.today(),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Eyes) and self._facts == other._facts

    def __hash__(self) -> int:
        return hash(self._facts)


def find(actor: Actor, text: str, *, limit: int = 20) -> list[Hit]:
    """The newest records that hold every word of `text`, of all that `actor` may see."""
    if not text.strip() or actor.person is None:
        return []
    return _composed(_Eyes(actor), limit)(text)


@lru_cache(maxsize=200)
def _composed(eyes: _Eyes, limit: int) -> Everywhere:
    """The question as these eyes ask it. It holds conditions, never rows: what they mean is asked anew each time."""
    actor = eyes.actor
    return Everywhere(
        [
            Source(one.code, one.title, visible(one.model._default_manager.all(), actor, register=one.code))
            for one in site.all_registers()
            if table.scope_of(actor, "read", one.code)
        ],
        limit=limit,
    )
