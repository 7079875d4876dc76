"""As it stood: one item, all of them, and what differs between two days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.modules.configuration import history, models
from tests.moments import at, local


def test_an_item_and_its_relations_are_seen_as_they_stood(
    item: Any, relate: Any, change: Any, do: Any, why: Any
) -> None:
    one, other = item("甲"), item("乙")
    with at("2026-11-24 09:00"):
        relation = relate(one, other, **why)
    with at("2026-11-25 09:00"):
        change(one, name="甲改", **why)
    with at("2026-11-26 09:00"):
        do(relation, "dissolve", **why)
    assert history.as_of(one, local("2026-11-22 12:00")) is None
    assert history.as_of(one, local("2026-11-24 12:00")).name == "甲"
    assert history.as_of(one, local("2026-11-25 12:00")).name == "甲改"
    held = {day: len(history.relations_as_of(local(f"2026-11-{day} 12:00"))) for day in (23, 24, 26)}
    assert held == {23: 0, 24: 1, 26: 0}
    with CaptureQueriesContext(connection) as queries:
        found = history.items_as_of(local("2026-11-24 12:00"))
    assert {row.name for row in found} == {"甲", "乙"}
    assert len(queries) == 1


def test_differences_between_two_days(
    item: Any, change: Any, do: Any, why: Any, actor: Any, type_of: Any
) -> None:
    ups = type_of("ups", "UPS", "facility")
    changed, gone, same = item("变", ups), item("报废", ups), item("不变", ups)
    with at("2026-11-25 09:00"):
        added = item("新", ups)
        change(changed, brand="华为", **why)
        change(same, brand="浪潮", **why)
        do(do(gone, "put_aside", **why), "scrap", **why)
    with at("2026-11-25 10:00"):
        change(same, brand="", **why)
    found = history.differences(
        local("2026-11-24 00:00"), local("2026-11-26 00:00"), actor=actor("configuration_manager")
    )
    assert {one.record_id: one.how for one in found} == {
        changed.pk: "changed",
        gone.pk: "removed",
        added.pk: "added",
    }
    assert history.differences(local("2026-11-26 00:00"), local("2026-11-27 00:00")) == []


def test_the_pages_tell_it(item: Any, change: Any, why: Any, client_of: Any) -> None:
    with at("2026-10-01 09:00"):
        one = item("甲")
    change(one, name="甲改", **why)
    client = client_of("configuration_manager")
    page = client.get(f"/m/configuration/history/configuration_item/{one.pk}/?on=2026-10-02").content.decode()
    assert "2026-10-02 的样子" in page
    page = client.get(f"/m/configuration/history/configuration_item/{one.pk}/").content.decode()
    assert "名称：甲 → 甲改" in page
    assert why["reference"] in page
    before = client.get(
        f"/m/configuration/history/configuration_item/{one.pk}/?on=2026-09-01"
    ).content.decode()
    assert "当时还没有登记" in before
    assert (
        client.get(f"/m/configuration/history/configuration_item/{one.pk}/?on=2027-01-01").status_code == 422
    )
    both = client.get("/m/configuration/differences/?since=2026-10-10&until=2026-11-23").content.decode()
    assert "甲改" in both
    assert client.get("/m/configuration/differences/?since=2026-11-23&until=2026-11-01").status_code == 422
    assert client_of("end_user").get("/m/configuration/differences/").status_code == 403


def test_the_list_narrows_by_type_with_those_below_by_class_and_by_place(
    item: Any, type_of: Any, place: Any, client_of: Any
) -> None:
    host = type_of("host", "主机系统")
    server = type_of("server", "服务器", parent=host.pk)
    building = place("楼")
    room = place("房", location=building.pk)
    inside, outside = (
        item("里面的", server, location=room.pk),
        item("外面的", type_of("ups", "UPS", "facility")),
    )
    client = client_of("configuration_manager")
    for query in (f"type={host.pk}", "object_class=host", f"location={building.pk}"):
        page = client.get(f"/r/configuration_item/?{query}").content.decode()
        assert inside.number in page
        assert outside.number not in page


def test_a_long_life_is_read_page_by_page(item: Any, client_of: Any) -> None:
    one = item("老服务器")
    first = models.History.objects.get(register="configuration_item", record_id=one.pk)
    models.History.objects.bulk_create(
        models.History(
            register="configuration_item", record_id=one.pk, facts=first.facts, changed={"name": ["甲", "乙"]}, reason=f"第 {day} 次",
            since=local("2026-01-01 09:00") + timedelta(days=day), until=local("2026-01-02 09:00") + timedelta(days=day),
        )
        for day in range(120)
    )  # fmt: skip
    client = client_of("support_l2")
    address, fragment = f"/m/configuration/items/{one.pk}/life/", {"HX-Request": "true"}
    client.get(address, headers=fragment)
    with CaptureQueriesContext(connection) as few:
        short = client.get(address, headers=fragment).content.decode()
    assert short.count("<tr") <= 15
    with CaptureQueriesContext(connection) as many:
        newest = client.get(f"{address}?all=1", headers=fragment).content.decode()
    assert len(many) == len(few) <= 12
    assert "第 119 次" in newest
    assert "第 20 次" not in newest
    assert f"{address}?all=1&amp;page=2" in newest
    last = client.get(f"{address}?all=1&page=3", headers=fragment).content.decode()
    assert "第 20 次" in last
    assert "登记" in last or "登记" in newest
    assert "page=4" not in last
