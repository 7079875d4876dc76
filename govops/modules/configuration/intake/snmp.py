"""A walk over one device by SNMP, as `snmpwalk` writes it: by names or by numbers; its neighbours by LLDP."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govops.modules.configuration.intake.found import (
    Findings,
    Found,
    FoundLink,
    Unreadable,
    hardware_address,
    real,
)

_NUMBERS = {
    "1.3.6.1.2.1.1.1": "sysDescr", "1.3.6.1.2.1.1.5": "sysName", "1.3.6.1.2.1.2.2.1.2": "ifDescr", "1.3.6.1.2.1.2.2.1.6": "ifPhysAddress",
    "1.3.6.1.2.1.31.1.1.1.1": "ifName", "1.3.6.1.2.1.4.20.1.1": "ipAdEntAddr", "1.3.6.1.2.1.47.1.1.1.1.11": "entPhysicalSerialNum",
    "1.3.6.1.2.1.47.1.1.1.1.12": "entPhysicalMfgName", "1.3.6.1.2.1.47.1.1.1.1.13": "entPhysicalModelName",
    "1.3.6.1.2.1.47.1.1.1.1.9": "entPhysicalFirmwareRev", "1.3.6.1.2.1.47.1.1.1.1.10": "entPhysicalSoftwareRev",
    "1.0.8802.1.1.2.1.4.1.1.9": "lldpRemSysName", "1.0.8802.1.1.2.1.4.1.1.7": "lldpRemPortId", "1.0.8802.1.1.2.1.4.1.1.5": "lldpRemChassisId",
    "1.0.8802.1.1.2.1.3.7.1.3": "lldpLocPortId", "1.0.8802.1.1.2.1.4.1.1.10": "lldpRemSysDesc",
}  # fmt: skip
_LINE = re.compile(r"(?P<name>\S+)\s*=\s*(?:(?P<kind>[A-Za-z0-9-]+): ?)?(?P<value>.*)")
#: words of a description → type; the first that fits
_TYPES = (
    (r"firewall|防火墙|\busg|\bfw\b", "network_firewall"), (r"load.?balanc|负载均衡", "load_balancer"), (r"print|laserjet", "printer"),
    (r"\bups\b|uninterrupt", "ups"), (r"core.{0,20}switch|核心交换", "core_switch"), (r"switch|交换|\bs\d{4}|\bce\d{4}", "access_switch"),
    (r"router|routing|路由", "core_router"), (r"linux|windows|esxi|unix", "server"),
)  # fmt: skip
Walk = dict[str, dict[str, str]]


def walk(text: str) -> Findings:
    """The device, and a thing and a link for each neighbour that LLDP names."""
    read = _read(text)
    name = _first(read, "sysName")
    if not name:
        raise Unreadable("没有 sysName；请上传 snmpwalk 的输出，至少包含 system 组（1.3.6.1.2.1.1）。")
    macs = tuple(
        dict.fromkeys(filter(None, (hardware_address(raw) for raw in read.get("ifPhysAddress", {}).values())))
    )
    addresses = [raw for raw in read.get("ipAdEntAddr", {}).values() if not raw.startswith(("127.", "0."))]
    about = _first(read, "sysDescr")
    facts = {
        "serial_number": _first(read, "entPhysicalSerialNum"), "brand": _first(read, "entPhysicalMfgName")[:40],
        "model_name": _first(read, "entPhysicalModelName")[:80], "ip_address": addresses[0] if addresses else "",
        "mac_address": macs[0] if macs else "", "description": about[:500],
    }  # fmt: skip
    values = {"management_address": facts["ip_address"], "firmware": _first(read, "entPhysicalSoftwareRev")}
    if ports := len(read.get("ifPhysAddress", {})):
        values["ports"] = str(ports)
    device = Found(
        type_by(about, "network"),
        name[:100],
        {k: v for k, v in facts.items() if v},
        {k: v for k, v in values.items() if v},
        macs,
        name,
    )
    neighbours = list(_neighbours(read))
    return Findings(
        (device, *(one for one, _ in neighbours)),
        tuple(FoundLink(name, "connects", one.ref, note) for one, note in neighbours),
    )


def _read(text: str) -> Walk:
    """Name of the column → index → value."""
    read: Walk = {}
    for line in _logical(text):
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        column, index = _column(match["name"])
        value = match["value"].strip().strip('"').strip()
        if column and value and not value.startswith("No Such"):
            read.setdefault(column, {})[index] = value
    return read


def _logical(text: str) -> Iterator[str]:
    """A value in quotes may run over several lines."""
    held = ""
    for line in text.splitlines():
        held = f"{held} {line.strip()}" if held else line.strip()
        if held.count('"') % 2 == 0 or len(held) > 5000:
            yield held
            held = ""
    if held:
        yield held


def _column(name: str) -> tuple[str, str]:
    bare = name.split("::")[-1].lstrip(".").replace("iso.", "1.")
    if match := re.fullmatch(r"([A-Za-z]\w*)\.(.+)", bare):
        return match[1], match[2]
    parts = bare.split(".")
    for cut in range(len(parts) - 1, 5, -1):
        if column := _NUMBERS.get(".".join(parts[:cut])):
            return column, ".".join(parts[cut:])
    return "", ""


def _first(read: Walk, column: str) -> str:
    return next((said for raw in read.get(column, {}).values() if (said := real(raw))), "")


def type_by(about: str, otherwise: str) -> str:
    """The type that a description speaks of."""
    return next((code for words, code in _TYPES if re.search(words, about, re.IGNORECASE)), otherwise)


def _neighbours(read: Walk) -> Iterator[tuple[Found, str]]:
    """Each neighbour once for each pair of ports; the index is time, local port, number."""
    for index, name in read.get("lldpRemSysName", {}).items():
        if not real(name):
            continue
        local = index.split(".")[1] if index.count(".") >= 2 else ""
        here = (
            read.get("lldpLocPortId", {}).get(local)
            or read.get("ifName", {}).get(local)
            or read.get("ifDescr", {}).get(local)
            or local
        )
        there = read.get("lldpRemPortId", {}).get(index, "")
        mac = hardware_address(read.get("lldpRemChassisId", {}).get(index, ""))
        about = read.get("lldpRemSysDesc", {}).get(index, "")
        facts = {"mac_address": mac, "description": about[:500]}
        found = Found(
            type_by(about, "network"),
            name[:100],
            {k: v for k, v in facts.items() if v},
            {},
            (mac,) if mac else (),
            name,
        )
        yield found, f"{here} — {there}"[:200]
