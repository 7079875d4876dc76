"""What happens to accounts, grants and people is told to whoever keeps the trail.

`audit` stands above this part and listens (see `listeners`); nothing here is changed without telling.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govops.kernel.access.actor import Actor

#: called with the keywords of `audit.trail.record`
listeners: list[Callable[..., Any]] = []


def tell(*, actor: Actor, operation: str, **facts: Any) -> None:
    """Record one thing: `register`, `record_id`, `number`, `before`, `after`, `result`, `rule`, `summary`."""
    for listener in listeners:
        listener(actor=actor, operation=operation, **facts)
