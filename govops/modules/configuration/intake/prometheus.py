"""Prometheus: targets as http_sd and file_sd tell them (JSON), and what one node_exporter tells of its host (text)."""

from __future__ import annotations

import ipaddress
import json
import re
from typing import Any

from govops.modules.configuration.intake.found import Findings, Found, Unreadable, hardware_address, real

_GIB = 1024**3
_NAMES = ("hostname", "nodename", "host", "name", "instance_name", "__meta_hostname")
_LINE = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?\s+([^\s]+)(?:\s+-?\d+)?")
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"')
_UNREAL = frozenset(
    {
        "tmpfs",
        "devtmpfs",
        "overlay",
        "squashfs",
        "ramfs",
        "proc",
        "sysfs",
        "rpc_pipefs",
        "nfs",
        "nfs4",
        "cifs",
    }
)


def targets(text: str) -> Findings:
    """The hosts of a service discovery file: several targets of one host are one thing."""
    try:
        groups = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("不是正确的 JSON；请上传 Prometheus 的 http_sd 或 file_sd（JSON）文件。") from None
    if not isinstance(groups, list) or not all(
        isinstance(one, dict) and isinstance(one.get("targets"), list) for one in groups
    ):
        raise Unreadable("应为目标组的列表，每组含 targets 和 labels；请核对是否为 http_sd 或 file_sd 文件。")
    found: dict[str, Found] = {}
    jobs: dict[str, list[str]] = {}
    for group in groups:
        labels = {str(key): str(value) for key, value in (group.get("labels") or {}).items()}
        for target in group["targets"]:
            host, port = _host(str(target))
            jobs.setdefault(host, []).append(
                f"{labels.get('job') or '监控'}:{port}" if port else labels.get("job", "")
            )
            if host not in found:
                found[host] = _target(host, labels)
    return Findings(tuple(_with_jobs(one, jobs[host]) for host, one in found.items()))


def _host(target: str) -> tuple[str, str]:
    """Host and port of `10.1.2.3:9100`, `[fd00::1]:9100`, `http://app01/metrics`."""
    bare = re.sub(r"^[a-z]+://", "", target.strip()).split("/")[0]
    if match := re.fullmatch(r"\[(.+)\](?::(\d+))?", bare):
        return match[1], match[2] or ""
    if bare.count(":") == 1:
        host, port = bare.split(":")
        return host, port
    return bare, ""


def _target(host: str, labels: dict[str, str]) -> Found:
    name = next((labels[key] for key in _NAMES if labels.get(key)), host)
    facts: dict[str, Any] = {}
    if is_address(host):
        facts["ip_address"] = host
    for key, label in (
        ("serial_number", "serial"),
        ("asset_number", "asset_number"),
        ("brand", "vendor"),
        ("model_name", "model"),
    ):
        if real(labels.get(label)):
            facts[key] = real(labels[label])
    values = {"hostname": name} if name != host or not is_address(host) else {}
    return Found(labels.get("ci_type") or "server", name[:100], facts, values, ref=host)


def _with_jobs(one: Found, jobs: list[str]) -> Found:
    told = "、".join(dict.fromkeys(filter(None, jobs)))
    return Found(
        one.type,
        one.name,
        {**one.facts, "description": f"监控目标：{told}"[:500]} if told else one.facts,
        one.values,
        one.macs,
        one.ref,
    )


def is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def node(text: str) -> Findings:
    """The host behind one node_exporter: its name, maker, serial number, memory, processors and disks."""
    samples: dict[str, list[tuple[dict[str, str], float]]] = {}
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match and match[1].startswith("node_"):
            samples.setdefault(match[1], []).append((_labels(match[2] or ""), _number(match[3])))
    uname = next(iter(samples.get("node_uname_info", ())), None)
    if uname is None:
        raise Unreadable("没有 node_uname_info；请上传 node_exporter 的指标文本（/metrics 的内容）。")
    dmi = next(iter(samples.get("node_dmi_info", ())), ({}, 0.0))[0]
    macs = tuple(
        dict.fromkeys(
            address
            for labels, _ in samples.get("node_network_info", ())
            if not re.match(r"lo|docker|veth|br-|virbr|cni|flannel", labels.get("device", ""))
            and (address := hardware_address(labels.get("address", "")))
        )
    )
    facts: dict[str, Any] = {
        "serial_number": real(dmi.get("product_serial")), "brand": real(dmi.get("system_vendor"))[:40],
        "model_name": real(dmi.get("product_name"))[:80], "mac_address": macs[0] if macs else "",
    }  # fmt: skip
    name = uname[0].get("nodename", "")
    kept = {key: value for key, value in facts.items() if value}
    return Findings((Found(_kind(dmi), name[:100], kept, _values(uname[0], samples), macs, ref=name),))


def _kind(dmi: dict[str, str]) -> str:
    told = f"{dmi.get('system_vendor', '')} {dmi.get('product_name', '')}".lower()
    return (
        "virtual_machine"
        if re.search(r"vmware|qemu|kvm|virtualbox|openstack|virtual machine", told)
        else "server"
    )


def _values(uname: dict[str, str], samples: dict[str, list[tuple[dict[str, str], float]]]) -> dict[str, Any]:
    system = next((labels.get("pretty_name", "") for labels, _ in samples.get("node_os_info", ())), "")
    values: dict[str, Any] = {
        "hostname": uname.get("nodename", ""), "operating_system": system or f"{uname.get('sysname', '')} {uname.get('release', '')}".strip(),
    }  # fmt: skip
    if memory := next((value for _, value in samples.get("node_memory_MemTotal_bytes", ())), 0):
        values["memory"] = round(memory / _GIB)
    if cores := {labels.get("cpu") for labels, _ in samples.get("node_cpu_seconds_total", ())}:
        values["cores"] = len(cores)
    if model := next((labels.get("model_name", "") for labels, _ in samples.get("node_cpu_info", ())), ""):
        values["cpu"] = model
    disks = {
        labels.get("device"): value
        for labels, value in samples.get("node_filesystem_size_bytes", ())
        if labels.get("fstype") not in _UNREAL
    }
    if disks:
        values["disk"] = round(sum(disks.values()) / _GIB)
    return {name: value for name, value in values.items() if value not in ("", 0)}


def _labels(text: str) -> dict[str, str]:
    return {
        name: re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
        for name, value in _LABEL.findall(text)
    }


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if abs(number) < 1e30 else 0.0
