"""What hands do on a page, in the words of those whose hands they are."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import House

PIN = "jiangwei26"


def pick(page: Page, name: str, typed: str, label: str) -> None:
    """Choose a person by typing, with the keyboard alone."""
    box = page.locator(f"[data-name={name}]")
    box.locator("input[type=text]").click()
    page.keyboard.type(typed)
    expect(box.locator(".picker-option").first).to_contain_text(label)
    page.keyboard.press("Enter")
    expect(box.locator(".picker-tag")).to_contain_text(label)


def fill_visit(page: Page, house: House, **changes: str) -> None:
    """The 登记表 of a new visit, without companions and things."""
    page.goto("/r/visitor_entry/new/")
    given = {
        "visitor_unit": "青山软件", "visitor_name": "李雷", "visitor_phone": "13912345678", "identity_number": "11010519491231002X",
        "purpose": "数据库巡检", "planned_from": "2026-11-23T10:00", "planned_to": "2026-11-23T16:30",
    } | changes  # fmt: skip
    for name, value in given.items():
        page.fill(f"#record-form [name={name}]", value)
    page.select_option("[name=category]", label="维护")
    page.select_option("[name=machine_room]", label="主机房")
    page.get_by_label("主机房 服务器区").check()
    page.get_by_label("承诺不照相、不摄像、不乱动设备").check()


def row_of(page: Page, table: int, index: int) -> Locator:
    """Row `index` of the form's `table`-th table that is edited in place."""
    return page.locator("[data-rows-input]").nth(table).locator("tbody tr").nth(index)


def decide(page: Page, button: str, opinion: str = "") -> None:
    """My decision, by the mouse; on a phone the bar is opened first."""
    page.locator("#decision").wait_for()
    page.wait_for_load_state()
    bar = page.locator(".decision.folded [data-decision-open]")
    if bar.is_visible():
        bar.click()
    if opinion:
        page.fill("#decision-opinion", opinion)
    page.locator("#decision").get_by_role("button", name=button).click()


def toast(page: Page, words: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(words)


def make_key(page: Page) -> None:
    """A signing key, with the PIN typed twice."""
    page.goto("/me/keys/")
    page.get_by_role("button", name="生成密钥").click()
    page.fill("#govops-pin-0", PIN)
    page.fill("#govops-pin-1", PIN)
    page.get_by_role("button", name="生成", exact=True).click()
    expect(page.get_by_text("在用密钥").first).to_be_visible()


def sign(page: Page, pin: str = PIN) -> None:
    """The PIN into the dialog that asks for it."""
    page.fill("#govops-pin-0", pin)
    page.get_by_role("button", name="签名", exact=True).click()
