"""When to try again, and when to give up: the same for mail and webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeVar

from django.db import transaction

from govops.kernel import moment
from govops.kernel.messages.models import Sending

S = TypeVar("S", bound=Sending)
#: minutes after the first, second … failure
PAUSES = (1, 5, 15, 60, 240, 720)
BATCH = 200


def due(model: type[S]) -> Iterator[S]:
    """What is due, one at a time, each locked in a transaction of its own that ends when the next is asked for."""
    now = moment.now()
    waiting = model._default_manager.filter(state=Sending.State.WAITING, next_at__lte=now)
    for pk in list(waiting.order_by("next_at").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            row = waiting.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if row is None:
                continue
            try:
                yield row
            except GeneratorExit:  # the caller stops here: what it noted of this one holds
                return


def succeeded(row: Sending) -> None:
    row.state, row.error = Sending.State.SENT, ""
    row.attempts += 1
    row.done_at = moment.now()
    row.save()


def failed(row: Sending, error: str, *, for_good: bool = False) -> None:
    """Note why; try again later, or give up after the last pause."""
    row.error = error[:300]
    row.attempts += 1
    if for_good or row.attempts > len(PAUSES):
        row.state, row.done_at = Sending.State.GIVEN_UP, moment.now()
    else:
        row.next_at = moment.now() + timedelta(minutes=PAUSES[row.attempts - 1])
    row.save()
