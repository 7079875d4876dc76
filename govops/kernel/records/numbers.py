"""Record numbers such as JFLF-2026-0318.

Taken from a PostgreSQL sequence per series and year: never twice, never waiting for another transaction.
Gaps are possible (a refused creation); series that must be gapless (发文字号) keep their own counter.
"""

from __future__ import annotations

import re

from django.db import connection

from govops.kernel import moment

_known: set[str] = set()


def next_number(series: str) -> str:
    """The next number of `series` in the current year, at least four digits."""
    if not re.fullmatch(r"[A-Z]{2,8}", series):
        raise ValueError(f"a series is two to eight capital letters, not {series!r}")
    year = moment.today().year
    sequence = f"number_{series.lower()}_{year}"
    key = f"{connection.settings_dict['NAME']}.{sequence}"
    with connection.cursor() as cursor:
        if key not in _known:
            cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {sequence}")
            if not connection.in_atomic_block:
                _known.add(key)
        cursor.execute("SELECT nextval(%s)", [sequence])
        value = cursor.fetchone()[0]
    return f"{series}-{year}-{value:04d}"
