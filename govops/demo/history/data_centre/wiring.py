"""What is not seen in the pictures of the networks: panels on which the cables end, and the ports by which machines are managed."""

from __future__ import annotations

from govops.demo.history.data_centre import network, power
from govops.demo.history.data_centre.estate import EXTRANET, INTRANET, SECURITY, Estate, Item
from govops.demo.history.data_centre.places import RACK_HEIGHT, ROWS

#: below the switch on top of each rack, the panel; below that, in one rack a network, the frame or the switch of management
PANEL, FRAME, MANAGEMENT = RACK_HEIGHT - 1, RACK_HEIGHT - 2, RACK_HEIGHT - 3
#: area → (frame: rack, name), (switch of management: rack, name), what it hangs on, zone
AREAS = {
    "a": (("rack_A01", "主机房内网总配线架"), ("rack_A06", "内网带外管理交换机"), "core_1", INTRANET),
    "x": (("rack_C01", "主机房外网总配线架"), ("rack_C06", "外网带外管理交换机"), "xcore_1", EXTRANET),
    "d": (("rack_D01", "灾备机房总配线架"), ("rack_D06", "灾备带外管理交换机"), "dr_core", INTRANET),
}
#: which of them a row of racks belongs to
AREA_OF = {"A": "a", "B": "a", "C": "x", "D": "d"}
_MANAGED = (
    "virtualization_host", "database_server", "application_server", "storage_server", "backup_server", "core_switch", "core_router", "network_firewall",
    "firewall", "intrusion_detection", "intrusion_prevention", "audit_system", "san_switch", "load_balancer", "crypto_device",
)  # fmt: skip


def draw(estate: Estate) -> None:
    """After everything that stands in racks."""
    for area, (frame, management, above, zone) in AREAS.items():
        _panel(estate, f"frame_{area}", frame[1], frame[0], FRAME, zone, "144 芯单模")
        estate.tie("connects", f"frame_{area}", above, note="主干光缆")
        _management(estate, f"management_{area}", management[1], management[0], above, zone)
    for row, (_room, count, _zone, _words) in ROWS.items():
        for column in range(1, count + 1):
            _rack(estate, row, f"rack_{row}{column:02d}")
    _management_ports(estate)


def _rack(estate: Estate, row: str, rack: str) -> None:
    zone = AREAS[AREA_OF[row]][3]
    panel = _panel(estate, f"{rack}_panel", f"{rack[-3:]} 光纤配线架", rack, PANEL, zone, "24 芯单模")
    estate.tie("connects", panel, f"frame_{AREA_OF[row]}", note=f"预端接光缆 24 芯，走线架 {row} 列")
    top = f"{rack}_top"
    if top in estate.items:
        estate.tie("connects", top, panel, note="1 至 4 芯")


def _panel(estate: Estate, key: str, name: str, rack: str, unit: int, zone: str, cores: str) -> str:
    facts = {
        "description": cores,
        "brand": "连纤",
        "model_name": "LX-ODF24",
        "rack_unit": unit,
        "rack_height": 1,
        "importance": "normal",
    }
    values = {"medium": "光纤", "near_end": rack.removeprefix("rack_"), "far_end": "总配线架"}
    return estate.add(Item(key, name, "cabling", rack, zone, "network_engineer", SECURITY, facts, values))


def _management(estate: Estate, key: str, name: str, rack: str, above: str, zone: str) -> None:
    network.device(
        estate, key, name, "access_switch", rack, "access", zone, rack_unit=MANAGEMENT, rack_height=1
    )
    power.plug_in(estate, key, rack)
    estate.tie("uplinks_to", key, above, note="千兆光口，独立管理网")


def _management_ports(estate: Estate) -> None:
    """The management port of each machine in a rack, by which it can be reached when its system cannot."""
    for item in estate.of(*_MANAGED):
        if item.where.startswith("rack_"):
            switch = f"management_{AREA_OF[item.where[5]]}"
            estate.tie("connects", item.key, switch, note=f"带外管理口，端口 {estate.next(switch)}")
