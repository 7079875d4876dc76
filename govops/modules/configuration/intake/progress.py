"""Who is told how far the weighing of a batch is: a job that waits for it sets it, through doors that know nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from govops.kernel.sheets.progress import Tell, quiet

_tell: ContextVar[Tell] = ContextVar("who is told", default=quiet)


@contextmanager
def told_to(tell: Tell) -> Iterator[None]:
    """Within, `tell` hears how far a batch is weighed or applied."""
    token = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(token)


def tell(step: str, done: int, total: int) -> None:
    """So many lines of a step are done."""
    _tell.get()(step, done, total)
