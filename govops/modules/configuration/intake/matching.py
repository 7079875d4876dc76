"""Which items the found things are: by number, asset number, serial number, hardware address, or address and name together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from govops.kernel.access.actor import Actor
from govops.modules.configuration.choices import ItemState
from govops.modules.configuration.intake.identity import items, spelled

ADDRESS_ALONE = "IP 地址"
_KEYS = (("number", "编号"), ("asset_number", "资产编号"), ("serial_number", "序列号"))


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

    def of(self, found: Mapping[str, Any], *, zone: str = "") -> dict[int, str]:
        """Item id → by what it was recognised; `zone` is where it was found, unless the source says so.

        `ADDRESS_ALONE` recognises nothing: another thing of that zone has the address, and somebody must look.
        """
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
        if not matched:
            here = str(facts.get("network_zone") or zone)
            in_use = self._by["ip_address"].get(facts.get("ip_address"), ())
            matched = {pk: ADDRESS_ALONE for pk in in_use if self.items[pk].network_zone == here}
        return matched
