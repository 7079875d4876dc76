"""What the bureau owns and runs, as plain rows: nothing of it is in a database yet.

An item is known by its `key`, a relation names two keys. The drawing is the same for the same days.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

SEED = 20261123
#: so many days after its end a warranty is struck out of the ledger
STRUCK_OUT = 45
INTRANET, EXTRANET, INTERNET, STANDALONE = "intranet", "extranet", "internet", "standalone"
#: the information centre keeps what is nobody's desk
CENTRE, OPERATIONS, SECURITY = "XXZX", "YWK", "WAK"


@dataclass(frozen=True)
class Item:
    """`facts`: columns of the item; `values`: attributes of its type; `where`: key of its place, `keeper`: a username."""

    key: str
    name: str
    type: str
    where: str = ""
    zone: str = INTRANET
    keeper: str = "support_l3"
    owner: str = OPERATIONS
    facts: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tie:
    """`source` `kind` `target`; `group` and `needed` as in a relation."""

    kind: str
    source: str
    target: str
    group: str = ""
    needed: int = 1
    note: str = ""


class Estate:
    """The items and relations drawn so far, and the counters from which numbers are given."""

    def __init__(self, first: date, today: date) -> None:
        self.first = first
        self.today = today
        self.chance = Random(SEED)
        self.items: dict[str, Item] = {}
        self.ties: list[Tie] = []
        self._given: dict[str, int] = {}
        self._networks: dict[str, Iterable[Any]] = {}

    # --- drawing ------------------------------------------------------------------------------------------------------

    def add(self, item: Item) -> str:
        """Take the item in; answers its key."""
        if item.key in self.items:
            raise ValueError(f"{item.key} is drawn twice")
        self.items[item.key] = item
        return item.key

    def tie(
        self, kind: str, source: str, target: str, *, group: str = "", needed: int = 1, note: str = ""
    ) -> None:
        self.ties.append(Tie(kind, source, target, group, needed, note))

    def of(self, *types: str) -> list[Item]:
        """The items of these types, in the order of drawing."""
        return [item for item in self.items.values() if item.type in types]

    # --- numbers ------------------------------------------------------------------------------------------------------

    def next(self, series: str) -> int:
        self._given[series] = self._given.get(series, 0) + 1
        return self._given[series]

    def serial(self, prefix: str) -> str:
        """A maker's serial number."""
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
        return f"{prefix}{self.chance.choice(letters)}{self.chance.choice(letters)}{self.chance.randrange(10**7):07d}"

    def mac(self) -> str:
        """A locally administered hardware address, each once."""
        number = self.next("mac") * 7 + 0x1A2B00
        return f"02:4a:57:{number >> 16 & 255:02x}:{number >> 8 & 255:02x}:{number & 255:02x}"

    def address(self, network: str, *, skip: int = 10) -> str:
        """The next free address of a network, the first `skip` left to its gateway and services."""
        if network not in self._networks:
            hosts = iter(ipaddress.ip_network(network).hosts())
            for _ in range(skip):
                next(hosts)
            self._networks[network] = hosts
        return str(next(iter(self._networks[network])))

    # --- money and days -----------------------------------------------------------------------------------------------

    def bought(
        self, value: float, *, oldest: int = 7, youngest: float = 1.1, warranty: int = 3, spread: float = 0.06
    ) -> dict[str, Any]:
        """Purchase, value and warranty of a thing that was bought before the first day of the history."""
        days = self.chance.randint(int(youngest * 365), oldest * 365)
        day = self.today - timedelta(days=days)
        while day.weekday() > 4:
            day -= timedelta(days=1)
        price = 10 * round(value * self.chance.uniform(1 - spread, 1 + spread) / 10)
        facts: dict[str, Any] = {
            "purchased_on": day,
            "original_value": price,
            "funding": "construction" if value >= 20_000 else "operation",
        }
        until = day.replace(day=min(day.day, 28), year=day.year + warranty)
        if until > self.today - timedelta(days=STRUCK_OUT):
            facts["warranty_until"] = until
        return facts

    def ends_in(self, low: int, high: int) -> date:
        """A day so many days after today."""
        return self.today + timedelta(days=self.chance.randint(low, high))
