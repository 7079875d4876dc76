"""Which items the found things are: by number, asset number, serial number, hardware address, or address and name together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.attributes import AttributeKind
from govops.kernel.attributes.parsing import parse
from govops.kernel.registers import site
from govops.modules.configuration.choices import ItemState
from govops.modules.configuration.intake.identity import items, spelled
from govops.modules.configuration.intake.plans import ITEM
from govops.modules.configuration.models import ItemType

_KEYS = (("number", "编号"), ("asset_number", "资产编号"), ("serial_number", "序列号"))
#: what a person wrote with thought, and a scanner does not know better
_KEPT = frozenset(
    {"type", "name", "description", "owner_unit", "custodian", "network_zone", "location", "importance"}
)
#: what may be taken over of a found thing that is known already
_OFFERED = (
    "name",
    "ip_address",
    "mac_address",
    "serial_number",
    "asset_number",
    "brand",
    "model_name",
    "item_version",
    "description",
)


class Candidates:
    """The items that some found things may be: a query for each key, for all of them together."""

    def __init__(self, found: Iterable[Mapping[str, Any]], *, actor: Actor) -> None:
        told = list(found)
        self.items: dict[int, Any] = {}
        self._by: dict[str, dict[Any, list[int]]] = {}
        for field, _ in _KEYS:
            self._read(field, {spelled(field, one["facts"].get(field)) for one in told} - {""}, actor)
        self._read("mac_address", {mac for one in told for mac in one["macs"]}, actor)
        self._read("ip_address", {one["facts"].get("ip_address") for one in told} - {None, ""}, actor)

    def _read(self, field: str, wanted: set[Any], actor: Actor) -> None:
        held: dict[Any, list[int]] = {}
        rows = (
            items(actor).exclude(state=ItemState.SCRAPPED).filter(**{f"{field}__in": wanted})
            if wanted
            else ()
        )
        for item in rows:
            held.setdefault(getattr(item, field), []).append(item.pk)
            self.items.setdefault(item.pk, item)
        self._by[field] = held

    def of(self, found: Mapping[str, Any]) -> dict[int, str]:
        """Item id → by what it was recognised."""
        facts = found["facts"]
        matched: dict[int, str] = {}
        for field, title in _KEYS:
            for pk in self._by[field].get(spelled(field, facts.get(field)), ()):
                matched.setdefault(pk, title)
        for mac in found["macs"]:
            for pk in self._by["mac_address"].get(mac, ()):
                matched.setdefault(pk, "MAC 地址")
        for pk in self._by["ip_address"].get(facts.get("ip_address"), ()):
            if self.items[pk].name.casefold() == str(found["name"]).casefold():
                matched.setdefault(pk, "IP 地址和名称")
        return matched


@dataclass(frozen=True)
class Difference:
    """One field of a known item that was found otherwise. `key`: the column, or `values.` and the attribute."""

    key: str
    title: str
    now: str
    found: str
    is_proposed: bool


def differences(item: Any, found: Mapping[str, Any], asked: Sequence[Any]) -> list[Difference]:
    """Field by field: what is empty now, and what a machine knows better, is proposed."""
    register = site.get(ITEM)
    told = []
    for name, raw in {"name": found["name"], **found["facts"]}.items():
        now = getattr(item, name, None)
        if name not in _OFFERED or raw in (None, "") or str(now or "") == str(raw):
            continue
        title = str(register.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        told.append(Difference(name, title, str(now or ""), str(raw), not now or name not in _KEPT))
    for attribute in asked:
        raw = found["values"].get(attribute.name, found["values"].get(attribute.title))
        if raw in (None, "") or attribute.kind in (AttributeKind.SECRET, AttributeKind.REFERENCE):
            continue
        try:
            value = parse(attribute, raw)
        except ValueError:
            continue
        now = item.values.get(attribute.name)
        if now != value:
            shown = "" if now is None else str(now)
            told.append(Difference(f"values.{attribute.name}", attribute.label, shown, str(value), True))
    return told


def fitting(values: Mapping[str, Any], kind: ItemType) -> dict[str, Any]:
    """Of what a source tells, the attributes that the type asks for and that fit; the rest is none of its business."""
    fit = {}
    for asked in kind.all_attributes():
        raw = values.get(asked.name, values.get(asked.title))
        if raw in (None, ""):
            continue
        try:
            fit[asked.name] = parse(asked, raw)
        except ValueError:
            continue
    return fit
