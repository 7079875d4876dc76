"""Counting with the keyboard alone, as a scanner does: type, Enter, and the next."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from govops.modules.assets.models import Stocktake
from tests.browser.conftest import PHONE, House

pytestmark = pytest.mark.browser


def begun(house: House) -> Any:
    """A stocktake of one printer; 王磊 counts."""
    people, unit = house.cast.people, house.cast.units["XXZX"].pk
    kind = house.create(
        "item_type", "configuration_manager", code="printer", name="打印机", object_class="desktop"
    )
    house.create(
        "configuration_item", "configuration_manager", name="打印机一", type=kind.pk, owner_unit=unit, network_zone="standalone",
        custodian=people["end_user"].pk, serial_number="SN-7", enters_as="in_use",
    )  # fmt: skip
    made = house.create(
        "stocktake", "asset_officer", kind="full", name="年度盘点", begins_on="2026-11-23", ends_on="2026-11-30",
        counters=[people["duty_officer"].pk],
    )  # fmt: skip
    return house.do(made, "start", "asset_officer")


def test_things_are_counted_by_typing_and_enter_on_a_phone(house: House) -> None:
    made = begun(house)
    page = house.open("duty_officer", f"/m/assets/stocktakes/{made.pk}/", size=PHONE)
    box, told = page.locator("#words"), page.locator(".count-told")
    expect(box).to_be_focused()
    page.keyboard.type("SN-7")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("打印机一：账实相符")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    page.keyboard.type("X-404")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("台账中没有“X-404”")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("已记为盘盈")
    expect(box).to_have_value("")
    results = Stocktake.objects.get(pk=made.pk).lines.values_list("result", flat=True)
    assert sorted(results) == ["found", "surplus"]


def test_what_could_not_be_sent_waits_and_is_sent_when_the_network_is_back(house: House) -> None:
    made = begun(house)
    page = house.open("duty_officer", f"/m/assets/stocktakes/{made.pk}/", size=PHONE)
    box, unsent = page.locator("#words"), page.locator("[data-unsent]")
    expect(box).to_be_focused()
    expect(unsent).to_be_hidden()
    page.context.set_offline(True)
    for words in ("SN-7", "X-404"):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(box).to_have_value("")
    expect(unsent).to_contain_text("2 件没有送出")
    page.context.set_offline(False)
    unsent.get_by_role("button").click()
    expect(unsent).to_be_hidden()
    results = Stocktake.objects.get(pk=made.pk).lines.values_list("result", flat=True)
    assert sorted(results) == ["found", "surplus"]
    # The browser itself complains of the missing network, and of nothing else.
    told = ("htmx:sendError", "htmx:afterRequest", "ERR_INTERNET_DISCONNECTED")
    assert [fault for fault in house.faults if not any(words in fault for words in told)] == []
    house.faults.clear()
