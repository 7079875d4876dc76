"""What comes in, and who takes it: the hooks for modules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Person
from govops.kernel.records.models import Record


@dataclass(frozen=True, kw_only=True)
class Inbound:
    """One thing that came in, already cleaned.

    `source`: "mail" or the code of the sending program. `person`: whose address it is, None for a stranger.
    `attachments`: ids of checked, loose uploads (hand them to `doors.create(attachments=…)` or `comments.add(files=…)`).
    `in_reply_to`: (register, record id) of the record that it answers, if any. `reference_number`: the number in the subject.
    """

    kind: Literal["mail", "webhook"]
    source: str
    sender: str
    sender_name: str = ""
    person: Person | None = None
    subject: str
    text: str
    attachments: tuple[int, ...] = ()
    in_reply_to: tuple[str, int] | None = None
    reference_number: str = ""
    raw_id: str

    def of(self, person: Person | None) -> Inbound:
        """The same, said by somebody else."""
        return replace(self, person=person)


@dataclass(frozen=True)
class Taken:
    """A receiver took it: the record it became, and a word about it."""

    record: Record
    words: str = "已受理"


Receiver = Callable[[Inbound, Actor], "Taken | None"]
Keeper = Callable[[Inbound, str], Record]
_receivers: list[Receiver] = []
_keepers: list[Keeper] = []


def receiver(function: Receiver) -> Receiver:
    """Offer everything new that comes in to `function`, in the order of registration."""
    if function not in _receivers:
        _receivers.append(function)
    return function


def keeper(function: Keeper) -> Keeper:
    """Let `function(inbound, reason)` keep what no receiver took, for a human being to look at. There is one."""
    _keepers[:] = [function]
    return function


def receive(inbound: Inbound, actor: Actor) -> Taken | None:
    """Ask the receivers, as `actor`; None when nobody wants it."""
    for function in _receivers:
        taken = function(inbound, actor)
        if taken is not None:
            return taken
    return None


def keep(inbound: Inbound, reason: str) -> Record | None:
    """Keep it for the desk; None when the product runs without a keeper."""
    return _keepers[0](inbound, reason) if _keepers else None
