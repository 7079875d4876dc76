"""What stands on and beside the desks: computers, printers, copiers, telephones; everybody's own, and those of the rooms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from govops.demo.bureau import username_of
from govops.demo.history.data_centre import machines
from govops.demo.history.data_centre.estate import EXTRANET, INTRANET, STANDALONE, Estate, Item
from govops.demo.history.data_centre.machines import bought
from govops.demo.history.data_centre.network import OFFICE_NETWORKS, XOFFICE_NETWORKS
from govops.demo.history.data_centre.places import room_of
from govops.demo.people import PEOPLE


class Desk(NamedTuple):
    """Whose: `number` of the bureau's people from 1; `place`: key of the room; `is_own`: the person's own, else a colleague's."""

    username: str
    number: int
    unit: str
    place: str
    floor: int
    is_own: bool


#: work stations beside those of the people whom the platform knows by name, by unit
COLLEAGUES = {
    "BGS": 20, "GHC": 12, "SZY": 24, "JGC": 20, "FXC": 22, "SWC": 24, "ZGB": 8, "CJC": 14, "RJC": 12, "BMB": 4, "BWC": 12, "WSC": 6, "XXZX": 8, "YWK": 12,
    "WAK": 6, "DAG": 16, "JCZX": 26, "QHJ": 30, "LD": 4, "YWH": 2,
}  # fmt: skip
#: units with a building of their own
ELSEWHERE = {"JCZX": "monitoring_office", "QHJ": "qinghe_office", "DAG": "archive_office"}
COMPUTERS = (
    ("晨舟", "CZ-T630", 6200, True),
    ("晨舟", "CZ-T610", 5600, True),
    ("远山", "YS-D300", 5900, True),
    ("长庚", "CG-M80", 4800, False),
)
NOTEBOOKS = (("晨舟", "CZ-N14", 7600), ("远山", "YS-L13", 7900))
DESKTOP_OS = "启航桌面操作系统 V10"
_NETWORK_AT = {"QHJ": "10.20.40.0/24", "JCZX": "10.20.41.0/24"}
_SWITCH_AT = {"QHJ": "qinghe_access", "JCZX": "monitoring_switch", "DAG": "access_archive"}


def desks() -> Iterator[Desk]:
    """Everybody's desk, then those of the colleagues, who are looked after by somebody of their unit."""
    for number, row in enumerate(PEOPLE, start=1):
        if row.unit != "HX":
            yield _desk(username_of(row), number, row.unit, number, is_own=True)
    for unit, count in COLLEAGUES.items():
        there = [(username_of(row), number) for number, row in enumerate(PEOPLE, start=1) if row.unit == unit]
        known = [one for one in there if one[0] != "end_user"]
        for turn in range(count):
            username, number = known[turn % len(known)]
            yield _desk(username, number, unit, number + 23 * (turn // len(known) + 1), is_own=False)


def _desk(username: str, number: int, unit: str, seed: int, *, is_own: bool) -> Desk:
    room = room_of(seed)
    place = ELSEWHERE.get(unit, f"office_{room}")
    return Desk(username, number, unit, place, int(room[0]), is_own)


def draw(estate: Estate) -> None:
    for desk in desks():
        _computer(estate, desk)
        if estate.chance.random() < (0.8 if desk.is_own else 0.66):
            _telephone(estate, desk)
        if desk.is_own and estate.chance.random() < 0.52:
            _notebook(estate, desk)
    machines.draw(estate)
    _in_store(estate)


def _computer(estate: Estate, desk: Desk) -> None:
    """Three of four in the intranet; a person's own has the address from which he is seen in the trail."""
    is_outside = not desk.is_own and desk.unit not in ELSEWHERE and estate.chance.random() < 0.3
    zone = EXTRANET if is_outside else INTRANET
    label = f"JW-PC-{desk.number * 7 % 900 + 100:04d}" if desk.is_own else f"JW-PC-{_free_label(estate):04d}"
    brand, model, price, domestic = estate.chance.choices(COMPUTERS, (5, 4, 3, 2))[0]
    network = (
        XOFFICE_NETWORKS[desk.floor % 4]
        if is_outside
        else _NETWORK_AT.get(desk.unit, OFFICE_NETWORKS[desk.number % 8])
    )
    facts = bought(estate, brand, model, price) | {
        "asset_number": label, "ip_address": estate.address(network, skip=120), "mac_address": estate.mac(), "is_domestic": domestic, "item_version": DESKTOP_OS,
    }  # fmt: skip
    room = room_words(desk)
    values = {
        "hostname": label.lower(),
        "cpu": "鸿芯 3100",
        "memory": estate.chance.choice(("8", "16", "16")),
        "disk": "512",
        "operating_system": DESKTOP_OS,
    }
    key = f"pc_{label[-4:]}"
    name = f"{room}外网台式机" if is_outside else f"{room}台式机"
    estate.add(
        Item(key, name, "personal_computer", desk.place, zone, desk.username, desk.unit, facts, values)
    )
    estate.tie(
        "uplinks_to",
        key,
        _switch(desk, is_outside),
        note=f"信息点 {desk.floor}-{estate.next('outlet') % 96 + 1:02d}",
    )
    estate.tie("contains", f"net_{network}", key)
    estate.tie("protects", "app_xantivirus" if is_outside else "app_antivirus", key)


def _free_label(estate: Estate) -> int:
    """A label that is nobody's own: those of the people are the multiples of seven from 107 on."""
    while True:
        label = 100 + estate.next("label")
        if label % 7 != 2 or label > 100 + 7 * len(PEOPLE):
            return label


def room_words(desk: Desk) -> str:
    """“302室”, as the tickets say it; elsewhere the building."""
    if desk.place.startswith("office_"):
        return f"{desk.place.removeprefix('office_')}室"
    return {"JCZX": "监测中心", "QHJ": "青河局", "DAG": "档案馆"}[desk.unit]


def _switch(desk: Desk, is_outside: bool) -> str:
    if is_outside:
        return f"xaccess_{desk.floor}"
    return _SWITCH_AT.get(desk.unit, f"access_{desk.floor}_{1 + desk.number % 2}")


def _telephone(estate: Estate, desk: Desk) -> None:
    number = f"6285{3000 + estate.next('telephone') * 3:04d}"
    facts = bought(estate, "和声", "HS-T21", 380) | {
        "ip_address": estate.address("10.20.60.0/22"),
        "mac_address": estate.mac(),
    }
    key = f"tel_{number}"
    item = Item(
        key,
        f"{room_words(desk)}电话 {number}",
        "telephone",
        desk.place,
        INTRANET,
        desk.username,
        desk.unit,
        facts,
    )
    estate.add(item)
    estate.tie("uplinks_to", key, _switch(desk, False))
    estate.tie("depends_on", key, "voice_1")
    estate.tie("contains", "net_10.20.60.0/22", key)


def _notebook(estate: Estate, desk: Desk) -> None:
    """Never in the intranet: for journeys in the extranet, or standing alone."""
    label = f"JW-NB-{desk.number * 7 % 900 + 100:04d}"
    brand, model, price = (*estate.chance.choice(NOTEBOOKS),)
    zone = EXTRANET if estate.chance.random() < 0.7 else STANDALONE
    facts = bought(estate, brand, model, price) | {
        "asset_number": label,
        "is_domestic": True,
        "mac_address": estate.mac(),
        "item_version": DESKTOP_OS,
    }
    kind = "field_laptop" if desk.unit in ("SWC", "JCZX", "FXC") else "notebook"
    values = {"hostname": label.lower(), "memory": "16", "disk": "512", "operating_system": DESKTOP_OS}
    if kind == "field_laptop":
        values["season"] = f"{estate.today.year} 年汛期"
    key = f"nb_{label[-4:]}"
    estate.add(Item(key, f"{label} 笔记本", kind, desk.place, zone, desk.username, desk.unit, facts, values))
    if zone == EXTRANET:
        estate.tie("protects", "app_xantivirus", key)
        estate.tie("contains", "net_172.20.30.0/24", key)
        estate.tie("depends_on", key, "vpn_1", group="接入网关")
        estate.tie("depends_on", key, "vpn_2", group="接入网关")


def _in_store(estate: Estate) -> None:
    """Bought last month and not given out yet."""
    for number in range(1, 17):
        brand, model, _price, domestic = COMPUTERS[0]
        facts = {
            "brand": brand, "model_name": model, "serial_number": estate.serial("CZ"), "asset_number": f"JW-PC-{900 + number:04d}", "is_domestic": domestic,
            "purchased_on": estate.first, "original_value": 6180, "warranty_until": estate.first.replace(year=estate.first.year + 3, day=1),
            "funding": "construction", "supplier": "江城办公设备公司", "enters_as": "stock",
        }  # fmt: skip
        values = {"cpu": "鸿芯 3100", "memory": "16", "disk": "512"}
        estate.add(
            Item(
                f"pc_{900 + number:04d}",
                f"库存台式机 {number:02d}",
                "personal_computer",
                "store",
                STANDALONE,
                "asset_officer",
                "XXZX",
                facts,
                values,
            )
        )
