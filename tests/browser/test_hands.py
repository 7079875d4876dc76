"""Keys, thumbs and impatience: the keyboard, input methods, a phone, double clicks, stale pages, Back and reload."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from govops.modules.machine_room.models import VisitorEntry
from tests.browser import hands
from tests.browser.conftest import PHONE, House

pytestmark = pytest.mark.browser

COMPOSING = """(key) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true, isComposing: true, ctrlKey: key === "Enter"}))"""


def test_the_keyboard_finds_moves_opens_sends_and_closes(house: House) -> None:
    for purpose in ("更换硬盘", "测试电池"):
        house.visit(purpose=purpose)
    page = house.open("mr_manager")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.locator("#search")).to_have_value("jk")
    expect(page.locator("tr.current")).to_have_count(0)
    page.locator("h1").click()
    page.evaluate(COMPOSING, "j")
    expect(page.locator("tr.current")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("tr.current")).to_contain_text("更换硬盘")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("更换硬盘")

    page.get_by_role("link", name="退回…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.fill("#decision-opinion", "同意")
    page.evaluate(COMPOSING, "Enter")
    expect(page.locator("h1")).to_contain_text("更换硬盘")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_contain_text("测试电池")


def test_an_input_method_is_left_to_compose(house: House) -> None:
    page = house.open("end_user", "/r/visitor_entry/new/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/pick/" in request.url else None)
    page.locator("[data-name=escort] input[type=text]").click()
    expect(page.locator("[data-name=escort] .picker-list")).to_be_visible()
    asked.clear()
    keyboard = page.context.new_cdp_session(page)
    for typed in ("w", "wang", "wang lei"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)},
        )
        page.wait_for_timeout(250)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "王磊"})
    expect(page.locator("[data-name=escort] .picker-option").first).to_contain_text("王磊")
    page.keyboard.press("Enter")
    expect(page.locator("[data-name=escort] .picker-tag")).to_have_text(re.compile("王磊"))


def test_words_typed_into_a_picker_are_never_dropped_in_silence(house: House) -> None:
    page = house.open("end_user", "/r/visitor_entry/new/")
    box = page.locator("[data-name=escort] input[type=text]")
    box.click()
    page.keyboard.type("没有这个人")
    page.locator("[name=escort_phone]").click()
    hands.toast(page, "“没有这个人”没有选定")


def test_a_phone_folds_the_menu_and_turns_tables_into_cards(house: House) -> None:
    house.visit()
    page = house.open("mr_manager", size=PHONE)
    expect(page.locator("nav").get_by_role("link", name="外来人员登记")).to_be_hidden()
    page.locator("[data-nav-toggle]").click()
    page.locator("nav").get_by_role("link", name="外来人员登记").click()
    for path in (
        "/",
        "/r/visitor_entry/",
        "/r/visitor_entry/new/",
        "/m/machine_room/",
        "/m/machine_room/door/",
        "/norms/",
        "/me/",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    page.goto("/r/visitor_entry/")
    assert (
        page.locator("#rows tbody td").nth(2).evaluate("cell => getComputedStyle(cell).display")
        != "table-cell"
    )
    page.locator("#rows").get_by_role("link", name="数据库巡检").click()
    hands.decide(page, "同意并签名", "同意")
    hands.toast(page, "保卫保密批准")


def test_on_a_phone_the_decision_is_a_bar_that_keys_open_and_close(house: House) -> None:
    visit = house.visit()
    page = house.open("mr_manager", f"/r/visitor_entry/{visit.pk}/", size=PHONE)
    box, bar = page.locator("#decision"), page.locator("[data-decision-open]")
    expect(bar).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#decision-opinion")).to_be_hidden()
    assert box.evaluate("box => box.getBoundingClientRect().height") < 60
    bar.focus()
    page.keyboard.press("Enter")
    expect(bar).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#decision-opinion")).to_be_focused()
    page.keyboard.press("Escape")
    expect(bar).to_be_focused()
    expect(page.locator("#decision-opinion")).to_be_hidden()
    hands.decide(page, "不同意")
    expect(box).to_contain_text("不同意必须写明理由")
    desk = house.open("security_secrecy_dept", f"/r/visitor_entry/{house.visit(upto='agreed').pk}/")
    expect(desk.locator("#decision-opinion")).to_be_visible()
    expect(desk.locator("[data-decision-open]")).to_be_hidden()


def test_a_phone_is_enough_to_fill_in_a_form(house: House) -> None:
    page = house.open("end_user", size=PHONE)
    hands.fill_visit(page, house)
    hands.row_of(page, 0, 0).get_by_label("姓名").fill("韩梅梅")
    hands.row_of(page, 0, 0).get_by_label("人员性质").select_option(label="内地")
    hands.row_of(page, 0, 0).get_by_label("证件号码").fill("G12345678")
    hands.pick(page, "escort", "wl", "王磊")
    page.get_by_role("button", name="保存并提交").click()
    hands.toast(page, "已提交")
    assert VisitorEntry.objects.get().headcount == 2


def test_a_double_click_makes_one_record(house: House) -> None:
    page = house.open("end_user")
    hands.fill_visit(page, house)
    page.get_by_role("button", name="保存并提交").dblclick()
    hands.toast(page, "已提交")
    assert VisitorEntry.objects.count() == 1


def test_of_two_who_decide_one_wins_and_the_other_is_told(house: House) -> None:
    entry = house.visit()
    path = f"/r/visitor_entry/{entry.pk}/"
    first, second = house.open("mr_manager", path), house.open("incident_manager", path)
    hands.decide(first, "同意并签名", "同意")
    hands.toast(first, "保卫保密批准")
    hands.decide(second, "不同意", "来访时间与割接冲突")
    expect(second.get_by_role("alert").first).to_be_visible()
    expect(second.locator("main")).to_contain_text("来访时间与割接冲突")
    entry.refresh_from_db()
    assert entry.state == "approving"


def test_a_stale_form_is_told_and_overwrites_nothing(house: House) -> None:
    entry = house.visit(upto="draft")
    path = f"/r/visitor_entry/{entry.pk}/edit/"
    first, second = house.open("end_user", path), house.open("end_user", path)
    first.fill("[name=purpose]", "更换硬盘")
    _save(first)
    hands.toast(first, "已保存")
    second.fill("[name=purpose]", "测试电池")
    for _again in range(2):
        _save(second)
        expect(second.get_by_role("alert").first).to_contain_text("刷新")
        expect(second.locator("[name=purpose]")).to_have_value("测试电池")
    entry.refresh_from_db()
    assert entry.purpose == "更换硬盘"


def _save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()


def test_leaving_a_half_filled_form_asks_first(house: House) -> None:
    page = house.open("end_user", "/r/visitor_entry/new/")
    page.fill("[name=purpose]", "更换硬盘")
    page.on("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.locator("nav").get_by_role("link", name="规范对照").click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    expect(page.locator("[name=purpose]")).to_have_value("更换硬盘")
