"""The systems, drawn with everything that they hang on: virtual machines, middleware, databases, storage, backup."""

from __future__ import annotations

from typing import Any

from govops.demo.history.data_centre.estate import EXTRANET, INTRANET, SECURITY, Estate, Item
from govops.demo.history.data_centre.platforms import CLUSTERS, OS, Cluster, hosts_of
from govops.demo.history.data_centre.systems_run import SYSTEMS, TESTED, System

_CLUSTERS = {cluster.key: cluster for cluster in CLUSTERS}
#: pair of servers → what its database is called
PAIRS = {
    "db_oa": "综合办公数据库",
    "db_water": "水资源数据库",
    "db_flood": "水雨情数据库",
    "db_out": "外网数据库",
}
_KINDS = ("达梦", "人大金仓", "PostgreSQL", "MySQL")
#: whoever looks after the systems of a unit
KEEPERS = {
    "BGS": "oa_admin", "SZY": "app_liaison", "FXC": "maoyiming", "SWC": "jinzeyu", "RJC": "panruolin", "CJC": "contract_officer", "DAG": "portal_editor",
    "GHC": "end_user", "JGC": "unit_secrecy_officer", "JCZX": "changhongyu", "WAK": "key_officer", "XXZX": "project_manager", "YWK": "support_l3",
}  # fmt: skip


def draw(estate: Estate) -> None:
    for pair, name in PAIRS.items():
        _pair(estate, pair, name)
    for system in SYSTEMS:
        _system(estate, system)
    for system in SYSTEMS:
        for other in system.on:
            estate.tie("depends_on", f"app_{system.key}", f"app_{other}")
    for key in TESTED:
        _test_environment(estate, next(system for system in SYSTEMS if system.key == key))


def _pair(estate: Estate, pair: str, name: str) -> None:
    """One database on two servers, either of which will do."""
    zone = EXTRANET if pair == "db_out" else INTRANET
    kind = "PostgreSQL" if pair == "db_flood" else "达梦"
    key = _database(estate, f"data_{pair}", name, kind, zone)
    for number in (1, 2):
        estate.tie("runs_on", key, f"{pair}_{number}", group="主备")


def _database(estate: Estate, key: str, name: str, kind: str, zone: str, version: str = "") -> str:
    facts = {
        "importance": "vital" if "pair" in key or name in PAIRS.values() else "high",
        "item_version": version or "8.1",
        "is_domestic": kind in _KINDS[:2],
    }
    values = {
        "database_kind": kind,
        "instance": key.removeprefix("data_").upper(),
        "service_port": "5236" if kind == "达梦" else "5432",
        "recovery_point": "1",
    }
    keeper = "backup_operator"
    estate.add(Item(key, name, "database", "", zone, keeper, facts=facts, values=values))
    estate.tie("backs_up", "app_backup" if zone == INTRANET else "backup_x", key, note="每日增量、每周全量")
    return key


def _system(estate: Estate, system: System) -> None:
    cluster = _CLUSTERS[system.cluster]
    key = f"app_{system.key}"
    estate.add(_item(estate, system, key, system.name, cluster.zone))
    nodes = [
        machine(estate, cluster, f"{system.name}节点{n + 1}", f"vm_{system.key}_{n + 1}", system.importance)
        for n in range(system.nodes)
    ]
    if system.type in ("application",):
        for node in nodes:
            estate.tie("runs_on", key, node, group="节点", needed=system.needed)
    else:
        middle = _middleware(estate, system, cluster.zone)
        for node in nodes:
            estate.tie("runs_on", middle, node, group="节点", needed=system.needed)
        estate.tie("runs_on", key, middle)
    if system.server:
        estate.tie("depends_on", key, system.server)
    if system.database:
        estate.tie("depends_on", key, _database_of(estate, system, cluster))
    if system.key not in ("antivirus", "xantivirus"):
        guard = "app_antivirus" if cluster.zone == INTRANET else "app_xantivirus"
        for node in nodes:
            estate.tie("protects", guard, node)


def _item(estate: Estate, system: System, key: str, name: str, zone: str) -> Item:
    facts: dict[str, Any] = {
        "description": system.words, "importance": system.importance, "protection_level": system.level, "item_version": system.version,
        "users": ("JW",) if system.users > 400 else (system.owner,), "contract_number": f"JW-YW-{estate.today.year}-{estate.next('contract'):03d}",
        "contract_until": estate.ends_in(-20, 420), "supplier": "江城软件服务公司", "is_domestic": True,
    }  # fmt: skip
    values = {}
    if system.type != "application":
        host = system.key.replace("_", "-")
        domain = "jw.example.gov.cn" if zone == EXTRANET else "jiangwei.intra"
        values = {
            "address": f"https://{host}.{domain}", "developer": "江城软件服务公司", "users_count": str(system.users),
            "recovery_time": "2" if system.importance == "vital" else "8", "recovery_point": "1" if system.importance == "vital" else "24",
        }  # fmt: skip
    if system.type == "government_website":
        values["filing_number"] = f"江政备{20180000 + len(system.key) * 17}号"
    return Item(key, name, system.type, "", zone, KEEPERS[system.owner], system.owner, facts, values)


def machine(estate: Estate, cluster: Cluster, name: str, key: str, importance: str = "normal") -> str:
    """A virtual machine: it runs as long as enough hosts of its cluster do, and its storage."""
    number = estate.next("machine")
    size = estate.chance.choice((("4", "16"), ("8", "32"), ("8", "16"), ("16", "64")))
    facts = {
        "importance": "high" if importance == "vital" else "normal",
        "ip_address": estate.address(cluster.network),
        "item_version": OS,
    }
    values = {
        "form": "虚拟机",
        "hostname": f"jw-vm-{number:03d}",
        "cores": size[0],
        "memory": size[1],
        "disk": "500",
        "operating_system": OS,
    }
    estate.add(Item(key, name, "virtual_machine", "", cluster.zone, "support_l3", facts=facts, values=values))
    for host in hosts_of(cluster):
        estate.tie("runs_on", key, host, group="集群", needed=cluster.needed)
    estate.tie("stores_for", cluster.storage, key)
    estate.tie("contains", f"net_{cluster.network}", key)
    estate.tie("backs_up", "backup_x" if cluster.zone == EXTRANET else "backup_1", key)
    return key


def _middleware(estate: Estate, system: System, zone: str) -> str:
    number = estate.next("middleware")
    product, version = (
        ("联程应用服务器", "10.1.2"),
        ("晴川应用服务器", "7.0.4"),
        ("开源应用服务器", "9.0.80"),
    )[number % 3]
    facts = {
        "item_version": version,
        "importance": "high" if system.importance == "vital" else "normal",
        "is_domestic": number % 3 < 2,
    }
    values = {"vendor_product": product, "service_port": str(8000 + number), "instance": f"{system.key}-mw"}
    item = Item(
        f"mw_{system.key}",
        f"{system.name}中间件",
        "middleware",
        "",
        zone,
        "support_l3",
        facts=facts,
        values=values,
    )
    return estate.add(item)


def _database_of(estate: Estate, system: System, cluster: Cluster) -> str:
    if system.database != "own":
        return f"data_{system.database}"
    kind = _KINDS[estate.next("database") % len(_KINDS)]
    key = _database(estate, f"data_{system.key}", f"{system.name}数据库", kind, cluster.zone, "7.2")
    estate.tie(
        "runs_on",
        key,
        machine(estate, cluster, f"{system.name}数据库节点", f"vm_{system.key}_db", system.importance),
    )
    return key


def _test_environment(estate: Estate, system: System) -> None:
    """The same system once more, small, for tests; released to before production."""
    cluster = _CLUSTERS["out" if _CLUSTERS[system.cluster].zone == EXTRANET else "two"]
    key = f"test_{system.key}"
    facts = {
        "description": "功能测试和发布验收用，不存放正式数据",
        "item_version": system.version,
        "importance": "normal",
    }
    kind = "business_system"
    item = Item(
        key,
        f"{system.name}（测试环境）",
        kind,
        "",
        cluster.zone,
        "release_manager",
        SECURITY if system.owner == "WAK" else "YWK",
        facts,
        {"developer": "江城软件服务公司"},
    )
    estate.add(item)
    estate.tie("runs_on", key, machine(estate, cluster, f"{system.name}测试节点", f"vm_{system.key}_test"))
