"""Configuration baselines: how the affected items stood before and after, sealed with SM3, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from govops.kernel.attributes.showing import lines
from govops.kernel.records import facts
from govops.kernel.signatures.digests import digest_of
from govops.modules.configuration.public import ConfigurationItem, ItemState

#: what a baseline keeps of an item (N3§9.1)
KEPT = (
    "state", "type", "description", "importance", "item_version", "owner_unit", "custodian", "location", "rack_unit", "network_zone",
    "ip_address", "mac_address", "brand", "model_name", "serial_number", "protection_level",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One fact of one item that is not what it was."""

    number: str
    name: str
    title: str
    before: str
    after: str
    url: str


def snapshot(item_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The items as they stand: id, number, name, and the facts in words (secrets stay masked)."""
    rows = ConfigurationItem.objects.filter(pk__in=item_ids).select_related(
        "type", "owner_unit", "custodian", "location"
    )
    found = {row.pk: row for row in rows}
    return [_facts_of(found[pk]) for pk in item_ids if pk in found]


def _facts_of(item: Any) -> dict[str, Any]:
    told: dict[str, Any] = {name: facts.words(item, name) for name in KEPT}
    told["state"] = ItemState(item.state).label
    told["values"] = dict(lines(item.type.all_attributes(), item.values))
    return {"id": item.pk, "number": item.number, "name": item.name, "facts": told}


def digest(baseline: list[dict[str, Any]]) -> str:
    """SM3 of the baseline's canonical form."""
    return digest_of({"items": baseline})


def differences(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Difference]:
    """What differs between two snapshots, item by item in the order of the first."""
    later = {item["id"]: item for item in after}
    return [one for item in before if item["id"] in later for one in _between(item, later[item["id"]])]


def _between(before: dict[str, Any], after: dict[str, Any]) -> Iterable[Difference]:
    was, became = _flat(before["facts"]), _flat(after["facts"])
    url = f"/r/configuration_item/{before['id']}/"
    for name in dict.fromkeys((*was, *became)):
        if was.get(name, "") != became.get(name, ""):
            yield Difference(
                before["number"],
                before["name"],
                _title(name),
                _shown(was.get(name)),
                _shown(became.get(name)),
                url,
            )


def _flat(told: dict[str, Any]) -> dict[str, Any]:
    """The facts with the type's own attributes beside the columns."""
    return {**{name: value for name, value in told.items() if name != "values"}, **(told.get("values") or {})}


def _title(name: str) -> str:
    return facts.verbose_name(ConfigurationItem, name) if name in KEPT else name


def _shown(value: Any) -> str:
    return "—" if value in (None, "") else str(value)
