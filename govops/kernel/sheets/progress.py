"""How far a long import has come: told by whoever does it, read by the page while its transaction is still open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from django.db import connections

from govops.kernel.sheets.models import ImportRun

#: what is being done, and how many lines of how many are done
Tell = Callable[[str, int, int], None]
#: seconds between two words about the same step
_PAUSE = 0.5
#: a worker that was killed may hold its place in the database a little longer
_PATIENCE = "60s"
_TOLD = f"UPDATE {ImportRun._meta.db_table} SET step = %s, done = %s, total = %s WHERE id = %s"  # noqa: S608 - a constant


def quiet(step: str, done: int, total: int) -> None:
    """For whoever does not ask."""


class Teller:
    """Tells on a connection of its own, past the open transaction; while it stands nobody else carries the run on."""

    def __init__(self, run_id: int) -> None:
        self._run_id = run_id
        self._connection = connections.create_connection("default")
        self._step, self._since, self._told_at = "", time.monotonic(), 0.0
        self._seconds: dict[str, float] = {}

    def __enter__(self) -> Teller:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [_PATIENCE])
            cursor.execute(
                "SELECT pg_advisory_lock(hashtext(%s), %s)", [ImportRun._meta.db_table, self._run_id]
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._next("")
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_all()")
        finally:
            self._connection.close()

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        now = time.monotonic()
        if step == self._step and now - self._told_at < _PAUSE:
            return
        self._next(step)
        self._told_at = now
        with self._connection.cursor() as cursor:
            cursor.execute(_TOLD, [step, done, total, self._run_id])

    def spent(self) -> dict[str, float]:
        """The seconds of every step, the present one up to now."""
        self._next("")
        return self._seconds

    def _next(self, step: str) -> None:
        now = time.monotonic()
        if step != self._step:
            if self._step:
                self._seconds[self._step] = round(self._seconds.get(self._step, 0) + now - self._since, 1)
            self._step, self._since = step, now


@contextmanager
def telling(run: ImportRun) -> Iterator[Teller]:
    """Waits until nobody else carries the run on; OperationalError after a minute."""
    with Teller(run.pk) as teller:
        yield teller
