"""Does one thing lie within another? Asked of the database, however deep."""

from __future__ import annotations

from django.db import connection

_ABOVE = """
WITH RECURSIVE above(id, parent) AS (
    SELECT id, location_id FROM configuration_configurationitem WHERE id = %s
    UNION
    SELECT one.id, one.location_id FROM configuration_configurationitem one JOIN above ON one.id = above.parent
)
SELECT 1 FROM above WHERE id = %s
"""
_REACHES = """
WITH RECURSIVE reached(id) AS (
    SELECT %s::bigint
    UNION
    SELECT one.target_id FROM configuration_itemrelation one JOIN reached ON one.source_id = reached.id
    WHERE one.kind_id = %s AND one.state = 'active'
)
SELECT 1 FROM reached WHERE id = %s
"""

_INSIDE = """
WITH RECURSIVE inside(id) AS (
    SELECT %s::bigint
    UNION
    SELECT one.id FROM configuration_configurationitem one JOIN inside ON one.location_id = inside.id
    WHERE EXISTS (SELECT 1 FROM configuration_configurationitem held WHERE held.location_id = one.id)
)
SELECT id FROM inside
"""


def is_above(item_id: int, other_id: int) -> bool:
    """Whether `other` lies in `item`, or is it."""
    return _answers(_ABOVE, [other_id, item_id])


def reaches(kind_id: int, start: int, goal: int) -> bool:
    """Whether the active relations of a kind lead from `start` to `goal`."""
    return _answers(_REACHES, [start, kind_id, goal])


def places_in(place_id: int) -> list[int]:
    """The place itself and every place below it that holds something."""
    with connection.cursor() as cursor:
        cursor.execute(_INSIDE, [place_id])
        return [pk for (pk,) in cursor.fetchall()]


def _answers(statement: str, values: list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() is not None
