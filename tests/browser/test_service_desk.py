"""A call is written down by keyboard, a card is dragged, a phone follows it to the end."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from govops.modules.service_desk.models import Incident
from tests.browser.conftest import PHONE, House
from tests.browser.hands import toast

DESK = "/m/service_desk/desk/"


def report(house: House, subject: str = "打印机卡纸") -> Incident:
    made = house.create("incident", by="end_user", subject=subject, impact="person", urgency="medium", category="desktop")  # fmt: skip
    assert isinstance(made, Incident)
    return made


def test_a_call_is_written_down_without_the_mouse(house: House) -> None:
    report(house, "上周报的打印机")
    page = house.open("service_desk", DESK)
    page.keyboard.type("qsy")
    expect(page.locator(".picker-option").first).to_contain_text("钱思雨")
    page.keyboard.press("Enter")
    expect(page.locator("#caller")).to_contain_text("上周报的打印机")
    expect(page.locator("#id_phone")).not_to_have_value("")
    expect(page.locator("#id_subject")).to_be_focused()
    page.keyboard.type("电脑蓝屏")
    page.keyboard.press("Control+Enter")
    toast(page, "已登记")
    expect(page.locator("main")).to_contain_text("刚登记")
    ticket = Incident.objects.get(subject="电脑蓝屏")
    assert (ticket.applicant, ticket.created_by) == (
        house.cast.people["end_user"],
        house.cast.people["service_desk"],
    )


def test_a_card_dragged_to_the_next_column_is_taken(house: House) -> None:
    ticket = report(house)
    page = house.open("support_l1", "/m/service_desk/board/")
    page.drag_and_drop(
        ".board-column[data-state=new] .board-card", ".board-column[data-state=in_progress]"
    )  # fmt: skip
    toast(page, "已办理“领取”")
    expect(page.locator(".board-column[data-state=in_progress]")).to_contain_text("打印机卡纸")
    ticket.refresh_from_db()
    assert ticket.assignee == house.cast.people["support_l1"]


def test_a_card_dragged_where_words_are_needed_opens_the_dialog(house: House) -> None:
    ticket = house.do(report(house), "take", "support_l1")
    page = house.open("support_l1", "/m/service_desk/board/")
    page.drag_and_drop(
        ".board-column[data-state=in_progress] .board-card", ".board-column[data-state=resolved]"
    )
    page.fill("#dialog [name=resolution]", "取出卡纸，试打正常。")
    page.select_option("#dialog [name=closure_code]", label="已彻底解决")
    page.locator("#dialog").get_by_role("button", name="解决").click()
    toast(page, "现为“已解决”")
    ticket.refresh_from_db()
    assert ticket.state == "resolved"


def test_on_a_phone_from_the_first_word_to_the_rating(house: House) -> None:
    page = house.open("end_user", "/m/service_desk/self/", size=PHONE)
    page.get_by_label("遇到的问题").fill("键盘失灵")
    page.get_by_text("仍需帮助").click()
    expect(page.locator("[name=subject]")).to_have_value("键盘失灵")
    page.get_by_role("button", name="提交").click()
    toast(page, "已提交")
    expect(page.locator("main")).to_contain_text("已收到")
    ticket = Incident.objects.get(subject="键盘失灵")
    house.do(
        ticket, "resolve", "support_l1", resolution="更换键盘。", closure_code="fixed", category="desktop"
    )
    page.reload()
    expect(page.locator("main")).to_contain_text("已解决，请您确认")
    page.get_by_text("非常满意", exact=True).click()
    page.get_by_role("button", name="确认解决").click()
    expect(page.locator("main")).to_contain_text("谢谢您的确认")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], "nothing sticks out on a phone"
    ticket.refresh_from_db()
    assert (ticket.state, ticket.satisfaction) == ("confirmed", "very_satisfied")
    assert re.search(r"/m/service_desk/mine/incident/\d+/", page.url)
