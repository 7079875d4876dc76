"""Topology, racks and rooms: what is drawn is what the reader may see, and a unit of a rack holds one device."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.attributes import Attribute, AttributeKind
from govops.kernel.audit.models import AuditEntry
from govops.kernel.records.choices import SecrecyLevel
from govops.modules.configuration import hooks
from govops.modules.configuration.hooks import OpenTicket, RoomReading
from govops.modules.configuration.models import ConfigurationItem
from govops.modules.configuration.pictures import past, topology

READER = "support_l2"
#: the frame of every page, six of the picture itself, one for each register and room that tells what is open
QUERIES = 20
TOPOLOGY = "/m/configuration/topology/"
RACK = (
    Attribute("units", "U 数", AttributeKind.NUMBER, "U"),
    Attribute("row", "所在排"),
    Attribute("column", "所在列"),
)


def drawn(client: Any, query: str = "") -> dict[str, Any]:
    """The data that the page hands to its script."""
    page = client.get(TOPOLOGY + query).content.decode()
    found = re.search(r'<script id="topology-data" type="application/json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1]) if found else {"items": [], "links": {"rows": []}}


def names(data: dict[str, Any]) -> set[str]:
    return {row[1] for row in data["items"]}


def test_everything_is_drawn_with_its_relations(estate: Any, client_of: Any) -> None:
    data = drawn(client_of(READER))
    assert len(data["items"]) == 8
    assert len(data["links"]["rows"]) == 9


def test_a_service_is_drawn_with_all_that_it_stands_on(estate: Any, item: Any, client_of: Any) -> None:
    item("无关的服务器")
    assert names(drawn(client_of(READER), f"?service={estate.service.pk}")) >= {"审批服务", "UPS C"}
    assert "无关的服务器" not in names(drawn(client_of(READER), f"?service={estate.service.pk}"))


def test_from_one_item_so_many_steps(estate: Any, client_of: Any) -> None:
    one = names(drawn(client_of(READER), f"?start={estate.system.pk}&steps=1"))
    assert one == {"审批系统", "审批服务", "数据库 A", "数据库 B"}


def test_filters_stand_in_the_address(estate: Any, client_of: Any) -> None:
    assert names(drawn(client_of(READER), "?class=facility")) == {"UPS C", "UPS D"}
    assert names(drawn(client_of(READER), "?zone=intranet")) == set()
    assert names(drawn(client_of(READER), f"?type={estate.database_a.type_id}")) == {"数据库 A", "数据库 B"}


@pytest.mark.parametrize(
    "query", ["?type=x", "?start=999999", "?steps=99&start=1", "?date=never", "?place=" + "9" * 30]
)
def test_a_strange_address_breaks_nothing(estate: Any, client_of: Any, query: str) -> None:
    assert client_of(READER).get(TOPOLOGY + query).status_code == 200


def test_a_hidden_item_is_not_drawn_nor_what_joins_it(estate: Any, client_of: Any) -> None:
    ConfigurationItem.objects.filter(pk=estate.system.pk).update(secrecy_level=SecrecyLevel.TOP_SECRET)
    data = drawn(client_of(READER))
    assert "审批系统" not in names(data)
    assert not any(estate.system.pk in row[:2] for row in data["links"]["rows"])


def test_the_past_is_drawn_as_it_was(estate: Any, item: Any, client_of: Any) -> None:
    with moment.at(moment.now() + timedelta(days=2)):
        item("后来的服务器")
        client = client_of(READER)
        assert "后来的服务器" in names(drawn(client))
        past = drawn(client, f"?date={moment.today() - timedelta(days=1):%Y-%m-%d}")
    assert "后来的服务器" not in names(past)
    assert len(past["links"]["rows"]) == 9


@pytest.mark.parametrize("days", [0, 1])
def test_too_many_items_are_summed_up_by_type(
    estate: Any, client_of: Any, monkeypatch: Any, days: int
) -> None:
    monkeypatch.setattr(topology, "MOST", 3)
    monkeypatch.setattr(past, "MOST", 3)
    with moment.at(moment.now() + timedelta(days=days)):
        data = drawn(client_of(READER), f"?date={moment.today() - timedelta(days=days):%Y-%m-%d}")
    assert sum(data["sums"]["types"].values()) == 8
    assert sum(count for _, _, count in data["sums"]["links"]) == 9


def test_open_tickets_are_badges(estate: Any, client_of: Any, monkeypatch: Any, relate: Any) -> None:
    relation = estate.service.outgoing.get()
    one = OpenTicket("item_relation", relation.pk, "X-1", "单据", "/", estate.service.pk)
    monkeypatch.setattr(hooks, "open_tickets", [lambda ids: [one] if estate.service.pk in ids else []])
    assert drawn(client_of(READER))["badges"]["tickets"] == {str(estate.service.pk): 1}


def test_saving_a_picture_is_written_down_and_needs_the_right(estate: Any, client_of: Any) -> None:
    assert (
        client_of(READER).post("/m/configuration/picture/", {"kind": "png", "address": TOPOLOGY}).status_code
        == 204
    )
    assert AuditEntry.objects.filter(operation="export", summary__contains="PNG").exists()
    assert client_of("support_l1").post("/m/configuration/picture/", {}).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_items(estate: Any, item: Any, client_of: Any) -> None:
    client = client_of(READER)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(TOPOLOGY).status_code == 200
        return len(asked)

    queries()
    before = queries()
    for number in range(12):
        item(f"另一台 {number}")
    assert queries() == before <= QUERIES


@pytest.fixture
def room(place: Any, type_of: Any) -> Any:
    return place("主机房")


@pytest.fixture
def rack(item: Any, type_of: Any, room: Any) -> Any:
    """`rack("A01", column=1)`: of ten units, in row A of the room."""

    def made(name: str = "A01 机柜", *, units: int = 10, column: int = 1) -> Any:
        kind = type_of("rack", "机柜", "place", attributes=RACK)
        return item(name, kind, location=room.pk, values={"units": units, "row": "A", "column": str(column)})

    return made


def test_a_unit_holds_one_device(item: Any, rack: Any) -> None:
    one = rack()
    item("存储", location=one.pk, rack_unit=3, rack_height=2)
    with pytest.raises(Refused, match="U3–U4 已由 PZX"):
        item("服务器甲", location=one.pk, rack_unit=4)
    with pytest.raises(Refused, match="占用"):
        item("服务器乙", location=one.pk, rack_unit=2, rack_height=2)
    item("服务器丙", location=one.pk, rack_unit=5)


def test_a_device_stays_within_its_rack(item: Any, rack: Any, room: Any) -> None:
    one = rack(units=10)
    item("服务器", location=one.pk, rack_unit=9, rack_height=2)
    with pytest.raises(Refused, match="共 10 U"):
        item("过高", location=one.pk, rack_unit=10, rack_height=2)
    with pytest.raises(Refused, match="应当是一个机柜"):
        item("在房里", location=room.pk, rack_unit=1)


def test_moving_a_device_asks_the_rack_too(item: Any, rack: Any, do: Any, why: dict[str, str]) -> None:
    first, second = rack("A01 机柜"), rack("A02 机柜", column=2)
    item("占着的", location=second.pk, rack_unit=1)
    one = item("要搬的", location=first.pk, rack_unit=1)
    with pytest.raises(Refused, match="占用"):
        do(one, "relocate", location=second, **why)
    assert do(one, "relocate", location=second, rack_unit=2, **why).rack_unit == 2


def test_the_elevation_shows_what_stands_and_what_is_free(item: Any, rack: Any, client_of: Any) -> None:
    one = rack()
    item("存储", location=one.pk, rack_unit=3, rack_height=2)
    item("没写 U 位的", location=one.pk)
    page = client_of(READER).get(f"/m/configuration/racks/?rack={one.pk}").content.decode()
    assert "空闲：U1–U2、U5–U10" in page
    assert "U3–U4" in page
    assert "另有 1 项未登记 U 位" in page


def test_devices_of_old_that_clash_are_shown_in_red(item: Any, rack: Any, client_of: Any) -> None:
    one = rack()
    item("甲", location=one.pk, rack_unit=3)
    other = item("乙", location=one.pk, rack_unit=4)
    ConfigurationItem.objects.filter(pk=other.pk).update(rack_unit=3)
    assert "U 位重叠" in client_of(READER).get(f"/m/configuration/racks/?rack={one.pk}").content.decode()


def test_the_plan_places_racks_and_tells_the_climate(
    room: Any, rack: Any, client_of: Any, monkeypatch: Any
) -> None:
    rack("A01 机柜", column=1)
    rack("A03 机柜", column=3)
    warm = RoomReading("主机房", "/", moment.now(), 31.5, 48.0, (18.0, 27.0), 2)
    monkeypatch.setattr(hooks, "room_readings", [lambda actor: [warm]])
    page = client_of(READER).get(f"/m/configuration/rooms/?room={room.pk}").content.decode()
    assert "31.5 ℃" in page
    assert "温度超限" in page
    assert "A03 机柜" in page
    rack("又一个 A01", column=1)
    page = client_of(READER).get(f"/m/configuration/rooms/?room={room.pk}").content.decode()
    assert "没有排上图的机柜" in page


def test_the_machine_room_tells_its_readings(cast: Any, actor: Any) -> None:
    from govops.kernel.registers import doors, site

    by = actor("mr_manager")
    data = {
        "code": "A",
        "name": "主机房",
        "location": "三层",
        "manager": cast.people["mr_manager"].pk,
        "is_active": "1",
    }
    made = doors.create(site.get("machine_room"), data, actor=by)
    reading = hooks.readings(by)["主机房"]
    assert reading.temperature is None
    patrol = {"machine_room": made.pk, "patrolled_at": moment.now(), "temperature": "22.5", "humidity": "48"}
    doors.create(site.get("environment_patrol"), patrol, actor=actor("duty_officer"))
    assert hooks.readings(by)["主机房"].temperature == 22.5


@pytest.mark.parametrize("address", ["racks/", "rooms/", "racks/?room=9", "rooms/?room="])
def test_an_empty_bureau_is_told_what_to_do(cast: Any, client_of: Any, address: str) -> None:
    answer = client_of(READER).get(f"/m/configuration/{address}")
    assert answer.status_code in {200, 404}


@pytest.mark.parametrize("address", ["racks/", "rooms/", "topology/"])
def test_strangers_are_turned_away(cast: Any, client_of: Any, address: str) -> None:
    assert client_of("audit_admin").get(f"/m/configuration/{address}").status_code == 403
