"""A stocktake: the ledger frozen, the count settled into differences, the figures kept."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Count, QuerySet

from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers import many, site
from govops.modules.assets import scopes
from govops.modules.assets.actions.books import rewrite
from govops.modules.assets.choices import LineResult, StocktakeKind
from govops.modules.assets.models import Stocktake, StocktakeLine
from govops.modules.assets.rules.stocktakes import SEEN_ELSEWHERE
from govops.modules.configuration.public import ConfigurationItem, ItemState

#: states in which a thing should be somewhere
HELD = (ItemState.STOCK, ItemState.IN_USE, ItemState.REPAIR, ItemState.IDLE)
_BATCH = 2000


def counters_of(stocktake: Any) -> list[Person]:
    """Who counts."""
    return list(stocktake._meta.get_field("counters").rows(stocktake.counters))


def expected(stocktake: Any) -> QuerySet[ConfigurationItem]:
    """What should be found: things held within the scope; of a spot check all that the lot is drawn from."""
    items = ConfigurationItem.objects.filter(state__in=HELD)
    if not stocktake.types:
        items = items.filter(type__object_class__in=scopes.TANGIBLE).exclude(
            type__in=scopes.intangible_types()
        )
    return scopes.narrowed(
        items, types=stocktake.types, unit=stocktake.owner_unit, place=stocktake.location_id
    )


def freeze(stocktake: Any, deed: Deed) -> None:
    """The expected items as lines; of a spot check a drawn lot."""
    items = expected(stocktake).order_by("pk")
    if stocktake.kind == StocktakeKind.SPOT:
        ids = list(items.order_by("?").values_list("pk", flat=True))
        items = ConfigurationItem.objects.filter(pk__in=ids[: math.ceil(len(ids) * stocktake.share / 100)])
    rows = items.values_list("pk", "number", "name", "location_id", "custodian_id").iterator(
        chunk_size=_BATCH
    )
    made = 0
    for batch in _batches(rows):
        lines = [
            StocktakeLine(
                stocktake=stocktake, item_id=pk, number=number, name=name, location_id=place, custodian_id=person
            )
            for pk, number, name, place, person in batch
        ]  # fmt: skip
        made += len(StocktakeLine.objects.bulk_create(lines))
    if not made:
        raise Refused("盘点范围内没有资产，请撤销后重新填写范围。")
    stocktake.started_at, stocktake.expected_count = deed.at, made


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def settle(stocktake: Any, deed: Deed) -> None:
    """What was not found is missing; each difference gets its form, and the figures are kept."""
    stocktake.lines.filter(result=LineResult.WAITING, is_expected=True).update(result=LineResult.MISSING)
    stocktake.counted_at = deed.at
    stocktake.results = result_rows(stocktake)
    leader = stocktake.applicant or deed.actor.person
    differing = list(
        stocktake.lines.exclude(result=LineResult.FOUND).select_related(
            "location", "custodian", "seen_location", "seen_custodian"
        )
    )
    common = {"stocktake": stocktake.pk, "applicant": leader.pk if leader else None}
    forms = [{**difference_data(line), **common} for line in differing]
    made = many.create(site.get("stocktake_difference"), forms, actor=SYSTEM)
    for line, difference in zip(differing, made, strict=True):
        line.difference = difference
    rewrite(differing, ("difference",))


def difference_data(line: StocktakeLine) -> dict[str, Any]:
    """What the difference form says of a line; for what was seen elsewhere the correction is filled in already."""
    data: dict[str, Any] = {"kind": line.result, "item": line.item_id, "explanation": line.note}
    if line.is_expected:
        data["expected"] = place_words(line.location, line.custodian)
    if line.result == LineResult.SURPLUS and line.item_id is None:
        data["expected"] = f"台账中没有“{line.number}”"
    if line.result != LineResult.MISSING:
        data["seen"] = place_words(line.seen_location, line.seen_custodian) or "已找到实物"
    if line.result in SEEN_ELSEWHERE:
        data |= {"location": line.seen_location_id, "custodian": line.seen_custodian_id}
    return data


def place_words(place: ConfigurationItem | None, custodian: Person | None) -> str:
    """“主机房 A03 柜，王磊”."""
    return "，".join(filter(None, (place.name if place else "", custodian.name if custodian else "")))


def counts(stocktake: Stocktake) -> dict[str, int]:
    """Result → how many lines; one query."""
    rows = stocktake.lines.order_by().values_list("result").annotate(Count("pk"))
    return dict(rows)


def result_rows(stocktake: Stocktake) -> list[dict[str, Any]]:
    found = counts(stocktake)
    rows: list[dict[str, Any]] = [{"result": "应盘", "count": stocktake.expected_count}]
    return rows + [
        {"result": str(one.label), "count": found.get(one.value, 0)} for one in _told(LineResult, found)
    ]


def _told(results: Iterable[LineResult], found: dict[str, int]) -> list[LineResult]:
    always = {LineResult.FOUND, LineResult.MISSING, LineResult.SURPLUS}
    return [one for one in results if one in always or (one.value and found.get(one.value))]


def close(stocktake: Any, deed: Deed) -> None:
    stocktake.closed_at = deed.at
