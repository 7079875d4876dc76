"""Record numbers such as JFLF-2026-0318.

Taken from a PostgreSQL sequence per series and year: never twice, never waiting for another transaction.
Gaps are possible (a refused creation); series that must be gapless (发文字号) keep their own counter.
"""

from __future__ import annotations

import re

from django.db import connection

from govops.kernel import moment

# One statement once the sequence exists; NULL on the first record of a series in a year.
_NEXT = "SELECT CASE WHEN to_regclass(%s) IS NOT NULL THEN nextval(%s::text::regclass) END"


def next_number(series: str) -> str:
    """The next number of `series` in the current year, at least four digits."""
    if not re.fullmatch(r"[A-Z]{2,8}", series):
        raise ValueError(f"a series is two to eight capital letters, not {series!r}")
    year = moment.today().year
    sequence = f"number_{series.lower()}_{year}"
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [sequence, sequence])
        (value,) = cursor.fetchone()
        if value is None:
            # Two who come first at once: the second waits for the first to commit (IF NOT EXISTS alone would clash).
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [sequence])
            cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {sequence}")
            cursor.execute("SELECT nextval(%s)", [sequence])
            (value,) = cursor.fetchone()
    return f"{series}-{year}-{value:04d}"
