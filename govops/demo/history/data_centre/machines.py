"""Printers, copiers, scanners and the terminals of the meeting rooms."""

from __future__ import annotations

from typing import Any

from govops.demo.history.data_centre.estate import INTRANET, Estate, Item

PRINTERS = (("墨羽", "MY-P3320"), ("墨羽", "MY-P2510"), ("青砚", "QY-L40"))


def draw(estate: Estate) -> None:
    _printers(estate)
    _shared(estate)
    _conference(estate)


def bought(estate: Estate, brand: str, model: str, price: float) -> dict[str, Any]:
    return {
        "brand": brand, "model_name": model, "serial_number": estate.serial(model[:2]), "supplier": "江城办公设备公司",
        **estate.bought(price, oldest=8, youngest=1.05),
    }  # fmt: skip


def _printers(estate: Estate) -> None:
    """One in every second room that has a computer, for the desks of that room."""
    rooms: dict[str, Item] = {}
    for computer in estate.of("personal_computer"):
        if computer.zone == INTRANET:
            rooms.setdefault(computer.where, computer)
    for number, (place, computer) in enumerate(rooms.items()):
        if number % 2 and place not in ("qinghe_office", "monitoring_office", "archive_office"):
            continue
        brand, model = PRINTERS[number % 3]
        name = computer.name.removesuffix("台式机") + "打印机"
        network = f"10.20.{16 + number % 8}.0/24"
        facts = bought(estate, brand, model, 1680) | {
            "asset_number": f"JW-PR-{number + 1:04d}",
            "ip_address": estate.address(network, skip=120),
            "mac_address": estate.mac(),
        }
        key = f"printer_{number + 1}"
        estate.add(
            Item(
                key,
                name,
                "printer",
                place,
                INTRANET,
                computer.keeper,
                computer.owner,
                facts,
                {"paper_size": "A4", "colour": "黑白"},
            )
        )
        switch = next(
            tie.target for tie in estate.ties if tie.source == computer.key and tie.kind == "uplinks_to"
        )
        estate.tie("uplinks_to", key, switch)
        estate.tie("contains", f"net_{network}", key)
        estate.tie("protects", "app_antivirus", key, note="打印监控")


def _shared(estate: Estate) -> None:
    """A copier on each floor and where papers are made; scanners where papers come in."""
    for floor, words in enumerate(("一楼", "二楼", "三楼", "四楼", "五楼", "六楼", "七楼"), start=1):
        place = "print" if floor == 1 else f"office_{floor}01"
        _office_machine(estate, "copier", f"{words}复印机", place, 28_600, floor)
    for place, words in (
        ("archive_office", "档案馆"),
        ("qinghe_office", "青河局"),
        ("monitoring_office", "监测中心"),
        ("print", "文印室彩色"),
    ):
        _office_machine(estate, "copier", f"{words}复印机", place, 32_800, 1)
    for place, words, unit in (
        ("office_302", "收发室", "BGS"), ("office_305", "机要", "BGS"), ("archive_store", "档案数字化一号", "DAG"), ("archive_store", "档案数字化二号", "DAG"),
        ("archive_store", "档案数字化三号", "DAG"), ("office_412", "财务凭证", "CJC"), ("office_409", "人事档案", "RJC"), ("qinghe_office", "青河局收文", "QHJ"),
    ):  # fmt: skip
        _office_machine(
            estate, "scanner", f"{words}扫描仪", place if place in estate.items else "print", 9800, 3, unit
        )


def _office_machine(
    estate: Estate, kind: str, name: str, place: str, price: float, floor: int, unit: str = "BGS"
) -> None:
    number = estate.next(kind)
    facts = bought(estate, "青砚", "QY-C8050" if kind == "copier" else "QY-S600", price) | {
        "asset_number": f"JW-{'CP' if kind == 'copier' else 'SC'}-{number:04d}",
        "mac_address": estate.mac(),
    }
    values = {"paper_size": "A3"} | (
        {"colour": "彩色" if "彩色" in name else "黑白"} if kind == "copier" else {}
    )
    keepers = {
        "BGS": "registry_clerk",
        "DAG": "archivist",
        "CJC": "contract_officer",
        "RJC": "panruolin",
        "QHJ": "zhangxiaohe",
    }
    key = f"office_{kind}_{number}"
    estate.add(Item(key, name, kind, place, INTRANET, keepers[unit], unit, facts, values))
    far = {
        "archive_office": "access_archive",
        "archive_store": "access_archive",
        "qinghe_office": "qinghe_access",
        "monitoring_office": "monitoring_switch",
    }
    estate.tie("uplinks_to", key, far.get(place, f"access_{floor}_1"))


def _conference(estate: Estate) -> None:
    """The rooms in which one meets over the wire."""
    for place, words, switch in (
        ("hall_flood", "防汛会商室", "access_5_1"), ("hall_main", "第一会议室", "access_7_1"), ("hall_second", "第二会议室", "access_4_1"),
        ("qinghe_hall", "青河局会商室", "qinghe_access"), ("monitoring_office", "监测中心会商室", "monitoring_switch"), ("duty", "防汛值班室", "access_5_2"),
    ):  # fmt: skip
        number = estate.next("terminal")
        facts = bought(estate, "和声", "HS-V600", 46_000) | {
            "asset_number": f"JW-VC-{number:04d}",
            "mac_address": estate.mac(),
            "importance": "high",
        }
        key = f"terminal_{number}"
        estate.add(
            Item(
                key,
                f"{words}视频会商终端",
                "conference_terminal",
                place,
                INTRANET,
                "maoyiming",
                "FXC",
                facts,
                {"resolution": "1080P"},
            )
        )
        estate.tie("uplinks_to", key, switch)
        estate.tie("depends_on", key, "app_meeting")
