"""Found things: recognised, offered as a merge field by field, never merged when two keys disagree; the rules hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.modules.configuration.actions import intake
from govops.modules.configuration.models import ConfigurationItem, IntakeBatch, ItemRelation
from tests.modules.configuration.conftest import MANAGER

FILES = Path(__file__).parent / "found"


@pytest.fixture
def batch(create: Any, cast: Any) -> Callable[..., IntakeBatch]:
    def made(source: str, payload: str, **more: Any) -> Any:
        data = {"owner_unit": cast.units["XXZX"].pk, "network_zone": "extranet", "enters_as": "in_use"}
        return create("intake_batch", source=source, payload=payload, **data | more)

    return made


def text(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


def scan(**zone: Any) -> str:
    return text("scan.xml")


def verdicts(batch: IntakeBatch) -> list[tuple[str, str]]:
    return list(batch.lines.values_list("name", "verdict"))


def test_what_is_new_is_registered_once_it_is_applied(batch: Any, do: Any, server: Any, type_of: Any) -> None:
    type_of("printer", "打印机", "desktop")
    made = batch("nmap_xml", scan())
    assert verdicts(made) == [("db01", "new"), ("10.1.2.50", "new")]
    assert (made.payload, made.new_count, ConfigurationItem.objects.count()) == ("", 2, 0)
    do(made, "apply")
    item = ConfigurationItem.objects.get(name="db01")
    assert (item.type.code, item.ip_address, item.mac_address, item.state) == (
        "server",
        "10.1.2.11",
        "3c:52:82:0a:1b:2c",
        "in_use",
    )
    assert item.values["hostname"] == "db01"
    assert (
        AuditEntry.objects.filter(register="configuration_item", operation="create", channel="import").count()
        == 2
    )
    made.refresh_from_db()
    assert made.state == "applied"
    again = batch("nmap_xml", scan())
    assert [verdict for _, verdict in verdicts(again)] == ["same", "same"]


def test_a_known_thing_is_a_merge_with_its_differences(
    batch: Any, do: Any, item: Any, server: Any, why: Any, actor: Any
) -> None:
    known = item(
        "财务库", server, serial_number="CN7792345A", enters_as="stock", brand="浪潮", values={"memory": 64}
    )
    made = batch("node_exporter", text("node.prom"))
    line = made.lines.get()
    assert (line.verdict, line.item_id, line.sentence) == ("merge", known.pk, "按序列号识别")
    intake.decide(line, actor(MANAGER), {"taken": ["mac_address", "values.memory"]})
    do(made, "apply")
    known.refresh_from_db()
    assert (known.name, known.brand, known.mac_address) == ("财务库", "浪潮", "3c:52:82:0a:1b:2c")
    assert known.values["memory"] == 128
    assert "hostname" not in known.values


def test_two_keys_to_different_items_are_a_conflict_for_a_person(
    batch: Any, do: Any, item: Any, server: Any, actor: Any
) -> None:
    first = item("一号", server, serial_number="CN7792345A", enters_as="stock")
    second = item("二号", server, mac_address="3c:52:82:0a:1b:2c", enters_as="stock")
    made = batch("node_exporter", text("node.prom"))
    line = made.lines.get()
    assert line.verdict == "conflict"
    assert first.number in line.sentence
    assert second.number in line.sentence
    with pytest.raises(Refused, match="没有可应用的行"):
        do(made, "apply")
    with pytest.raises(Refused, match="请从列出的配置项中选定"):
        intake.decide(line, actor(MANAGER), {"item": 2**40})
    intake.decide(line, actor(MANAGER), {"item": second.pk})
    line.refresh_from_db()
    assert (line.verdict, line.item_id) == ("merge", second.pk)
    do(made, "apply")
    second.refresh_from_db()
    assert second.serial_number == "CN7792345A"


def test_a_line_left_out_is_not_applied(batch: Any, do: Any, server: Any, type_of: Any, actor: Any) -> None:
    type_of("printer", "打印机", "desktop")
    made = batch("nmap_xml", scan())
    intake.decide(made.lines.get(name="db01"), actor(MANAGER), {"skip": True})
    do(made, "apply")
    assert list(ConfigurationItem.objects.values_list("name", flat=True)) == ["10.1.2.50"]


def test_neighbours_become_relations(batch: Any, do: Any, type_of: Any, kind_of: Any) -> None:
    for code, name in (
        ("access_switch", "接入交换机"),
        ("core_switch", "核心交换机"),
        ("core_router", "核心路由器"),
    ):
        type_of(code, name, "network")
    kind_of("connects", "连接", "连接")
    made = batch("snmp_walk", text("switch.walk"), enters_as="stock")
    assert [verdict for _, verdict in verdicts(made)] == ["new", "new", "new"]
    do(made, "apply")
    relation = ItemRelation.objects.get()
    assert (relation.source.name, relation.target.name) == ("SW-3F-01", "CORE-01")
    assert [verdict for _, verdict in verdicts(batch("snmp_walk", text("switch.walk")))][2] == "same"


@pytest.mark.rule("R-CI-03")
@pytest.mark.parametrize("source", ["prometheus", "other_cmdb"])
def test_a_notebook_in_the_intranet_is_refused_at_its_line(
    source: str, batch: Any, do: Any, notebook: Any, server: Any
) -> None:
    payloads = {
        "prometheus": [
            {"targets": ["10.1.2.3"], "labels": {"ci_type": "notebook"}},
            {"targets": ["10.1.2.4"], "labels": {}},
        ],
        "other_cmdb": [{"name": "一号", "type": "notebook"}, {"name": "二号", "type": "server"}],
    }
    made = batch(source, json.dumps(payloads[source]), network_zone="intranet")
    first, second = made.lines.all()
    assert first.verdict == "refused"
    assert "笔记本类设备不得登记到政务内网" in first.sentence
    assert AuditEntry.objects.filter(rule="R-CI-03", result="refused", channel="import").exists()
    assert second.verdict == "new"
    do(made, "apply")
    assert not ConfigurationItem.objects.filter(type=notebook).exists()


@pytest.mark.rule("R-CI-03")
@pytest.mark.parametrize(
    ("source", "file"),
    [("node_exporter", "node.prom"), ("nmap_xml", "scan.xml"), ("snmp_walk", "numbers.walk")],
)
def test_no_scan_brings_a_notebook_into_the_intranet(
    source: str, file: str, batch: Any, type_of: Any
) -> None:
    """Whatever type a scanner guesses: if that type is a notebook, its line is refused."""
    for code in ("server", "printer"):
        type_of(code, code, "desktop", is_portable="1")
    made = batch(source, text(file), network_zone="intranet")
    assert {line.verdict for line in made.lines.all()} == {"refused"}
    assert all("笔记本类设备不得登记到政务内网" in line.sentence for line in made.lines.all())


@pytest.mark.rule("R-CI-02")
def test_an_item_in_use_is_merged_for_a_reason(batch: Any, item: Any, server: Any, why: Any, do: Any) -> None:
    known = item("财务库", server, serial_number="CN7792345A")
    refused = batch("node_exporter", text("node.prom")).lines.get()
    assert (refused.verdict, "变更原因" in refused.sentence) == ("refused", True)
    made = batch("node_exporter", text("node.prom"), **why)
    do(made, "apply")
    known.refresh_from_db()
    assert known.values["memory"] == 128


@pytest.mark.rule("R-CI-02")
def test_a_controlled_item_in_use_is_refused_with_the_way_to_propose(
    batch: Any, item: Any, switch: Any, why: Any
) -> None:
    item("核心一", switch, serial_number="2102351234567890")
    line = batch("snmp_walk", text("switch.walk"), **why).lines.all()[0]
    assert (line.verdict, "提议修改" in line.sentence) == ("refused", True)


def test_a_wrong_file_is_a_sentence_at_the_field(batch: Any) -> None:
    with pytest.raises(Refused, match="不是正确的 XML") as refused:
        batch("nmap_xml", "<x>")
    assert (refused.value.field or next(iter(refused.value.errors))) == "payload"


def test_the_pages_show_every_line_and_the_merge(batch: Any, item: Any, server: Any, client_of: Any) -> None:
    item("财务库", server, serial_number="CN7792345A", enters_as="stock")
    made = batch("node_exporter", text("node.prom"))
    client = client_of(MANAGER)
    for path in ("", f"{made.pk}/", f"{made.pk}/?verdict=merge", f"{made.pk}/1/"):
        assert client.get(f"/m/configuration/intake/{path}").status_code == 200, path
    assert (
        "64" not in client.get(f"/m/configuration/intake/{made.pk}/1/").content.decode().split("内存")[0][-5:]
    )
    said = client.post(
        f"/m/configuration/intake/{made.pk}/1/", {"do": "decide", "taken": ["mac_address"]}, follow=True
    )
    assert "已记下" in said.content.decode()
    said = client.post(f"/m/configuration/intake/{made.pk}/", {"do": "apply"}, follow=True)
    assert "已应用" in said.content.decode()
    assert ConfigurationItem.objects.get().mac_address == "3c:52:82:0a:1b:2c"
