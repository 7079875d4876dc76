"""影响分析 of a record as its panel shows it: what people said, what was computed, narrowed to what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.records import kinds
from govops.kernel.records.models import Record
from govops.kernel.records.sight import HIDDEN
from govops.modules.configuration.actions.assessing import named_items
from govops.modules.configuration.choices import AffectedOrigin, ObjectClass
from govops.modules.configuration.impact import Named, Step, named, served_by, words_of
from govops.modules.configuration.models import Affected
from govops.modules.configuration.served import Served

_ORDER = {AffectedOrigin.MANUAL: 0, AffectedOrigin.COMPUTED: 1, AffectedOrigin.EXCLUDED: 2}


@dataclass(frozen=True)
class Said:
    """One row of the panel."""

    row: Affected
    item: Named
    words: str

    @property
    def is_said(self) -> bool:
        """Whether a person's word stands behind it."""
        return self.row.origin != AffectedOrigin.COMPUTED

    @property
    def is_excluded(self) -> bool:
        return self.row.origin == AffectedOrigin.EXCLUDED


@dataclass
class Assessment:
    """`starts` are the items that the record itself names; `hidden` counts what the reader may not see.

    `is_assessed`: rows stand on it, or the record itself remembers when it was computed (`impact_at`).
    """

    starts: list[Named]
    rows: list[Said]
    affected: int
    hidden: int
    services: list[Named] = field(default_factory=list)
    served: Served = field(default_factory=Served)
    is_assessed: bool = False


def assessment_of(record: Record, actor: Actor) -> Assessment:
    """What stands on the record; a constant number of queries."""
    register = kinds.of(record).code
    starts = named_items(record)
    rows = list(
        Affected.objects.filter(register=register, record_id=record.pk).select_related("by").order_by("id")
    )
    on_the_way = {pk for row in rows for _, pk in row.path}
    seen = named({*starts, *on_the_way, *(row.item_id for row in rows)}, actor)
    said = [Said(row, seen[row.item_id], _words(row, seen)) for row in rows if row.item_id in seen]
    said.sort(key=lambda one: (_ORDER[AffectedOrigin(one.row.origin)], *one.item.rank))
    affected = [one.item for one in said if not one.is_excluded]
    named_starts = [seen[pk] for pk in starts if pk in seen]
    return Assessment(
        starts=named_starts,
        rows=said,
        affected=len(affected),
        hidden=len(rows) - len(said),
        services=[one for one in [*named_starts, *affected] if one.object_class == ObjectClass.SERVICE],
        served=served_by([*affected, *named_starts]),
        is_assessed=bool(rows) or getattr(record, "impact_at", None) is not None,
    )


def _words(row: Affected, seen: dict[int, Named]) -> str:
    if not row.path:
        return row.note
    steps: Any = (Step(kind, seen[pk].name if pk in seen else HIDDEN, pk) for kind, pk in row.path)
    return words_of(seen[row.item_id].name, steps)
