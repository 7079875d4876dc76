"""What a great many items come to, in one statement: how many, of which kinds, whom they serve, who answers for them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, QuerySet, SmallIntegerField, Value, When

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.choices import Importance, ItemState, ObjectClass
from govops.modules.configuration.models import ConfigurationItem

ITEM = "configuration_item"


@dataclass(frozen=True)
class Sum:
    """Of the items that the reader may see. `seen` counts all of them, the rest only those that are not starts."""

    seen: int
    total: int
    classes: dict[str, int]
    #: unit id → how many of the items, starts too, serve it: the using units, or the responsible one where none is named
    units: Counter[int]
    custodians: list[int]
    #: services first, the vital before the common
    first: list[int]


#: given the items as a statement
_SUM = """
WITH hit(id, owner, users, custodian, class, kind, importance, number, is_start) AS MATERIALIZED (
    SELECT found.*, found.id = ANY(%s::bigint[]) FROM ({items}) AS found(id, owner, users, custodian, class, kind, importance, number)
), fallen AS (SELECT * FROM hit WHERE NOT is_start)
SELECT (SELECT count(*) FROM hit),
    (SELECT jsonb_object_agg(class, many) FROM (SELECT class, count(*) AS many FROM fallen GROUP BY class) of_class),
    (SELECT jsonb_object_agg(unit, many) FROM (
        SELECT unit, sum(many) AS many FROM (
            SELECT owner AS unit, count(*) AS many FROM hit WHERE users = '{{}}' GROUP BY owner
            UNION ALL
            SELECT one.unit, count(*) FROM hit, LATERAL (SELECT DISTINCT unnest(users)) AS one(unit) WHERE users <> '{{}}' GROUP BY one.unit
        ) of_unit GROUP BY unit
    ) units),
    (SELECT array_agg(DISTINCT custodian) FROM fallen WHERE custodian IS NOT NULL),
    ARRAY(SELECT id FROM fallen ORDER BY kind, importance, number LIMIT %s)
"""


def summed(ids: Collection[int], actor: Actor, *, starts: Collection[int], most: int) -> Sum:
    """The items `ids` as far as the reader may see them, scrapped ones left out; the first `most` by name."""
    rows = in_sight(ids, actor).annotate(
        kind=_ranked("type__object_class", ObjectClass.values),
        weight=_ranked("importance", Importance.values),
    )
    items, values = rows.values_list(
        "pk", "owner_unit", "users", "custodian", "type__object_class", "kind", "weight", "number"
    ).query.sql_with_params()  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SUM.format(items=items), [list(starts), *values, most])
        seen, classes, units, custodians, first = cursor.fetchone()
    many = json.loads(classes or "{}")
    counts = {code: many[code] for code in ObjectClass.values if code in many}
    return Sum(
        seen=seen, total=sum(counts.values()), classes=counts, units=Counter({int(pk): items for pk, items in json.loads(units or "{}").items()}),
        custodians=custodians or [], first=first,
    )  # fmt: skip


def first_of(ids: Collection[int], actor: Actor, *, most: int) -> tuple[int, list[int]]:
    """How many of the items the reader may see, and the ids of the first of them."""
    if not ids:
        return 0, []
    found = summed(ids, actor, starts=(), most=most)
    return found.total, found.first


def in_sight(ids: Collection[int], actor: Actor) -> QuerySet[ConfigurationItem]:
    """Those of the items that the reader may see and that are not scrapped, in no order."""
    # As a text: to write a hundred thousand ids one by one costs the driver more than the database takes to find them.
    among = "{" + ",".join(map(str, ids)) + "}"
    rows = visible(ConfigurationItem.objects.filter(pk__among=among), actor, register=ITEM)
    found: QuerySet[ConfigurationItem] = rows.exclude(state=ItemState.SCRAPPED).order_by()
    return found


def _ranked(field: str, values: Collection[str]) -> Any:
    """The place of a field's value among `values`, for the database."""
    cases = [When(**{field: value, "then": Value(place)}) for place, value in enumerate(values)]
    return Case(*cases, default=Value(len(cases)), output_field=SmallIntegerField())
