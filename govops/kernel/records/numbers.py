"""Record numbers such as JFLF-2026-0318.

Taken from a PostgreSQL sequence per series and year: never twice, never waiting for another transaction.
Gaps are possible (a refused creation); series that must be gapless (发文字号) keep their own counter.
"""

from __future__ import annotations

import re

from django.db import connection, models

from govops.kernel import moment
from govops.kernel.organization.journeys import next_of
from govops.kernel.organization.storing import ids_of


def next_number(series: str) -> str:
    """The next number of `series` in the current year, at least four digits."""
    return _next(series, "")[0]


def next_place(series: str, model: type[models.Model]) -> tuple[str, int]:
    """The number and the id of a new row of `model`, whose number is the next of `series`."""
    number, pk = _next(series, ids_of(model))
    assert pk is not None
    return number, pk


def _next(series: str, ids: str) -> tuple[str, int | None]:
    if not re.fullmatch(r"[A-Z]{2,8}", series):
        raise ValueError(f"a series is two to eight capital letters, not {series!r}")
    year = moment.today().year
    sequence = f"number_{series.lower()}_{year}"
    # No such sequence yet is no mistake: one journey, and nothing to remember that a rollback could make untrue.
    value, pk = next_of(sequence, ids)
    if value is None:
        with connection.cursor() as cursor:
            # Two who come first at once: the second waits for the first to commit (IF NOT EXISTS alone would clash).
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [sequence])
            cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {sequence}")
        (value,) = next_of(sequence)
    return f"{series}-{year}-{value:04d}", pk


def several(series: str, count: int, *, year: int) -> list[str]:
    """The next `count` numbers of `series` in `year`, in one go: for bulk work."""
    if not count:
        return []
    with moment.at(moment.now().replace(year=year, month=6, day=15)):
        first = next_number(series)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(to_regclass(%s)) FROM generate_series(2, %s)",
            [f"number_{series.lower()}_{year}", count],
        )
        rest = [f"{series}-{year}-{value:04d}" for (value,) in cursor.fetchall()]
    return [first, *rest]
