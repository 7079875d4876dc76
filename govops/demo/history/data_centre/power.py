"""What keeps the machine rooms alive: mains, generator, UPS, distribution, cooling, fire, doors and eyes."""

from __future__ import annotations

from govops.demo.history.data_centre.estate import STANDALONE, Estate, Item
from govops.demo.history.data_centre.places import FLOORS, ROWS

_MAKERS = {
    "ups": ("恒电", "HD-120K"), "small_ups": ("恒电", "HD-3K"), "air": ("凌霜", "LS-P60"), "board": ("正极", "ZJ-GGD"), "pdu": ("正极", "ZJ-PDU32"),
    "generator": ("北陆", "BL-400"), "fire": ("安宁", "AN-QM7"), "door": ("守诚", "SC-M20"), "camera": ("明视", "MS-N64"), "sensor": ("知境", "ZJ-DH8"),
}  # fmt: skip
#: key, name, place, maker, price, type
_PLANT = (
    ("mains_1", "市电一路进线柜", "power", "board", 86_000, "power_distribution"), ("mains_2", "市电二路进线柜", "power", "board", 86_000, "power_distribution"),
    ("generator", "柴油发电机组", "power", "generator", 420_000, "generator"), ("board_a", "主机房一号配电柜", "room_a", "board", 64_000, "power_distribution"),
    ("board_b", "主机房二号配电柜", "room_a", "board", 64_000, "power_distribution"), ("board_d", "灾备机房配电柜", "room_b", "board", 42_000, "power_distribution"),
    ("ups_1", "主机房一号 UPS", "room_a", "ups", 236_000, "ups"), ("ups_2", "主机房二号 UPS", "room_a", "ups", 236_000, "ups"),
    ("ups_d", "灾备机房 UPS", "room_b", "ups", 158_000, "ups"), ("air_1", "A 机房一号精密空调", "room_a", "air", 128_000, "air_conditioning"),
    ("air_2", "A 机房二号精密空调", "room_a", "air", 128_000, "air_conditioning"), ("air_3", "A 机房三号精密空调", "room_a", "air", 132_000, "air_conditioning"),
    ("air_d1", "B 机房一号精密空调", "room_b", "air", 96_000, "air_conditioning"), ("air_d2", "B 机房二号精密空调", "room_b", "air", 96_000, "air_conditioning"),
    ("fire_a", "主机房气体灭火系统", "room_a", "fire", 180_000, "fire_protection"), ("fire_b", "灾备机房气体灭火系统", "room_b", "fire", 98_000, "fire_protection"),
    ("door_a", "主机房门禁系统", "room_a", "door", 26_000, "access_control"), ("door_b", "灾备机房门禁系统", "room_b", "door", 22_000, "access_control"),
    ("camera_a", "主机房视频监控系统", "room_a", "camera", 38_000, "surveillance"), ("camera_b", "灾备机房视频监控系统", "room_b", "camera", 24_000, "surveillance"),
    ("sensor_a", "主机房动环监控系统", "room_a", "sensor", 56_000, "surveillance"), ("sensor_b", "灾备机房动环监控系统", "room_b", "sensor", 36_000, "surveillance"),
)  # fmt: skip
_VALUES = {
    "ups": {"capacity_kva": "120", "runtime": "60"}, "small_ups": {"capacity_kva": "3", "runtime": "20"}, "air": {"cooling": "60"},
    "generator": {"capacity_kva": "400"}, "board": {"capacity_kva": "250"}, "fire": {"agent": "七氟丙烷"}, "door": {"doors": "3"},
    "camera": {"channels": "16", "keeping_days": "90"}, "sensor": {"channels": "48"}, "pdu": {"outlets": "24"},
}  # fmt: skip
#: which feed each of a rack's two power strips hangs on, by room
_FEEDS = {"room_a": ("ups_1", "ups_2"), "room_b": ("ups_d", "ups_d")}
SUPPLY = "电源"


def draw(estate: Estate) -> None:
    for key, name, place, maker, price, kind in _PLANT:
        _device(estate, key, name, place, maker, price, kind, importance="vital" if kind == "ups" else "high")
    _closets(estate)
    _strips(estate)
    _feed(estate)
    _cool(estate)


def _device(
    estate: Estate, key: str, name: str, place: str, maker: str, price: float, kind: str, **facts: str | int
) -> str:
    brand, model = _MAKERS[maker]
    columns = {
        "brand": brand, "model_name": model, "serial_number": estate.serial(model[:2]), "supplier": "江城机电设备公司", "is_domestic": True,
        **facts, **estate.bought(price, oldest=8, youngest=2.2),
    }  # fmt: skip
    return estate.add(
        Item(key, name, kind, place, STANDALONE, "mr_manager", facts=columns, values=_VALUES.get(maker, {}))
    )


def _closets(estate: Estate) -> None:
    """Each floor's wiring closet has a small UPS of its own, on the mains of the building."""
    for number, floor in enumerate(FLOORS, start=1):
        key = f"ups_floor_{number}"
        _device(estate, key, f"{floor}弱电间 UPS", f"wiring_{number}", "small_ups", 4200, "ups")
        estate.tie("powers", "mains_1" if number % 2 else "mains_2", key)


def _strips(estate: Estate) -> None:
    for row, (room, count, _zone, _words) in ROWS.items():
        for column in range(1, count + 1):
            rack = f"rack_{row}{column:02d}"
            for way, feed in enumerate(_FEEDS[room], start=1):
                key = f"{rack}_pdu_{way}"
                name = f"{row}{column:02d} 机柜 {'AB'[way - 1]} 路电源插座"
                _device(estate, key, name, rack, "pdu", 1900, "pdu", rack_unit=way, rack_height=1)
                estate.tie("powers", feed, key, note=f"{'AB'[way - 1]} 路")


def _feed(estate: Estate) -> None:
    for board in ("board_a", "board_b", "board_d"):
        for source in ("mains_1", "mains_2", "generator"):
            estate.tie("powers", source, board, group="进线", note="双路市电与油机自动切换")
    for board, fed in (("board_a", "ups_1"), ("board_b", "ups_2"), ("board_d", "ups_d")):
        estate.tie("powers", board, fed)
    for air in estate.of("air_conditioning"):
        estate.tie("powers", "board_d" if air.where == "room_b" else "board_a", air.key)
    for kind in ("fire_protection", "access_control", "surveillance"):
        for one in estate.of(kind):
            estate.tie("powers", "ups_d" if one.where == "room_b" else "ups_1", one.key)
            estate.tie("protects", one.key, one.where)


def _cool(estate: Estate) -> None:
    """Two of the three units keep the main room cool, one of the two the other."""
    for room, needed in (("room_a", 2), ("room_b", 1)):
        for air in estate.of("air_conditioning"):
            if air.where == room:
                estate.tie("cools", air.key, room, group="制冷", needed=needed)
                for rack in estate.of("rack"):
                    if rack.where == room:
                        estate.tie("cools", air.key, rack.key, group="制冷", needed=needed)


def plug_in(estate: Estate, key: str, rack: str) -> None:
    """A device with two power supplies, one on each strip of its rack; either is enough."""
    for way in (1, 2):
        estate.tie("powers", f"{rack}_pdu_{way}", key, group=SUPPLY, note=f"{'AB'[way - 1]} 路")
