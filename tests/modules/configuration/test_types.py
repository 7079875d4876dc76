"""Types: inheritance, editions, attributes that fit what items hold, the standard types."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.attributes import Attribute, AttributeKind, sealing
from govops.modules.configuration import models
from govops.modules.configuration.actions.loading import load_standard_types
from govops.modules.configuration.standard import KINDS, TYPES

MEMORY = Attribute("memory", "内存", AttributeKind.NUMBER, "GB")


def rows(*attributes: Attribute) -> list[dict[str, str]]:
    return [one.row() for one in attributes]


def test_a_type_asks_for_what_its_parents_ask_too(type_of: Any) -> None:
    host = type_of("host", "主机", attributes=(Attribute("hostname", "主机名"),))
    server = type_of("server", "服务器", parent=host.pk, attributes=(MEMORY,))
    assert [one.name for one in server.all_attributes()] == ["hostname", "memory"]
    assert server.path == f"{host.path}{server.pk}/"


def test_types_do_not_descend_from_themselves(type_of: Any, change: Any) -> None:
    host = type_of("host", "主机")
    server = type_of("server", "服务器", parent=host.pk)
    with pytest.raises(Refused, match="不能作为上级类型"):
        change(host, parent=server.pk)


def test_a_child_does_not_give_an_attribute_another_kind(type_of: Any, change: Any) -> None:
    host = type_of("host", "主机", attributes=(MEMORY,))
    with pytest.raises(Refused, match="继承自上级类型"):
        type_of("server", "服务器", parent=host.pk, attributes=(Attribute("memory", "内存"),))
    child = type_of("desktop", "台式", parent=host.pk, attributes=(Attribute("floor", "楼层"),))
    with pytest.raises(Refused, match=f"下级类型“{child.name}”"):
        change(host, attributes=rows(MEMORY, Attribute("floor", "楼层", AttributeKind.NUMBER)))


def test_every_change_of_attributes_is_a_new_edition_with_its_history(server: Any, change: Any) -> None:
    assert change(server, description="机架式").edition == 1
    changed = change(server, attributes=[*server.attributes, Attribute("rack_kit", "导轨").row()])
    assert changed.edition == 2
    last = models.History.objects.filter(register="item_type", record_id=server.pk, until__isnull=True).get()
    assert set(last.changed) == {"attributes", "edition"}


def test_an_attribute_does_not_change_under_values_that_would_not_fit(
    server: Any, item: Any, change: Any
) -> None:
    one = item(values=json.dumps({"hostname": "db-1"}))
    others = [row for row in server.attributes if row["name"] != "hostname"]
    with pytest.raises(Refused, match=f"1 个配置项（{one.number}）现有的值不符合"):
        change(server, attributes=[Attribute("hostname", "主机名", AttributeKind.NUMBER).row(), *others])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"memory": "很多"}, "“内存”应为数字"),
        ({"form": "圆的"}, "“形态”只能是：机架式、虚拟机"),
        ({"colour": "红"}, "没有“colour”这一属性"),
    ],
)
def test_values_are_checked_by_the_type(item: Any, server: Any, wrong: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        item(values=json.dumps(wrong))


def test_values_are_kept_in_one_form_and_found(item: Any, server: Any, actor: Any, client_of: Any) -> None:
    one = item(values="内存：64 GB\n主机名：CAIWU-DB\n形态：机架式")
    assert one.values == {"hostname": "CAIWU-DB", "memory": 64, "form": "机架式"}
    page = client_of("configuration_manager").get("/r/configuration_item/?q=CAIWU-DB").content.decode()
    assert one.number in page


def test_a_secret_is_sealed_masked_and_shown_for_a_reason_only(
    item: Any, server: Any, change: Any, client_of: Any, why: Any
) -> None:
    one = item(values=json.dumps({"secret": "Pa55-word"}))
    assert sealing.is_sealed(one.values["secret"])
    client = client_of("configuration_manager")
    assert "Pa55-word" not in client.get(f"/r/configuration_item/{one.pk}/").content.decode()
    kept = change(one, values=json.dumps({"memory": 8}), **why)
    assert sealing.unseal(kept.values["secret"]) == "Pa55-word"
    address = f"/m/configuration/items/{one.pk}/secrets/"
    assert client.post(address, {"do": "reveal", "reason": ""}).status_code == 422
    told = client.post(address, {"do": "reveal", "reason": "重启数据库"})
    assert "Pa55-word" in told.content.decode()
    assert told.headers["Cache-Control"] == "no-store"
    assert client_of("service_desk").get(address).status_code == 403


def test_the_form_follows_the_type(server: Any, client_of: Any) -> None:
    client = client_of("configuration_manager")
    assert "选定类型后" in client.get("/r/configuration_item/new/").content.decode()
    part = client.get(
        f"/r/configuration_item/choices/values/?type={server.pk}&values-of-memory=32"
    ).content.decode()
    assert 'name="values-of-memory"' in part
    assert 'value="32"' in part
    assert 'type="password"' in part


def test_types_are_picked_down_the_tree_or_by_initials(type_of: Any, client_of: Any) -> None:
    host = type_of("host", "主机系统")
    child = type_of("server", "服务器", parent=host.pk)
    client = client_of("configuration_manager")
    roots = client.get("/pick/tree/item_type/").json()["results"]
    assert [(one["id"], one["branch"]) for one in roots] == [(host.pk, True)]
    assert [one["id"] for one in client.get(f"/pick/tree/item_type/?under={host.pk}").json()["results"]] == [
        child.pk
    ]
    assert [one["id"] for one in client.get("/pick/tree/item_type/?q=fwq").json()["results"]] == [child.pk]


def test_the_standard_types_are_loaded_once(actor: Any) -> None:
    manager = actor("configuration_manager")
    assert load_standard_types(manager).types == len(TYPES)
    before = list(models.ItemType.objects.order_by("id").values())
    assert load_standard_types(manager).sentence == "标准类型和关系类型已经齐全，没有改动。"
    assert list(models.ItemType.objects.order_by("id").values()) == before
    assert models.RelationKind.objects.count() == len(KINDS)
    assert models.ItemType.objects.get(code="notebook").is_portable
    assert models.ItemType.objects.get(code="core_switch").is_any("is_controlled")
    assert models.ItemType.objects.get(code="database_server").is_any("has_media")
