"""What each kind of file tells: read from files as the tools write them, and from files that nobody should have sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from govops.modules.configuration.choices import IntakeSource as S
from govops.modules.configuration.intake import sources
from govops.modules.configuration.intake.found import Findings, Unreadable, hardware_address, text_of

FILES = Path(__file__).parent / "found"


def read(source: str, name: str, mapping: tuple[dict[str, str], ...] = ()) -> Findings:
    return sources.read(source, text_of((FILES / name).read_bytes()), mapping)


def test_targets_of_one_host_are_one_thing() -> None:
    first, second, third = read(S.PROMETHEUS, "http_sd.json").items
    assert (first.name, first.facts["ip_address"], first.facts["serial_number"]) == (
        "db01",
        "10.1.2.11",
        "CN7792345A",
    )
    assert first.facts["description"] == "监控目标：node:9100、node:9187"
    assert second.facts["ip_address"] == "fd00::12"
    assert (third.name, "ip_address" in third.facts) == ("app02.water.local", False)


def test_a_node_exporter_tells_its_host() -> None:
    (host,) = read(S.NODE_EXPORTER, "node.prom").items
    assert (host.type, host.name, host.macs) == ("server", "db01", ("3c:52:82:0a:1b:2c",))
    assert host.facts == {
        "serial_number": "CN7792345A", "brand": "Inspur", "model_name": "NF5280M6", "mac_address": "3c:52:82:0a:1b:2c",
    }  # fmt: skip
    assert host.values == {
        "hostname": "db01", "operating_system": "Kylin Linux Advanced Server V10 (Lance)", "memory": 128, "cores": 2, "disk": 1050,
    }  # fmt: skip


def test_a_walk_tells_the_switch_and_its_neighbours() -> None:
    found = read(S.SNMP_WALK, "switch.walk")
    switch, core = found.items
    assert (switch.name, switch.facts["serial_number"], switch.facts["brand"]) == (
        "SW-3F-01",
        "2102351234567890",
        "Huawei",
    )
    assert switch.macs == ("c8:33:e5:01:02:03", "c8:33:e5:01:02:04")
    assert switch.facts["ip_address"] == "10.1.0.31"
    assert (core.type, core.name, core.macs) == ("core_switch", "CORE-01", ("84:5b:12:44:55:66",))
    (link,) = found.links
    assert (link.source, link.kind, link.target) == ("SW-3F-01", "connects", "CORE-01")
    assert link.note == "XGigabitEthernet0/0/1 — XGigabitEthernet1/0/7"


def test_a_walk_by_numbers_says_the_same() -> None:
    (printer,) = read(S.SNMP_WALK, "numbers.walk").items
    assert (printer.type, printer.name, printer.macs) == ("printer", "PRN-GHC-1", ("3c:52:82:0a:1b:2d",))
    assert printer.facts["serial_number"] == "CNB1P0ABCD"


def test_a_scan_tells_the_hosts_that_are_up() -> None:
    server, printer = read(S.NMAP_XML, "scan.xml").items
    assert (server.type, server.name, server.facts["ip_address"], server.facts["brand"]) == (
        "server",
        "db01",
        "10.1.2.11",
        "Inspur",
    )
    assert (
        server.facts["description"]
        == "开放服务：22/tcp ssh OpenSSH 8.2；5432/tcp postgresql PostgreSQL DB 14"
    )
    assert (printer.type, printer.name) == ("printer", "10.1.2.50")


def test_another_cmdb_is_read_by_a_mapping() -> None:
    mapping = ({"theirs": "hw.mem", "ours": "属性：内存"}, {"theirs": "hw.ip", "ours": "IP 地址"})
    found = read(S.OTHER_CMDB, "other.json", mapping)
    first, second = found.items
    assert (first.type, first.name, first.facts["serial_number"], first.facts["ip_address"]) == (
        "server",
        "财务数据库",
        "FIN-001",
        "10.1.2.61",
    )
    assert first.values == {"内存": "256"}
    assert (second.ref, found.links[0].source, found.links[0].note) == ("8", "8", "应用到库")
    with pytest.raises(Unreadable, match="没有“颜色”这一栏目"):
        read(S.OTHER_CMDB, "other.json", ({"theirs": "x", "ours": "颜色"},))


@pytest.mark.parametrize(
    ("source", "text", "said"),
    [
        (S.PROMETHEUS, "{}", "目标组的列表"),
        (S.PROMETHEUS, "[" * 100_000, "不是正确的 JSON"),
        (S.PROMETHEUS, "[]", "没有发现任何设备"),
        (S.NODE_EXPORTER, "hello", "没有 node_uname_info"),
        (S.SNMP_WALK, "Timeout: No Response from 10.1.0.1", "没有 sysName"),
        (S.NMAP_XML, "<nmaprun><host>", "不是正确的 XML"),
        (S.NMAP_XML, "<html></html>", "不是 nmap 的输出"),
        (
            S.NMAP_XML,
            '<!DOCTYPE n [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><nmaprun>&b;</nmaprun>',
            "声明了实体",
        ),
        (
            S.NMAP_XML,
            '<!DOCTYPE n [<!ENTITY x SYSTEM "file:///etc/passwd">]><nmaprun>&x;</nmaprun>',
            "声明了实体",
        ),
        (S.NMAP_XML, "<nmaprun>" + "<a>" * 50, "嵌套过深"),
        (S.OTHER_CMDB, '{"items": [{"id": 1}]}', "没有名称"),
        (S.OTHER_CMDB, '"x"', "没有找到配置项"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_expected(source: str, text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        sources.read(source, text)


def test_texts_of_other_encodings_are_read_and_binaries_are_not() -> None:
    assert (
        text_of("机房".encode("gb18030"))
        == text_of("机房".encode("utf-8-sig"))
        == text_of("机房".encode("utf-16"))
        == "机房"
    )
    for content in (b"\x00\x01\x02", b"\xff\xff\xff\x80", b"\xff\xfe\x00"):
        with pytest.raises(Unreadable, match="编码无法识别"):
            text_of(content)


def test_hardware_addresses_have_one_form() -> None:
    for raw in ("3C-52-82-0A-1B-2C", "3c52.820a.1b2c", "3c:52:82:a:1b:2c", "3C 52 82 0A 1B 2C"):
        assert hardware_address(raw) == "3c:52:82:0a:1b:2c"
    assert hardware_address("00:00:00:00:00:00") == hardware_address("什么") == ""
