"""Who watches over whom: walls before networks, bastions before servers, auditors over databases, copies of what devices are told."""

from __future__ import annotations

from govops.demo.history.data_centre.estate import EXTRANET, INTRANET, Estate
from govops.demo.history.data_centre.network import NETWORKS
from govops.demo.history.data_centre.systems_run import SYSTEMS

_SERVERS = ("virtualization_host", "database_server", "application_server", "storage_server", "backup_server")
_CONFIGURED = (
    "core_switch", "core_router", "aggregation_switch", "access_switch", "network_firewall", "firewall", "san_switch", "load_balancer",
)  # fmt: skip
#: networks of servers: behind the walls of their side
_BEHIND = {INTRANET: ("firewall_1", "firewall_2"), EXTRANET: ("xfirewall_1", "xfirewall_2")}
_BASTION = {INTRANET: "bastion_1", EXTRANET: "xbastion", "internet": "xbastion"}
#: who guards what the internet may reach
_OUTSIDE = (
    ("waf_1", ("app_site", "app_service", "app_mail")), ("ips_1", ("app_site", "app_service", "app_mobile")), ("vpn_1", ("app_mobile",)), ("vpn_2", ("app_mobile",)),
    ("edge_1", ("net_172.20.2.0/24", "net_172.20.30.0/24")), ("edge_2", ("net_172.20.2.0/24", "net_172.20.30.0/24")), ("ids_1", ("net_10.20.1.0/24", "net_10.20.2.0/24", "net_10.20.3.0/24")),
)  # fmt: skip


def draw(estate: Estate) -> None:
    """After all devices and systems."""
    for network, (words, zone) in NETWORKS.items():
        if "办公" not in words and "电话" not in words:
            for wall in _BEHIND[zone]:
                estate.tie("protects", wall, f"net_{network}", note="区域边界访问控制")
    for guard, guarded in _OUTSIDE:
        for one in guarded:
            estate.tie("protects", guard, one)
    for server in estate.of(*_SERVERS):
        estate.tie("protects", _BASTION[server.zone], server.key, note="运维操作经堡垒机")
    for base in estate.of("database"):
        if base.zone == INTRANET:
            estate.tie("protects", "audit_2", base.key, note="数据库审计")
    for device in estate.of(*_CONFIGURED):
        estate.tie("backs_up", _BASTION[device.zone], device.key, note="每周备份配置")
    _balanced(estate)


def _balanced(estate: Estate) -> None:
    """Systems with several nodes are reached over a pair of load balancers, either of which will do."""
    for system in SYSTEMS:
        if system.nodes > 1 and system.type != "application":
            prefix = "xbalancer" if system.cluster == "out" else "balancer"
            for number in (1, 2):
                estate.tie("depends_on", f"app_{system.key}", f"{prefix}_{number}", group="负载均衡")
