"""The topology in the hands of a reader: groups open, an item tells its relations, what is found stands out, a picture is saved."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from govops.kernel.audit.models import AuditEntry
from tests.browser.conftest import House

pytestmark = pytest.mark.browser
KEEPER = "configuration_manager"


@pytest.fixture
def estate(house: House) -> dict[str, Any]:
    """A service on an application on a server, and fifty computers."""
    unit, keeper = house.cast.units["XXZX"].pk, house.cast.people[KEEPER].pk

    def item(name: str, kind: Any) -> Any:
        base = {"owner_unit": unit, "custodian": keeper, "network_zone": "extranet", "enters_as": "planned"}
        return house.create("configuration_item", KEEPER, name=name, type=kind.pk, **base)

    def kind(code: str, name: str, of: str, icon: str) -> Any:
        data = {"code": code, "name": name, "object_class": of, "icon": icon, "attributes": []}
        return house.create("item_type", KEEPER, **data)

    service = item("公文服务", kind("service", "信息服务", "service", "world"))
    system = item("公文系统", kind("system", "业务系统", "application", "stack-2"))
    depends = house.create(
        "relation_kind", KEEPER, code="depends_on", name="依赖", inverse="支撑", flow="2", cardinality="many_to_many"
    )  # fmt: skip
    house.create("item_relation", KEEPER, source=service.pk, target=system.pk, kind=depends.pk, needed=1)
    computer = kind("computer", "台式计算机", "desktop", "device-desktop")
    for number in range(50):
        item(f"电脑 {number:02d}", computer)
    return {"service": service, "system": system}


def test_the_topology_is_read_searched_and_saved(house: House, estate: dict[str, Any]) -> None:
    page = house.open(KEEPER, "/m/configuration/topology/")
    expect(page.locator(".node")).to_have_count(3)
    page.locator(".node", has_text="公文系统").click()
    expect(page.locator("[data-details]")).to_contain_text("支撑公文服务")
    page.locator(".node", has_text="台式计算机").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".node")).to_have_count(52)
    page.reload()
    expect(page.locator(".node")).to_have_count(52)

    page.locator("[data-find]").fill("电脑 07")
    expect(page.locator("[data-found]")).to_have_text("找到 1 项")
    expect(page.locator(".node.found")).to_have_count(1)
    page.locator("[data-find]").press("Enter")
    expect(page.locator("[data-details] h3")).to_have_text("电脑 07")
    page.locator('.band[data-band="desktop"]').click()
    expect(page.locator(".node")).to_have_count(3)

    with page.expect_download() as saved:
        page.get_by_role("button", name="导出 PNG").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    assert AuditEntry.objects.filter(operation="export", register="configuration_item").exists()
