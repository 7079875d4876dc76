"""What nmap found (`nmap -oX`): hosts that are up, their addresses, makers, systems and open services."""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from govops.modules.configuration.intake.found import Findings, Found, Unreadable, hardware_address

_DEEPEST = 30
_TYPES = {
    "printer": "printer", "print server": "printer", "switch": "access_switch", "router": "core_router", "firewall": "network_firewall",
    "load balancer": "load_balancer", "VoIP phone": "telephone", "phone": "telephone", "storage-misc": "storage", "power-device": "ups",
    "webcam": "surveillance", "security-misc": "security",
}  # fmt: skip
_SERVICES = frozenset(
    {"ssh", "http", "https", "mysql", "postgresql", "oracle-tns", "ms-sql-s", "domain", "ldap", "smtp", "kdm"}
)


def scan(text: str) -> Findings:
    """A thing for each host that is up. The document may name its type but may not bring entities."""
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.EntityDeclHandler = _no_entities
    parser.ExternalEntityRefHandler = _no_entities
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise Unreadable(
            f"不是正确的 XML（第 {error.lineno} 行）；请上传 nmap -oX 的输出，并确认文件完整。"
        ) from None
    if not reader.is_nmap:
        raise Unreadable("不是 nmap 的输出；请用 nmap -oX 文件名 生成后上传。")
    return Findings(
        tuple(_found(host) for host in reader.hosts if host.get("up") and (host.get("ip") or host.get("mac")))
    )


def _no_entities(*_: Any) -> int:
    raise Unreadable("文件声明了实体，可能有害，不予读取；请重新用 nmap -oX 生成。")


class _Reader:
    """Gathers hosts from the elements as they come."""

    def __init__(self) -> None:
        self.hosts: list[dict[str, Any]] = []
        self.is_nmap = False
        self._host: dict[str, Any] | None = None
        self._port: dict[str, Any] = {}
        self._depth = 0

    def start(self, tag: str, told: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable("XML 嵌套过深，不是 nmap 的输出。")
        self.is_nmap = self.is_nmap or (tag == "nmaprun" and self._depth == 1)
        if tag == "host":
            self._host = {"services": []}
            return
        if self._host is not None:
            self._in_host(self._host, tag, told)

    def _in_host(self, host: dict[str, Any], tag: str, told: dict[str, str]) -> None:
        if tag == "status":
            host["up"] = told.get("state") == "up"
        elif tag == "address" and told.get("addrtype") == "mac":
            host["mac"], host["vendor"] = hardware_address(told.get("addr", "")), told.get("vendor", "")
        elif tag == "address":
            host.setdefault("ip", told.get("addr", ""))
        elif tag == "hostname":
            host.setdefault("name", told.get("name", ""))
        elif tag == "osmatch":
            host.setdefault("system", told.get("name", ""))
        elif tag == "osclass":
            host.setdefault("kind", told.get("type", ""))
        elif tag == "port":
            self._port = {"number": told.get("portid", ""), "protocol": told.get("protocol", "")}
        elif tag == "state" and self._port:
            self._port["open"] = told.get("state") == "open"
        elif tag == "service" and self._port:
            self._port |= {
                "name": told.get("name", ""),
                "product": f"{told.get('product', '')} {told.get('version', '')}".strip(),
            }

    def end(self, tag: str) -> None:
        self._depth -= 1
        if tag == "port" and self._host is not None:
            if self._port.get("open"):
                self._host["services"].append(self._port)
            self._port = {}
        elif tag == "host" and self._host is not None:
            self.hosts.append(self._host)
            self._host = None


def _found(host: dict[str, Any]) -> Found:
    services = "；".join(
        f"{one['number']}/{one['protocol']} {one.get('name', '')} {one.get('product', '')}".strip()
        for one in host["services"]
    )
    facts = {
        "ip_address": host.get("ip", ""), "mac_address": host.get("mac", ""), "brand": host.get("vendor", "")[:40],
        "description": f"开放服务：{services}"[:500] if services else "",
    }  # fmt: skip
    name = host.get("name") or host.get("ip") or host.get("mac", "")
    values = {"hostname": host.get("name", ""), "operating_system": host.get("system", "")}
    mac = host.get("mac", "")
    return Found(
        _type(host), name[:100], {k: v for k, v in facts.items() if v}, {k: v for k, v in values.items() if v}, (mac,) if mac else (),
        host.get("ip") or mac,
    )  # fmt: skip


def _type(host: dict[str, Any]) -> str:
    if code := _TYPES.get(host.get("kind", "")):
        return code
    system = host.get("system", "")
    if re.search(r"windows", system, re.IGNORECASE) and not re.search(r"server", system, re.IGNORECASE):
        return "personal_computer"
    is_server = re.search(r"server|linux|esxi|unix", system, re.IGNORECASE) or any(
        one.get("name") in _SERVICES for one in host["services"]
    )
    return "server" if is_server else "personal_computer"
