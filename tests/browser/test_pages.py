"""Every page that the menu offers opens without a fault, and what is opened by mistake says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import House

pytestmark = pytest.mark.browser

MINE = ("/me/", "/me/password/", "/me/keys/", "/me/tokens/", "/me/delegations/", "/messages/", "/apply/")


def addresses(page: Page, within: str) -> list[str]:
    found = page.locator(f"{within} a[href]").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return sorted({address for address in found if address.startswith("/")})


@pytest.mark.parametrize(
    "who", ["end_user", "mr_manager", "guard", "system_admin", "security_admin", "audit_admin"]
)
def test_every_page_of_the_menu_opens(house: House, who: str) -> None:
    house.visit(upto="approved")
    page = house.open(who)
    forms: set[str] = set()
    for address in (*addresses(page, "nav"), *MINE):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        expect(page.locator("h1")).to_be_visible()
        forms |= {one for one in addresses(page, "main") if one.endswith("/new/")}
    for address in sorted(forms):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address


def test_a_dialog_opened_in_a_tab_of_its_own_is_a_page(house: House) -> None:
    entry = house.visit()
    page = house.open("mr_manager")
    for part in ("picture", "timing", "do/approve", "do/return"):
        page.goto(f"/r/visitor_entry/{entry.pk}/{part}/")
        expect(page.locator("nav").first).to_be_visible()
        expect(page.locator("main")).to_contain_text(entry.number)
    page.goto(f"/r/visitor_entry/{entry.pk}/do/return/")
    page.get_by_label("理由").fill("请补充机柜位置")
    page.get_by_role("button", name="退回").click()
    expect(page.locator("#toasts")).to_contain_text("退回")
    entry.refresh_from_db()
    assert entry.state == "draft"


def test_what_is_not_there_or_not_for_one_is_said_with_a_way_out(house: House) -> None:
    entry = house.visit()
    page = house.open("audit_admin")
    for address, status in (
        ("/nowhere/", 404), ("/r/visitor_entry/999999/", 403), (f"/r/visitor_entry/{entry.pk}/", 403), ("/r/nothing/", 404),
    ):  # fmt: skip
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == status, address
        expect(page.get_by_role("link", name="回到工作台")).to_be_visible()
    stranger = house.open("business_unit", f"/r/visitor_entry/{entry.pk}/")
    expect(stranger.locator("main")).to_contain_text("知悉范围")
    expect(stranger.locator("body")).not_to_contain_text("李雷")
