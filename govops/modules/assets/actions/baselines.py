"""Taking a baseline: the histories that were current at its moment, digested and kept as rows of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from gmssl_pyx import sm3_hash

from govops.kernel import moment
from govops.modules.assets import scopes
from govops.modules.assets.choices import BaselineScope
from govops.modules.assets.models import Baseline, BaselineRow
from govops.modules.assets.rules.baselines import BOUNDED_BY
from govops.modules.configuration.public import History, ItemState, RelationState

ITEM, RELATION = "configuration_item", "item_relation"
Facts = dict[str, Any]
_BATCH = 2000


def take(baseline: Any) -> None:
    """Fill in moment, counts and digest; `keep_rows` stores exactly these rows once the baseline has its id."""
    if missing(baseline):
        return  # the guard says what is missing
    baseline.taken_at = baseline.taken_at or moment.now()
    chosen, lines, counts = [], [], {ITEM: 0, RELATION: 0}
    for row in rows_at(baseline, baseline.taken_at):
        chosen.append(row.pk)
        lines.append(digest_line(row.register, row.record_id, row.facts))
        counts[row.register] += 1
    baseline.item_count, baseline.relation_count = counts[ITEM], counts[RELATION]
    baseline.digest = digest_of(lines)
    baseline.chosen = chosen


def missing(bounds: Any) -> list[str]:
    """The fields that its scope asks for and that are empty."""
    name, _title = BOUNDED_BY.get(BaselineScope(bounds.scope), ("", ""))
    return [name] if name and getattr(bounds, f"{name}_id") is None else []


def keep_rows(baseline: Any) -> None:
    """The rows that `take` chose, as they stand in the history: facts there never change."""
    ids = iter(baseline.chosen)
    while batch := list(islice(ids, _BATCH)):
        rows = History.objects.filter(pk__in=batch).order_by("register", "record_id")
        BaselineRow.objects.bulk_create(
            BaselineRow(baseline=baseline, register=row.register, record_id=row.record_id, facts=row.facts)
            for row in rows.only("register", "record_id", "facts")
        )


def rows_at(bounds: Any, at: datetime) -> Iterator[History]:
    """The history rows current at a moment within the bounds of a baseline (its scope, type, unit, place), items first."""
    inside = _within(bounds, at)
    is_whole = bounds.scope == BaselineScope.ALL
    held: set[int] = set()
    for row in _current((ITEM, RELATION), at).iterator(chunk_size=_BATCH):
        if row.register == ITEM:
            if row.facts.get("state") != ItemState.SCRAPPED and inside(row):
                held.add(row.record_id)
                yield row
        elif row.facts.get("state") == RelationState.ACTIVE:
            ends = {id_in(row.facts.get("source")), id_in(row.facts.get("target"))}
            if is_whole or ends & held:
                yield row


def _current(registers: tuple[str, ...], at: datetime) -> QuerySet[History]:
    """What was so at that moment, items before relations (as their codes are sorted)."""
    still = Q(until__isnull=True) | Q(until__gt=at)
    rows = History.objects.filter(still, register__in=registers, since__lte=at)
    return rows.only("register", "record_id", "facts").order_by("register", "record_id")


def _within(bounds: Any, at: datetime) -> Any:
    """A test whether a history row of an item lies within the bounds, by the facts of that moment."""
    if bounds.scope == BaselineScope.TYPE:
        return _one_of("type", scopes.with_subtypes([bounds.type_id]))
    if bounds.scope == BaselineScope.UNIT:
        units = scopes.with_units_below(bounds.owner_unit)
        return _one_of("owner_unit", set(units.values_list("pk", flat=True)))
    if bounds.scope == BaselineScope.LOCATION:
        return _one_of("location", _places_at(bounds.location_id, at))
    return lambda row: True


def _one_of(name: str, ids: set[int]) -> Any:
    return lambda row: id_in(row.facts.get(name)) in ids or (name == "location" and row.record_id in ids)


def _places_at(place: int, at: datetime) -> set[int]:
    """The place and everything that lay in it then, directly or not."""
    inside: dict[int, list[int]] = {}
    for row in _current((ITEM,), at).iterator(chunk_size=_BATCH):
        if (outer := id_in(row.facts.get("location"))) is not None:
            inside.setdefault(outer, []).append(row.record_id)
    found, edge = {place}, [place]
    while edge:
        edge = [one for outer in edge for one in inside.get(outer, ()) if one not in found]
        found |= set(edge)
    return found


def id_in(value: Any) -> int | None:
    """The id of a reference as a history keeps it."""
    if isinstance(value, dict):
        value = value.get("id")
    return value if isinstance(value, int) else None


def digest_line(register: str, record_id: int, facts: Facts) -> str:
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{register} {record_id} {sm3_hash(canonical.encode()).hex()}"


def digest_of(lines: list[str]) -> str:
    """SM3 over the lines of all rows in one order, 64 hexadecimal signs."""
    return sm3_hash("\n".join(sorted(lines)).encode()).hex()


def still_holds(baseline: Baseline, rows: Iterable[tuple[str, int, Facts]]) -> bool:
    """Whether the kept rows (register, id, facts) still say what the signed digest says."""
    return digest_of([digest_line(*row) for row in rows]) == baseline.digest
