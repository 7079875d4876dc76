"""基线与差异 of one release: how its items and their relations stood, what differs since, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.records.sight import HIDDEN
from govops.kernel.records.visibility import visible
from govops.modules.configuration.public import ConfigurationItem, History
from govops.modules.release.actions import snapshots
from govops.modules.release.actions.snapshots import Difference

ITEM = "configuration_item"
#: relations of an item that stand open; the rest is unfolded
SHOWN = 6


@dataclass(frozen=True)
class Ground:
    """Why a fact was changed: the paper and its reason; whether the paper is this release or its change."""

    reference: str = ""
    reason: str = ""
    is_own: bool = False

    @property
    def chip(self) -> dict[str, str]:
        if self.is_own:
            return {"text": "本次发布", "tone": "green"}
        if self.reference:
            return {"text": "另有依据", "tone": "amber"}
        return {"text": "未查到依据", "tone": "red"}


def compared(release: Any, actor: Actor) -> dict[str, Any]:
    """`differences` with their grounds, `items` of the baseline with their relations, `hidden` ones counted."""
    kept = release.baseline
    after = release.after or snapshots.snapshot([item["id"] for item in kept])
    seen = _seen(kept, after, actor)
    before = [item for item in kept if item["id"] in seen]
    found = snapshots.differences(before, after)
    grounds = _grounds(release, found)
    return {
        "differences": [_row(one, grounds(one), seen) for one in found],
        "items": [_told(item, seen) for item in before],
        "hidden": len(kept) - len(before),
        "keeps_relations": all("relations" in item for item in kept),
    }


def _seen(before: list[dict[str, Any]], after: list[dict[str, Any]], actor: Actor) -> set[int]:
    """Those of the items, and of the items they are related with, that the reader may see now; one statement."""
    ids = {item["id"] for item in (*before, *after)}
    ids |= {one["item"] for item in (*before, *after) for one in item.get("relations", ())}
    rows = visible(ConfigurationItem.objects.filter(pk__in=ids).order_by(), actor, register=ITEM)
    return set(rows.values_list("pk", flat=True))


def _grounds(release: Any, found: list[Difference]) -> Any:
    """For a difference the last reason that was given for it since the baseline was kept; one statement."""
    own = {release.number, release.change_number}
    last: dict[tuple[str, int, str], Ground] = {}
    rows = History.objects.filter(since__gte=release.baseline_at).order_by("id")
    if release.after_at:
        rows = rows.filter(since__lte=release.after_at)
    items = rows.filter(register=ITEM, record_id__in={one.item for one in found})
    relations = rows.filter(register="item_relation", record_id__in={one.relation for one in found})
    told = items.union(relations, all=True).order_by("id") if found else ()
    for row in told:
        ground = Ground(row.reference, row.reason, row.reference in own)
        for fact in row.changed if row.register == ITEM else ("",):
            last[row.register, row.record_id, "" if fact == "values" else fact] = ground

    def ground_of(one: Difference) -> Ground:
        key = ("item_relation", one.relation, "") if one.relation else (ITEM, one.item, one.fact)
        return last.get(key, Ground())

    return ground_of


def _row(one: Difference, ground: Ground, seen: set[int]) -> dict[str, Any]:
    is_named = not one.far or one.far in seen
    return {
        "name": one.name,
        "number": one.number,
        "url": one.url,
        "title": one.title,
        "before": one.before if is_named or one.before == "—" else HIDDEN,
        "after": one.after if is_named or one.after == "—" else HIDDEN,
        "ground": ground,
    }


def _told(item: dict[str, Any], seen: set[int]) -> dict[str, Any]:
    told = item["facts"]
    relations = item.get("relations", ())
    words = [one["words"] for one in relations if one["item"] in seen]
    return {
        "number": item["number"],
        "name": item["name"],
        "url": f"/r/{ITEM}/{item['id']}/",
        "state": told.get("state", ""),
        "version": told.get("item_version") or "—",
        "address": told.get("ip_address") or "—",
        "place": told.get("location") or "—",
        "relations": words[:SHOWN],
        "more": words[SHOWN:],
        "hidden_relations": sum(1 for one in relations if one["item"] not in seen),
    }
