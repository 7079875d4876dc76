"""What the systems stand on: physical servers, clusters of them, storage, backup."""

from __future__ import annotations

from typing import Any, NamedTuple

from govops.demo.history.data_centre import power
from govops.demo.history.data_centre.estate import EXTRANET, INTRANET, Estate, Item
from govops.demo.history.data_centre.network import UPLINK
from govops.demo.history.data_centre.servers import SINGLES
from govops.demo.history.data_centre.shelves import Shelves


class Cluster(NamedTuple):
    """Hosts that stand for each other: a virtual machine runs as long as `needed` of them do."""

    key: str
    name: str
    racks: tuple[str, ...]
    size: int
    needed: int
    zone: str
    storage: str
    network: str


class Model(NamedTuple):
    brand: str
    number: str
    price: int
    units: int
    cores: int
    memory: int
    disk: int


MODELS = {
    "host": Model("衡岳", "HY-R5200", 128_000, 2, 64, 768, 3840), "database": Model("衡岳", "HY-R8400", 196_000, 4, 96, 1024, 7680),
    "single": Model("衡岳", "HY-R3200", 56_000, 2, 32, 256, 3840), "old": Model("长庚", "CG-2600", 42_000, 2, 16, 128, 2400),
    "compute": Model("衡岳", "HY-G5500", 268_000, 4, 96, 1024, 7680), "data": Model("衡岳", "HY-R5300", 98_000, 2, 48, 512, 24_000),
    "video": Model("衡岳", "HY-S5300", 86_000, 4, 32, 128, 96_000),
}  # fmt: skip
CLUSTERS = (
    Cluster(
        "one",
        "内网虚拟化集群一",
        ("rack_A03", "rack_A04", "rack_A05"),
        8,
        5,
        INTRANET,
        "storage_1",
        "10.20.1.0/24",
    ),
    Cluster(
        "two",
        "内网虚拟化集群二",
        ("rack_B01", "rack_B02", "rack_B03"),
        8,
        5,
        INTRANET,
        "storage_2",
        "10.20.2.0/24",
    ),
    Cluster("out", "外网虚拟化集群", ("rack_C03", "rack_C04"), 5, 3, EXTRANET, "storage_x", "172.20.1.0/24"),
    Cluster("dr", "灾备虚拟化集群", ("rack_D02", "rack_D03"), 4, 2, INTRANET, "storage_d", "10.20.8.0/24"),
)
#: key, name, rack, units, type, way, usable TB, zone, SAN switches, price
STORES = (
    ("storage_1", "全闪存储一", "rack_B05", 4, "storage_server", "SAN", 96, INTRANET, ("san_1", "san_2"), 620_000),
    ("storage_2", "混闪存储二", "rack_B06", 6, "storage_server", "SAN", 180, INTRANET, ("san_1", "san_2"), 480_000),
    ("storage_n", "文件存储", "rack_B06", 4, "storage_server", "NAS", 120, INTRANET, ("core_1", "core_2"), 260_000),
    ("storage_x", "外网存储", "rack_C06", 4, "storage_server", "SAN", 72, EXTRANET, ("xsan_1", "xsan_2"), 320_000),
    ("storage_d", "灾备存储", "rack_D04", 6, "storage_server", "SAN", 140, INTRANET, ("dr_core",), 360_000),
    ("backup_1", "备份一体机一", "rack_D05", 4, "backup_server", "虚拟带库", 200, INTRANET, ("dr_core",), 286_000),
    ("backup_x", "外网备份一体机", "rack_C06", 4, "backup_server", "虚拟带库", 80, EXTRANET, ("xcore_1", "xcore_2"), 168_000),
    ("tape_1", "磁带库", "rack_D06", 10, "backup_server", "磁带库", 320, INTRANET, ("dr_core",), 218_000),
)  # fmt: skip
OS = "启航服务器操作系统 V10"
#: where the servers stand that the internet may reach
SERVED = "172.20.2.0/24"


def draw(estate: Estate, shelves: Shelves) -> None:
    for key, name, rack, units, kind, way, usable, zone, switches, price in STORES:
        _store(
            estate,
            shelves.put(rack, units, below=1),
            (key, name, rack, kind, zone, price),
            {"storage_kind": way, "usable": str(usable), "firmware": "6.1.2"},
        )
        for switch in switches:
            estate.tie("uplinks_to", key, switch, group="存储链路" if len(switches) > 1 else "")
    for cluster in CLUSTERS:
        for number in range(cluster.size):
            rack = cluster.racks[number % len(cluster.racks)]
            key = f"host_{cluster.key}_{number + 1}"
            _server(
                estate,
                shelves,
                key,
                f"{cluster.name}宿主机{number + 1}",
                "host",
                rack,
                cluster.zone,
                "virtualization_host",
            )
            for switch in _fabric(cluster):
                estate.tie("uplinks_to", key, switch, group="存储链路", note="光纤通道 16G")
    for key, name, model, rack, zone, kind in SINGLES:
        _server(estate, shelves, key, name, model, rack, zone, kind)
        if kind == "database_server" and not rack.startswith("rack_D"):
            for switch in ("xsan_1", "xsan_2") if zone == EXTRANET else ("san_1", "san_2"):
                estate.tie("uplinks_to", key, switch, group="存储链路", note="光纤通道 16G")
            estate.tie("stores_for", "storage_x" if zone == EXTRANET else "storage_1", key)


def _fabric(cluster: Cluster) -> tuple[str, ...]:
    if cluster.key == "dr":
        return ()
    return ("xsan_1", "xsan_2") if cluster.zone == EXTRANET else ("san_1", "san_2")


def _store(estate: Estate, place: dict[str, int], row: tuple[Any, ...], values: dict[str, str]) -> None:
    key, name, rack, kind, zone, price = row
    network = "172.20.0.0/24" if zone == EXTRANET else "10.20.0.0/24"
    facts = {
        "brand": "磐石", "model_name": "PS-8200" if kind == "storage_server" else "PS-B460", "serial_number": estate.serial("PS"), "importance": "vital",
        "is_domestic": True, "ip_address": estate.address(network), "mac_address": estate.mac(), "asset_number": f"JW-STO-{estate.next('storage'):02d}",
        "supplier": "江城数据存储公司", **place, **estate.bought(price, oldest=5, youngest=1.2, warranty=4),
    }  # fmt: skip
    estate.add(Item(key, name, kind, rack, zone, "backup_operator", facts=facts, values=values))
    estate.tie("contains", f"net_{network}", key)
    power.plug_in(estate, key, rack)


def _server(
    estate: Estate, shelves: Shelves, key: str, name: str, model: str, rack: str, zone: str, kind: str
) -> None:
    made = MODELS[model]
    number = estate.next("server")
    network = _network(key, rack, zone, kind)
    facts = {
        "brand": made.brand, "model_name": made.number, "serial_number": estate.serial("HY"), "asset_number": f"JW-SRV-{number:02d}",
        "importance": "high" if model != "old" else "normal", "is_domestic": model != "old", "ip_address": estate.address(network), "mac_address": estate.mac(),
        "item_version": OS if model != "host" else "翠屏虚拟化 6.5", "supplier": "江城信通科技公司", **shelves.put(rack, made.units, below=1),
        **estate.bought(made.price, oldest=9 if model == "old" else 5, youngest=6.2 if model == "old" else 1.1),
    }  # fmt: skip
    values = {
        "form": "机架式", "hostname": f"jw-srv-{number:02d}", "cpu": "鸿芯 5280", "cores": str(made.cores), "memory": str(made.memory),
        "disk": str(made.disk), "operating_system": str(facts["item_version"]),
    }  # fmt: skip
    estate.add(Item(key, name, kind, rack, zone, "support_l3", facts=facts, values=values))
    estate.tie("contains", f"net_{network}", key)
    power.plug_in(estate, key, rack)
    for switch in uplinks(rack):
        estate.tie("uplinks_to", key, switch, group=UPLINK, note="万兆光口")


def _network(key: str, rack: str, zone: str, kind: str) -> str:
    if zone == EXTRANET:
        return SERVED if key.startswith("xweb") else "172.20.1.0/24"
    if rack.startswith("rack_D"):
        return "10.20.8.0/24"
    return "10.20.3.0/24" if kind == "database_server" else "10.20.1.0/24"


def uplinks(rack: str) -> tuple[str, str]:
    """The switch on top of the rack and that of its neighbour; the last rack of a row takes the one before."""
    row, column = rack[5], int(rack[6:])
    other = column + 1 if column < 6 else column - 1
    return f"{rack}_top", f"rack_{row}{other:02d}_top"


def hosts_of(cluster: Cluster) -> list[str]:
    return [f"host_{cluster.key}_{number + 1}" for number in range(cluster.size)]
