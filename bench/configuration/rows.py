"""Items and relations as lines for COPY: layers of things, each hanging on some of the layer below."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bench.rows import rest_of
from govops.kernel.search.bigrams import vector_literal

SEED = 1434
#: share of each layer, from the mains at the bottom up to what people use, with the type of its things
LAYERS = (
    ("ups", 0.0001),
    ("rack", 0.002),
    ("access_switch", 0.01),
    ("virtualization_host", 0.04),
    ("virtual_machine", 0.22),
    ("business_system", 0.06),
    ("personal_computer", 1.0),
)
ITEM_COLUMNS = (
    "id", "number", "title", "state", "unit_id", "applicant_id", "created_by_id", "created_at", "updated_at", "search_vector", "name", "type_id",
    "owner_unit_id", "custodian_id", "network_zone", "ip_address", "serial_number", "asset_number", "values", "enters_as",
)  # fmt: skip
RELATION_COLUMNS = (
    "id", "number", "title", "state", "unit_id", "applicant_id", "created_by_id", "created_at", "updated_at", "kind_id", "source_id", "target_id",
    '"group"', "needed", "flow",
)  # fmt: skip
GROUPED, BACKWARD = 0.05, 2
_ZONES, _ZONE_WEIGHTS = ("intranet", "extranet", "standalone"), (80, 18, 2)
_NAMES = {
    "ups": "UPS", "rack": "机柜", "access_switch": "接入交换机", "virtualization_host": "宿主机", "virtual_machine": "虚拟机",
    "business_system": "业务系统", "personal_computer": "台式机",
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """`people`: (person, unit); `types`: code → id; `series`: of items and of relations."""

    now: datetime
    people: tuple[tuple[int, int], ...]
    types: dict[str, int]
    kind: int
    series: tuple[str, str]


def starts(total: int) -> list[int]:
    """The first id of each layer, and the one after the last."""
    found, at = [1], 1
    for _type, share in LAYERS[:-1]:
        at += max(1, round(total * share))
        found.append(at)
    return [*found, total + 1]


def items(total: int, cast: Cast, shared: dict[str, str]) -> Iterator[str]:
    """One line of COPY text an item."""
    chance, edges, rest = Random(f"{SEED} {total}"), starts(total), rest_of(shared)
    layer = 0
    for pk in range(1, total + 1):
        layer += pk >= edges[layer + 1]
        yield "\t".join(_item(pk, LAYERS[layer][0], cast, chance)) + rest + "\n"


def _item(pk: int, code: str, cast: Cast, chance: Random) -> list[str]:
    person, unit = chance.choice(cast.people)
    at = str(cast.now - timedelta(minutes=chance.randrange(5 * 365 * 1440)))
    number, name = (
        f"{cast.series[0]}-{at[:4]}-{pk:07d}",
        f"{_NAMES[code]} {chance.randint(2, 9)}{chance.randint(1, 28):02d}-{pk}",
    )
    address, serial, asset = f"10.{pk >> 16 & 255}.{pk >> 8 & 255}.{pk & 255}", f"SN{pk:08d}", f"ZC-{pk:07d}"
    values = (
        json.dumps({"memory": chance.choice((8, 16, 32))})
        if "virtual" in code or "computer" in code
        else "{}"
    )
    words = "\n".join((number, name, name, serial, asset, address))
    return [
        str(pk), number, name, "in_use", str(unit), str(person), str(person), at, at, vector_literal(words), name, str(cast.types[code]), str(unit), str(person),
        chance.choices(_ZONES, _ZONE_WEIGHTS)[0], address, serial, asset, values, "in_use",
    ]  # fmt: skip


def relations(total: int, wanted: int, cast: Cast, shared: dict[str, str]) -> Iterator[str]:
    """One line of COPY text a relation: everything hangs on something below it, some on two that stand for each other."""
    chance, edges, rest = Random(f"{SEED} relations {total}"), starts(total), rest_of(shared)
    person, unit = cast.people[0]
    at = str(cast.now - timedelta(days=2 * 365))
    for number, (source, target, group) in enumerate(_pairs(total, wanted, edges, chance), start=1):
        row = [
            str(number), f"{cast.series[1]}-{at[:4]}-{number:07d}", "关系", "active", str(unit), str(person), str(person), at, at, str(cast.kind),
            str(source), str(target), group, "1", str(BACKWARD),
        ]  # fmt: skip
        yield "\t".join(row) + rest + "\n"


def _pairs(total: int, wanted: int, edges: list[int], chance: Random) -> Iterator[tuple[int, int, str]]:
    made: set[tuple[int, int]] = set()

    def below(item: int) -> int:
        layer = next(index for index, start in enumerate(edges) if item < start) - 1
        return chance.randrange(edges[layer - 1], edges[layer])

    def pair(item: int, group: str) -> Iterator[tuple[int, int, str]]:
        other = below(item)
        if (item, other) not in made:
            made.add((item, other))
            yield item, other, group

    for item in range(edges[1], total + 1):
        yield from pair(item, "")
    for _turn in range(wanted * 4):
        if len(made) >= wanted:
            return
        item = chance.randrange(edges[1], total + 1)
        group = "冗余" if chance.random() < GROUPED else ""
        for _one in range(2 if group else 1):
            yield from pair(item, group)
