"""A type of the bureau's own, with an attribute of every kind: defined in the page, used through every door, found, changed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from govops.kernel.attributes import sealing
from govops.kernel.jobs import run_now
from govops.modules.configuration.actions.types import SEARCH_AGAIN
from govops.modules.configuration.models import ConfigurationItem, History, ItemType
from tests.modules.configuration.test_workbook import book, read
from tests.promises.doors import Door
from tests.promises.world import World

MANAGER = "configuration_manager"
ROWS = (
    {"name": "line", "title": "产品线", "kind": "text", "searchable": "yes"},
    {"name": "range", "title": "航程", "kind": "number", "unit": "公里"},
    {"name": "certified", "title": "取证日期", "kind": "date"},
    {"name": "use", "title": "用途", "kind": "choice", "options": "测绘、巡检"},
    {"name": "pilot", "title": "操作员", "kind": "reference", "to": "人员"},
    {"name": "link", "title": "图传地址", "kind": "address"},
    {"name": "pin", "title": "启动口令", "kind": "secret"},
)
PLAIN = {"line": "御风三代", "range": 16.5, "certified": "2026-03-01", "use": "测绘", "link": "10.8.0.7"}


def posted(rows: Any) -> dict[str, str]:
    """The rows as the page posts them."""
    return {f"attributes-{n}-{key}": value for n, row in enumerate(rows) for key, value in row.items()}


@pytest.fixture
def drone(cast: Any, client_of: Any) -> ItemType:
    data = {"name": "无人机", "code": "drone", "object_class": "desktop", "icon": "package", **posted(ROWS)}
    answer = client_of(MANAGER).post("/r/item_type/new/", data)
    assert answer.status_code == 302, answer.content.decode()
    return ItemType.objects.get(code="drone")


def values_of(cast: Any) -> dict[str, Any]:
    person = cast.people["end_user"]
    return PLAIN | {"pilot": f"{person.name}（{person.employee_no}）", "pin": "k1-sesame"}


def check(item: ConfigurationItem, cast: Any) -> None:
    kept = dict(item.values)
    assert sealing.unseal(kept.pop("pin")) == "k1-sesame"
    expected = values_of(cast)
    del expected["pin"]
    assert kept == expected


@pytest.mark.parametrize("door", ["page", "api", "import", "workbook"])
def test_an_item_of_it_comes_through_every_door(
    door: str, drone: ItemType, cast: Any, actor: Any, client_of: Any
) -> None:
    client, values = client_of(MANAGER), values_of(cast)
    data = {
        "name": "一号机", "type": drone.pk, "owner_unit": cast.units["XXZX"].pk, "network_zone": "standalone", "enters_as": "stock", "importance": "normal",
    }  # fmt: skip
    if door == "workbook":
        words = {
            "产品线": "line",
            "航程（公里）": "range",
            "取证日期": "certified",
            "用途": "use",
            "操作员": "pilot",
            "图传地址": "link",
            "启动口令": "pin",
        }
        line = {"名称": "一号机", "责任部门": "XXZX", "所在网络": "单机", "登记为": "在库"} | {
            title: values[name] for title, name in words.items()
        }
        answer = client.post(
            "/m/configuration/intake/", {"do": "workbook", "file": SimpleUploadedFile("a.xlsx", book({"无人机": [line]})), "reason": "", "reference": ""}
        )  # fmt: skip
        assert answer.status_code == 200, answer.content.decode()
        token = answer.content.decode().split('name="token" value="')[1].split('"')[0]
        client.post(
            "/m/configuration/intake/", {"do": "commit", "token": token, "reason": "", "reference": ""}
        )
    else:
        told = (
            {f"values-of-{name}": value for name, value in values.items()}
            if door == "page"
            else {"values": values}
        )
        if door == "import":
            told = {"values": "\n".join(f"{name}：{value}" for name, value in values.items())}
        said = Door(World(cast, actor, client_of), door).write("configuration_item", data | told, by=MANAGER)
        assert said.ok, said.words
    check(ConfigurationItem.objects.get(), cast)
    assert "一号机" in client.get("/r/configuration_item/?q=御风三代").content.decode()
    assert "k1-sesame" not in client.get("/r/configuration_item/1/").content.decode()
    out = client.get("/m/configuration/intake/export/").content
    assert "k1-sesame" not in str(read(out))
    assert read(out)["无人机"][0]["航程（公里）"] == 16.5
    assert load_workbook(io.BytesIO(out))["无人机"].max_row == 2


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        ("range", "很远", "“航程”应为数字"), ("certified", "2026-02-30", "“取证日期”应为日期"), ("use", "观光", "“用途”只能是：测绘、巡检"),
        ("pilot", "查无此人", "“操作员”：找不到人员“查无此人”"), ("link", "10.8.0", "“图传地址”应为 IP 地址"),
    ],
)  # fmt: skip
def test_each_kind_is_checked_by_its_kind(
    name: str, wrong: str, said: str, drone: ItemType, item: Any
) -> None:
    with pytest.raises(Exception, match=said):
        item("坏", drone, values={name: wrong})


def test_it_is_changed_in_the_page_and_its_items_are_found_by_what_it_now_asks(
    drone: ItemType, item: Any, cast: Any, client_of: Any
) -> None:
    """A new edition, kept with its history; what becomes searchable is found in the items that are there already."""
    client = client_of(MANAGER)
    one = item("一号机", drone, values=PLAIN, enters_as="stock")
    rows = [row | {"searchable": "yes" if row["name"] == "link" else "no"} for row in ROWS]
    data = {
        "name": "无人机",
        "code": "drone",
        "object_class": "desktop",
        "icon": "package",
        "version": str(drone.version),
    }
    answer = client.post(f"/r/item_type/{drone.pk}/edit/", data | posted(rows))
    assert answer.status_code == 302, answer.content.decode()
    drone.refresh_from_db()
    assert drone.edition == 2
    past = History.objects.filter(register="item_type", record_id=drone.pk)
    assert past.count() == 2
    run_now(SEARCH_AGAIN, kind=drone.pk)
    assert one.name in client.get("/r/configuration_item/?q=10.8.0.7").content.decode()
    assert one.name not in client.get("/r/configuration_item/?q=御风三代").content.decode()
    before = one.version
    one.refresh_from_db()
    assert one.version == before
