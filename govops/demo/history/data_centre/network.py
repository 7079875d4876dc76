"""The two networks, which do not touch: 政务内网, and 政务外网 with its way to the internet."""

from __future__ import annotations

from typing import Any, NamedTuple

from govops.demo.history.data_centre import power
from govops.demo.history.data_centre.estate import EXTRANET, INTERNET, INTRANET, SECURITY, Estate, Item
from govops.demo.history.data_centre.places import FLOORS
from govops.demo.history.data_centre.shelves import Shelves


class Box(NamedTuple):
    """A device in a rack; `model`: see `MODELS`."""

    key: str
    name: str
    type: str
    rack: str
    model: str
    zone: str = INTRANET
    importance: str = "high"
    level: int = 0


#: model → (brand, model, price, rack units, version, memory of ports)
MODELS: dict[str, tuple[str, str, int, int, str, int]] = {
    "core": ("锦川", "JC-S12700", 386_000, 14, "V8.3.2", 96), "router": ("锦川", "JC-R6800", 148_000, 5, "V8.3.0", 24),
    "top": ("锦川", "JC-S6730", 34_000, 1, "V8.2.6", 48), "access": ("锦川", "JC-S5735", 12_600, 1, "V8.2.4", 48),
    "firewall": ("铁壁", "TB-8600", 168_000, 2, "5.6.11", 16), "ids": ("铁壁", "TB-IDS4200", 126_000, 2, "4.9.3", 8),
    "ips": ("铁壁", "TB-IPS4600", 142_000, 2, "4.9.3", 8), "waf": ("铁壁", "TB-WAF3000", 118_000, 2, "3.8.1", 6),
    "scanner": ("云哨", "YS-SCAN20", 96_000, 1, "6.2.0", 4), "audit": ("云哨", "YS-LOG50", 88_000, 2, "6.1.4", 4),
    "bastion": ("云哨", "YS-BH10", 92_000, 1, "3.5.7", 4), "vpn": ("铁壁", "TB-VPN2000", 78_000, 1, "5.6.9", 8),
    "san": ("锦川", "JC-FC6510", 68_000, 1, "9.1.0", 24), "clock": ("天衡", "TH-NTP2", 36_000, 1, "2.1", 4),
    "voice": ("和声", "HS-VG96", 42_000, 2, "3.3.0", 96), "balancer": ("锦川", "JC-LB3000", 86_000, 1, "4.2.1", 8),
    "crypto": ("铁壁", "TB-HSM3000", 138_000, 2, "3.1.5", 4),
}  # fmt: skip
BOXES = (
    Box("core_1", "核心交换机一", "core_switch", "rack_A01", "core", importance="vital", level=3),
    Box("core_2", "核心交换机二", "core_switch", "rack_A02", "core", importance="vital", level=3),
    Box("router_1", "核心路由器一", "core_router", "rack_A01", "router", importance="vital", level=3),
    Box("router_2", "核心路由器二", "core_router", "rack_A02", "router", importance="vital", level=3),
    Box("firewall_1", "内网核心防火墙一", "network_firewall", "rack_A01", "firewall", importance="vital", level=3),
    Box("firewall_2", "内网核心防火墙二", "network_firewall", "rack_A02", "firewall", importance="vital", level=3),
    Box("ids_1", "内网入侵检测", "intrusion_detection", "rack_A02", "ids", level=3),
    Box("scanner_1", "内网漏洞扫描系统", "vulnerability_scanner", "rack_A01", "scanner", importance="normal"),
    Box("audit_1", "内网日志审计系统", "audit_system", "rack_A02", "audit", level=3), Box("audit_2", "数据库审计系统", "audit_system", "rack_A02", "audit"),
    Box("bastion_1", "内网运维堡垒机", "audit_system", "rack_A01", "bastion"), Box("clock_1", "时钟同步装置", "clock", "rack_A01", "clock", importance="normal"),
    Box("voice_1", "语音网关", "voice_gateway", "rack_A02", "voice"), Box("dr_core", "灾备核心交换机", "core_switch", "rack_D01", "core", importance="vital"),
    Box("san_1", "存储交换机一", "san_switch", "rack_B05", "san"), Box("san_2", "存储交换机二", "san_switch", "rack_B06", "san"),
    Box("xcore_1", "外网核心交换机一", "core_switch", "rack_C01", "core", EXTRANET, "vital", 3), Box("xcore_2", "外网核心交换机二", "core_switch", "rack_C02", "core", EXTRANET, "vital", 3),
    Box("xrouter", "外网出口路由器", "core_router", "rack_C01", "router", EXTRANET, level=3), Box("xfirewall_1", "外网防火墙一", "network_firewall", "rack_C01", "firewall", EXTRANET, "vital", 3),
    Box("xfirewall_2", "外网防火墙二", "network_firewall", "rack_C02", "firewall", EXTRANET, "vital", 3), Box("edge_1", "互联网出口防火墙一", "firewall", "rack_C01", "firewall", INTERNET, "vital", 3),
    Box("edge_2", "互联网出口防火墙二", "firewall", "rack_C02", "firewall", INTERNET, "vital", 3), Box("ips_1", "互联网入侵防御", "intrusion_prevention", "rack_C01", "ips", INTERNET, level=3),
    Box("waf_1", "网站应用防护系统", "intrusion_prevention", "rack_C02", "waf", INTERNET, level=3), Box("vpn_1", "移动办公接入网关一", "crypto_device", "rack_C02", "vpn", EXTRANET),
    Box("vpn_2", "移动办公接入网关二", "crypto_device", "rack_C02", "vpn", EXTRANET), Box("xscanner", "外网漏洞扫描系统", "vulnerability_scanner", "rack_C02", "scanner", EXTRANET, "normal"),
    Box("xaudit", "外网日志审计系统", "audit_system", "rack_C02", "audit", EXTRANET), Box("xbastion", "外网运维堡垒机", "audit_system", "rack_C01", "bastion", EXTRANET),
    Box("balancer_1", "内网负载均衡一", "load_balancer", "rack_A01", "balancer", level=3), Box("balancer_2", "内网负载均衡二", "load_balancer", "rack_A02", "balancer", level=3),
    Box("xbalancer_1", "外网负载均衡一", "load_balancer", "rack_C01", "balancer", EXTRANET, level=3), Box("xbalancer_2", "外网负载均衡二", "load_balancer", "rack_C02", "balancer", EXTRANET, level=3),
    Box("crypto_1", "服务器密码机一", "crypto_device", "rack_A03", "crypto", importance="vital", level=3), Box("crypto_2", "服务器密码机二", "crypto_device", "rack_A05", "crypto", importance="vital", level=3),
    Box("xsan_1", "外网存储交换机一", "san_switch", "rack_C05", "san", EXTRANET), Box("xsan_2", "外网存储交换机二", "san_switch", "rack_C06", "san", EXTRANET),
)  # fmt: skip
#: racks with a switch on top, and the two switches above those
TOPS = {
    **{f"rack_{row}{n:02d}": ("core_1", "core_2") for row in "AB" for n in range(1, 7) if (row, n) > ("A", 2)},
    **{f"rack_C{n:02d}": ("xcore_1", "xcore_2") for n in range(3, 7)}, **{f"rack_D{n:02d}": ("dr_core",) for n in range(2, 7)},
}  # fmt: skip
#: key, name, carrier, bandwidth in Mbit/s, zone, ends at
CIRCUITS = (
    ("line_qinghe", "青河局汇聚链路", "中国联通", 100, INTRANET, "router_1"), ("line_qinghe_2", "青河局备用链路", "中国电信", 20, INTRANET, "router_2"),
    ("line_monitoring", "监测中心汇聚链路", "中国电信", 100, INTRANET, "router_1"), ("line_monitoring_2", "监测中心备用链路", "中国移动", 20, INTRANET, "router_2"),
    ("line_station", "江源水文站汇聚链路", "中国电信", 20, INTRANET, "router_2"), ("line_upstream", "上游枢纽汇聚链路", "中国联通", 50, INTRANET, "router_2"),
    ("line_ministry", "部委政务内网纵向链路", "中国电信", 100, INTRANET, "router_1"), ("line_dr_1", "灾备裸光纤一", "中国广电", 10_000, INTRANET, "core_1"),
    ("line_dr_2", "灾备裸光纤二", "中国电信", 10_000, INTRANET, "core_2"), ("line_province", "省政务外网专线", "中国电信", 200, EXTRANET, "xrouter"),
    ("line_net_1", "互联网专线一", "中国电信", 500, INTERNET, "edge_1"), ("line_net_2", "互联网专线二", "中国联通", 300, INTERNET, "edge_2"),
    ("line_voice", "办公电话中继", "中国电信", 4, INTRANET, "voice_1"),
)  # fmt: skip
OFFICE_NETWORKS = tuple(f"10.20.{n}.0/24" for n in range(16, 24))
XOFFICE_NETWORKS = ("172.20.16.0/24", "172.20.17.0/24", "172.20.18.0/24", "172.20.19.0/24")
#: network → (what for, zone)
NETWORKS = {
    "10.20.0.0/24": ("内网设备管理", INTRANET), "10.20.1.0/24": ("内网服务器一", INTRANET), "10.20.2.0/24": ("内网服务器二", INTRANET),
    "10.20.3.0/24": ("内网数据库", INTRANET), "10.20.8.0/24": ("灾备服务器", INTRANET), "10.20.40.0/24": ("青河局办公", INTRANET),
    "10.20.41.0/24": ("监测中心办公", INTRANET), "10.20.60.0/22": ("办公电话", INTRANET), "172.20.0.0/24": ("外网设备管理", EXTRANET),
    "172.20.1.0/24": ("外网服务器", EXTRANET), "172.20.2.0/24": ("互联网服务区", EXTRANET), "172.20.30.0/24": ("移动办公接入", EXTRANET),
    **{network: (f"{FLOORS[number % 7]}等处内网办公", INTRANET) for number, network in enumerate(OFFICE_NETWORKS)},
    **dict.fromkeys(XOFFICE_NETWORKS, ("外网办公", EXTRANET)),
}  # fmt: skip
UPLINK = "上联"


def draw(estate: Estate, shelves: Shelves) -> None:
    for network, (words, zone) in NETWORKS.items():
        name = f"{words} {network}"
        estate.add(
            Item(
                f"net_{network}",
                name,
                "address_block",
                "",
                zone,
                "network_engineer",
                SECURITY,
                values={"network": network},
            )
        )
    for box in BOXES:
        _box(estate, shelves, box)
    for rack, above in TOPS.items():
        _top_of(estate, shelves, rack, above)
    _circuits(estate)
    _backbone(estate)
    _floors(estate)
    _sites(estate)


def _box(estate: Estate, shelves: Shelves, box: Box) -> None:
    height = MODELS[box.model][3]
    facts = shelves.put(box.rack, height) | {"importance": box.importance}
    if box.level:
        facts["protection_level"] = box.level
    device(estate, box.key, box.name, box.type, box.rack, box.model, box.zone, **facts)
    power.plug_in(estate, box.key, box.rack)


def device(
    estate: Estate, key: str, name: str, kind: str, place: str, model: str, zone: str, **facts: Any
) -> None:
    brand, number, price, _height, version, ports = MODELS[model]
    network = "10.20.0.0/24" if zone == INTRANET else "172.20.0.0/24"
    columns = {
        "brand": brand, "model_name": number, "serial_number": estate.serial(number[:2]), "item_version": version, "is_domestic": True,
        "ip_address": estate.address(network), "mac_address": estate.mac(), "supplier": "江城信通科技公司", **estate.bought(price, oldest=6, youngest=1.2), **facts,
    }  # fmt: skip
    estate.add(
        Item(
            key,
            name,
            kind,
            place,
            zone,
            "network_engineer",
            SECURITY,
            facts=columns,
            values=_values(estate, kind, ports),
        )
    )
    estate.tie("contains", f"net_{network}", key)


def _values(estate: Estate, kind: str, ports: int) -> dict[str, str]:
    """What the type asks besides: ports of switches, the day on which the rules of a wall were looked through."""
    checked = estate.ends_in(-170, -12).isoformat()
    asked = {
        "core_switch": {"ports": str(ports), "throughput": "1280", "power_draw": "3200"},
        "core_router": {"ports": str(ports), "throughput": "400", "power_draw": "1600"}, "access_switch": {"ports": str(ports), "uplink": "10G"},
        "aggregation_switch": {"ports": str(ports), "uplink": "10G"}, "network_firewall": {"throughput": "40", "policy_checked": checked},
        "firewall": {"throughput": "20", "policy_checked": checked}, "intrusion_detection": {"throughput": "10", "library_date": checked},
        "intrusion_prevention": {"throughput": "10", "library_date": checked}, "vulnerability_scanner": {"library_date": checked},
        "audit_system": {"keeping_days": "180"}, "load_balancer": {"throughput": "20"}, "crypto_device": {"algorithm": "SM2"}, "san_switch": {"ports": str(ports)}, "voice_gateway": {"ports": str(ports)},
    }  # fmt: skip
    return asked.get(kind, {})


def _top_of(estate: Estate, shelves: Shelves, rack: str, above: tuple[str, ...]) -> None:
    zone = EXTRANET if "_C" in rack else INTRANET
    key = f"{rack}_top"
    device(
        estate,
        key,
        f"{rack[-3:]} 柜顶交换机",
        "access_switch",
        rack,
        "top",
        zone,
        rack_unit=42,
        rack_height=1,
    )
    power.plug_in(estate, key, rack)
    for switch in above:
        estate.tie("uplinks_to", key, switch, group=UPLINK if len(above) > 1 else "", note="万兆光口")


def _circuits(estate: Estate) -> None:
    for number, (key, name, carrier, width, zone, end) in enumerate(CIRCUITS):
        place = "room_a" if zone != INTRANET or number < 9 else ""
        facts = {
            "supplier": carrier, "contract_number": f"JW-XL-{estate.today.year - 1}-{number + 1:02d}", "importance": "high",
            "contract_until": estate.ends_in(-6 if number == 5 else 14 + 31 * number, 20 + 36 * number),
        }  # fmt: skip
        values = {
            "carrier": carrier,
            "bandwidth": str(width),
            "circuit_number": f"{carrier[2:]}-{24680 + number * 137}",
            "near_end": "主机房",
            "far_end": name[:3],
        }
        estate.add(
            Item(key, name, "circuit", place, zone, "network_engineer", SECURITY, facts=facts, values=values)
        )
        estate.tie("uplinks_to", key, end, note="运营商交接")


def _backbone(estate: Estate) -> None:
    """Routers, firewalls and the boxes beside them; nothing here leads from one network into the other."""
    pairs = (
        ("router_1", ("core_1", "core_2")), ("router_2", ("core_1", "core_2")), ("ids_1", ("core_1",)), ("scanner_1", ("core_1",)), ("audit_1", ("core_2",)),
        ("audit_2", ("core_2",)), ("bastion_1", ("core_1", "core_2")), ("clock_1", ("core_1",)), ("voice_1", ("core_1", "core_2")), ("xrouter", ("xcore_1", "xcore_2")),
        ("vpn_1", ("xcore_1", "xcore_2")), ("vpn_2", ("xcore_1", "xcore_2")), ("xscanner", ("xcore_1",)), ("xaudit", ("xcore_2",)), ("xbastion", ("xcore_1", "xcore_2")),
        ("balancer_1", ("core_1", "core_2")), ("balancer_2", ("core_1", "core_2")), ("xbalancer_1", ("xcore_1", "xcore_2")), ("xbalancer_2", ("xcore_1", "xcore_2")),
        ("crypto_1", ("core_1", "core_2")), ("crypto_2", ("core_1", "core_2")), ("edge_1", ("xcore_1", "xcore_2")), ("edge_2", ("xcore_1", "xcore_2")), ("ips_1", ("edge_1", "edge_2")), ("waf_1", ("edge_1", "edge_2")),
    )  # fmt: skip
    for key, above in pairs:
        for switch in above:
            estate.tie("uplinks_to", key, switch, group=UPLINK if len(above) > 1 else "")
    for core, walls in (
        ("core_1", "firewall"),
        ("core_2", "firewall"),
        ("xcore_1", "xfirewall"),
        ("xcore_2", "xfirewall"),
    ):
        for number in (1, 2):
            estate.tie("depends_on", core, f"{walls}_{number}", group="防火墙")
            estate.tie("protects", f"{walls}_{number}", core)
    for line in ("line_dr_1", "line_dr_2"):
        estate.tie("uplinks_to", "dr_core", line, group="灾备链路")
    for wall in ("edge_1", "edge_2"):
        estate.tie("protects", "ips_1", wall)
    for gateway in ("vpn_1", "vpn_2"):
        estate.tie("depends_on", gateway, "line_net_1", group="互联网")
        estate.tie("depends_on", gateway, "line_net_2", group="互联网")


def _floors(estate: Estate) -> None:
    """Two switches a floor for the intranet, one for the extranet, in the floor's closet."""
    for number, floor in enumerate(FLOORS, start=1):
        for way in (1, 2):
            _access(
                estate,
                f"access_{number}_{way}",
                f"{floor}接入交换机{'一二'[way - 1]}",
                f"wiring_{number}",
                INTRANET,
                ("core_1", "core_2"),
            )
        _access(
            estate,
            f"xaccess_{number}",
            f"{floor}外网接入交换机",
            f"wiring_{number}",
            EXTRANET,
            ("xcore_1", "xcore_2"),
        )
        for key in (f"access_{number}_1", f"access_{number}_2", f"xaccess_{number}"):
            estate.tie("powers", f"ups_floor_{number}", key)
    _access(estate, "access_archive", "档案楼接入交换机", "archive_office", INTRANET, ("dr_core",))


def _access(
    estate: Estate,
    key: str,
    name: str,
    place: str,
    zone: str,
    above: tuple[str, ...],
    kind: str = "access_switch",
) -> None:
    device(estate, key, name, kind, place, "access", zone)
    for switch in above:
        estate.tie("uplinks_to", key, switch, group=UPLINK if len(above) > 1 else "", note="千兆光口")


def _sites(estate: Estate) -> None:
    """The subordinate units come in over lines, with a second, thinner one to fall back on."""
    for site, name in (("qinghe", "青河局"), ("monitoring", "监测中心")):
        key = f"{site}_switch"
        _access(
            estate,
            key,
            f"{name}汇聚交换机",
            f"{site}_net",
            INTRANET,
            (f"line_{site}", f"line_{site}_2"),
            "aggregation_switch",
        )
        _access(estate, f"{site}_access", f"{name}接入交换机", f"{site}_net", INTRANET, (key,))
