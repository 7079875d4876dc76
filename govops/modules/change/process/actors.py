"""Who does what with a change, and only when it is theirs at all: nobody is shown a verb of another kind or another time."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import (
    Deed,
    Guard,
    any_of,
    named_in,
    said,
    seated,
    the_applicant,
    words_of,
)
from govops.modules.change.choices import ChangeKind
from govops.modules.change.rules import approving
from govops.modules.change.seats import MANAGER

IMPLEMENTER = named_in("implementer", title="实施人")
VERIFIER = named_in("verifier", title="验证人")
BY_MANAGER = seated(MANAGER)
APPLICANT_OR_MANAGER = any_of(the_applicant, BY_MANAGER)
WHO_STARTS = any_of(the_applicant, IMPLEMENTER, BY_MANAGER)


def both(first: Guard, who: Guard) -> Guard:
    """Allowed when both allow; described by who it is."""

    def guard(change: Any, deed: Deed) -> Answer:
        answer = first(change, deed)
        return who(change, deed) if answer else answer

    return said(guard, words_of(who))


def once_begun(who: Guard) -> Guard:
    return both(approving.has_begun, who)


def before_it_begins(who: Guard) -> Guard:
    return both(approving.is_awaiting_its_window, who)


def of_kind(kind: ChangeKind, who: Guard) -> Guard:
    return both(approving.is_of_kind(kind), who)


def is_being_assessed(change: Any, deed: Deed) -> Answer:
    """The step 变更评估 is open."""
    run = engine.run_of("change_request", change.pk)
    if run is not None and run.step == "assess":
        return Allowed()
    return Denied("评估环节已经办完；需要重新评估的请退回到“变更评估”。")
