"""A found thing that might be two items: the person says which it is, ticks what is taken, and applies it; by mouse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from govops.modules.configuration.models import ConfigurationItem
from tests.browser.conftest import House

pytestmark = pytest.mark.browser
MANAGER = "configuration_manager"


def test_which_of_two_it_is_and_what_is_taken(house: House, tmp_path: Path) -> None:
    unit = house.cast.units["XXZX"].pk
    kind = house.create("item_type", MANAGER, code="desktop", name="台式计算机", object_class="desktop")
    common = {"type": kind.pk, "owner_unit": unit, "network_zone": "standalone", "enters_as": "stock"}
    first = house.create(
        "configuration_item", MANAGER, name="甲机", serial_number="SN-1", brand="曙光", **common
    )
    house.create("configuration_item", MANAGER, name="乙机", asset_number="ZC-2", **common)
    file = tmp_path / "found.json"
    found = {"name": "甲机", "type": "台式计算机", "sn": "SN-1", "asset_tag": "ZC-2", "vendor": "浪潮"}
    file.write_text(json.dumps({"items": [found]}), encoding="utf-8")
    page = house.open(MANAGER, "/m/configuration/intake/")
    form = page.locator("form:has([name=source])")
    form.locator("[name=source]").select_option("other_cmdb")
    form.locator("[name=file]").set_input_files(str(file))
    form.locator("[name=network_zone]").select_option("standalone")
    form.get_by_role("button", name="读入并核对").click()
    page.get_by_role("link", name="甲机").first.click()
    expect(page.locator(".alert-amber")).to_contain_text("不能判定是哪一件")
    page.get_by_role("button", name="记下").click()
    expect(page.locator(".field-error")).to_contain_text("请选定它是哪一件")
    page.get_by_label(first.number).check()
    page.get_by_role("button", name="记下").click()
    # Now field by field; the asset number belongs to the other one.
    page.get_by_role("checkbox", name="资产编号").uncheck()
    expect(page.get_by_role("checkbox", name="品牌")).to_be_checked()
    page.get_by_role("button", name="记下").click()
    expect(page.locator(".tabs a", has_text="合并")).to_contain_text("1")
    page.get_by_role("button", name="应用此批次").click()
    page.locator("dialog[open]").get_by_role("button", name="确定").click()
    expect(page.get_by_text("此批次已应用")).to_be_visible()
    kept = ConfigurationItem.objects.get(pk=first.pk)
    assert (kept.brand, kept.asset_number) == ("浪潮", "")
