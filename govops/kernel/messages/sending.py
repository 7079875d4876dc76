"""Send a message. In-app always; mail, SMS and webhooks are channels that a bureau may add."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from govops.kernel import moment
from govops.kernel.messages.models import Message

#: Further ways out: each is called with the messages just written. Empty on an isolated intranet.
channels: list[Callable[[list[Message]], None]] = []


def send(
    people: Iterable[int],
    *,
    title: str,
    text: str = "",
    register: str = "",
    record_id: int | None = None,
    at: datetime | None = None,
) -> list[Message]:
    """Tell these people (ids), each once; `at` is when it happened, now unless told."""
    rows = Message.objects.bulk_create(
        Message(
            person_id=pk,
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
