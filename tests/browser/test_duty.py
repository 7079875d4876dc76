"""What must be done every day: done, out of limits, missed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from govops.modules.machine_room.models import RoomAlert
from tests.browser import hands
from tests.browser.conftest import Clock, House

pytestmark = pytest.mark.browser


@pytest.mark.rule("R-MR-10")
def test_a_reading_out_of_limits_is_recorded_and_raises_an_alert(house: House) -> None:
    page = house.open("duty_officer", "/m/machine_room/")
    page.get_by_role("link", name="登记巡检").click()
    page.get_by_label("温度（℃）", exact=False).first.fill("31.5")
    page.get_by_label("相对湿度").fill("48")
    page.get_by_role("button", name="保存", exact=True).click()
    hands.toast(page, "已登记 JFXJ-")
    expect(page.locator(".definition")).to_contain_text("温度 31.5 ℃，超出 18～27 ℃")
    page.goto("/m/machine_room/")
    expect(page.locator(".tile-red").first).to_contain_text("31.5")
    expect(page.get_by_role("link", name="温度 31.5 ℃，超出 18～27 ℃")).to_be_visible()
    expect(
        page.locator("[data-chart=chart-temperature] canvas, [data-chart=chart-temperature] svg").first
    ).to_be_visible()
    assert RoomAlert.objects.get().state == "open"

    wall = house.open("mr_manager", "/m/machine_room/wall/", size={"width": 1920, "height": 1080})
    expect(wall.locator(".wall-list").get_by_text("温度 31.5 ℃")).to_be_visible()
    over = "Array.from(document.querySelectorAll('.tile')).filter(t => t.scrollWidth > t.clientWidth).length"
    assert wall.evaluate(over) == 0


@pytest.mark.rule("R-MR-10")
def test_a_missed_reading_stands_on_the_workbench_the_next_day(
    house: House, clock: Clock, judge_duties: Callable[[], int]
) -> None:
    page = house.open("mr_manager")
    duties = page.locator(".panel", has_text="今日职责")
    expect(duties).to_contain_text("机房温湿度记录（主机房）")
    expect(duties).not_to_contain_text("漏检")
    clock.set("2026-11-24 00:05")
    assert judge_duties() > 0
    clock.set("2026-11-24 08:40")
    next_day = house.open("mr_manager")
    expect(next_day.locator(".panel", has_text="今日职责")).to_contain_text("11月23日 漏检")
    next_day.goto("/norms/?gaps=1")
    expect(next_day.locator("main")).to_contain_text("R-MR-10")
