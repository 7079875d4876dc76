"""Configuration baselines: how the affected items and their relations stood, sealed with SM3, and what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from govops.kernel.attributes.showing import lines
from govops.kernel.records import facts
from govops.kernel.signatures.digests import digest_of
from govops.modules.configuration.public import (
    ConfigurationItem,
    ItemRelation,
    ItemState,
    RelationState,
)

#: what a baseline keeps of an item (N3§9.1)
KEPT = (
    "state", "type", "description", "importance", "item_version", "owner_unit", "custodian", "location", "rack_unit", "network_zone",
    "ip_address", "mac_address", "brand", "model_name", "serial_number", "protection_level",
)  # fmt: skip


RELATION = "关系"


@dataclass(frozen=True)
class Difference:
    """One fact, or one relation, of one item that is not what it was.

    `fact`: the column; empty for an attribute of the type and for a relation. `relation`: its id; `far`: the item at its
    other end; both 0 for a fact.
    """

    item: int
    number: str
    name: str
    title: str
    before: str
    after: str
    fact: str = ""
    relation: int = 0
    far: int = 0

    @property
    def url(self) -> str:
        return f"/r/configuration_item/{self.item}/"


def snapshot(item_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The items as they stand: id, number, name, the facts in words (secrets stay masked), and their active relations."""
    rows = ConfigurationItem.objects.filter(pk__in=item_ids).select_related(
        "type", "owner_unit", "custodian", "location"
    )
    found = {row.pk: row for row in rows}
    relations = _relations_of(set(found))
    return [{**_facts_of(found[pk]), "relations": relations[pk]} for pk in item_ids if pk in found]


def _facts_of(item: Any) -> dict[str, Any]:
    told: dict[str, Any] = {name: facts.words(item, name) for name in KEPT}
    told["state"] = ItemState(item.state).label
    told["values"] = dict(lines(item.type.all_attributes(), item.values))
    return {"id": item.pk, "number": item.number, "name": item.name, "facts": told}


def _relations_of(item_ids: set[int]) -> dict[int, list[dict[str, Any]]]:
    """For each item its active relations as one reads them from there: id, the item at the other end, words; one statement."""
    rows = ItemRelation.objects.filter(state=RelationState.ACTIVE)
    rows = rows.filter(Q(source__in=item_ids) | Q(target__in=item_ids)).order_by("id")
    told: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in rows.select_related("kind", "source", "target"):
        for here, word, far in (
            (one.source_id, one.kind.name, one.target),
            (one.target_id, one.kind.inverse, one.source),
        ):
            if here in item_ids:
                told[here].append({"id": one.pk, "item": far.pk, "words": _words(one, word, far)})
    return told


def _words(relation: Any, word: str, far: Any) -> str:
    """“运行于 应用服务器 01 （冗余组 集群，至少 1）”."""
    spare = f"（冗余组 {relation.group}，至少 {relation.needed}）" if relation.group else ""
    note = f"（{relation.note}）" if relation.note else ""
    return f"{word} {far.name}{spare}{note}"


def digest(baseline: list[dict[str, Any]]) -> str:
    """SM3 of the baseline's canonical form."""
    return digest_of({"items": baseline})


def differences(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Difference]:
    """What differs between two snapshots, item by item in the order of the first: facts, then relations."""
    later = {item["id"]: item for item in after}
    return [
        one
        for item in before
        if item["id"] in later
        for told in (_facts_between, _relations_between)
        for one in told(item, later[item["id"]])
    ]


def _facts_between(before: dict[str, Any], after: dict[str, Any]) -> Iterable[Difference]:
    was, became = _flat(before["facts"]), _flat(after["facts"])
    for name in dict.fromkeys((*was, *became)):
        if was.get(name, "") != became.get(name, ""):
            fact = name if name in KEPT else ""
            told = (_title(name), _shown(was.get(name)), _shown(became.get(name)))
            yield Difference(before["id"], before["number"], before["name"], *told, fact=fact)


def _relations_between(before: dict[str, Any], after: dict[str, Any]) -> Iterable[Difference]:
    """Relations that came, went, or read differently; a baseline of before they were kept says nothing of them."""
    if "relations" not in before or "relations" not in after:
        return
    was = {one["id"]: one for one in before["relations"]}
    became = {one["id"]: one for one in after["relations"]}
    for pk in dict.fromkeys((*was, *became)):
        first, second = was.get(pk, {}), became.get(pk, {})
        if first.get("words") != second.get("words"):
            told = (RELATION, _shown(first.get("words")), _shown(second.get("words")))
            far = {**second, **first}["item"]
            yield Difference(before["id"], before["number"], before["name"], *told, relation=pk, far=far)


def _flat(told: dict[str, Any]) -> dict[str, Any]:
    """The facts with the type's own attributes beside the columns."""
    return {**{name: value for name, value in told.items() if name != "values"}, **(told.get("values") or {})}


def _title(name: str) -> str:
    return facts.verbose_name(ConfigurationItem, name) if name in KEPT else name


def _shown(value: Any) -> str:
    return "—" if value in (None, "") else str(value)
