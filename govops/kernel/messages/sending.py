"""Send a message. In-app always; mail and webhooks are channels that a bureau may switch on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from govops.kernel import moment
from govops.kernel.messages import kinds, wording
from govops.kernel.messages.models import Message

#: Further ways out: each is called with the messages just written, and only queues: a channel never blocks an action.
channels: list[Callable[[list[Message]], None]] = []


def send(
    people: Iterable[int],
    *,
    title: str,
    text: str = "",
    kind: str = "",
    register: str = "",
    record_id: int | None = None,
    at: datetime | None = None,
) -> list[Message]:
    """Tell these people (ids), each once; `at` is when it happened, now unless told."""
    rows = Message.objects.bulk_create(
        Message(
            person_id=pk,
            kind=kind,
            title=title[:200],
            text=text[:500],
            register=register,
            record_id=record_id,
            at=at or moment.now(),
        )
        for pk in dict.fromkeys(people)
    )
    for channel in channels:
        channel(rows)
    return rows


def tell(
    kind: str,
    people: Iterable[int],
    values: Mapping[str, str],
    *,
    register: str = "",
    record_id: int | None = None,
    at: datetime | None = None,
) -> list[Message]:
    """Tell these people in the wording in force for `kind`; `values` are its words."""
    title, text = wording.rendered(kinds.get(kind), values)
    return send(people, title=title, text=text, kind=kind, register=register, record_id=record_id, at=at)
