"""A signature made in the browser: valid until somebody touches what was signed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from govops.kernel.registers import site
from govops.kernel.signatures.models import SignatureKey
from govops.kernel.web.paper import paper_of
from tests.browser import hands
from tests.browser.conftest import House
from tests.kernel.append_only import intruder

pytestmark = pytest.mark.browser


def marks(house: House, entry: Any) -> list[str]:
    """What the printed form says of each opinion's signature."""
    entry.refresh_from_db()
    form = paper_of(site.of(entry), entry, house.cast.actor("mr_manager"), address=house.url)
    return [opinion.get("signature", "") for opinion in form["opinions"]]


@pytest.mark.rule("R-SIG-01")
def test_a_key_is_made_an_approval_signed_and_tampering_shows(house: House) -> None:
    entry = house.visit()
    page = house.open("mr_manager", "/me/keys/")
    page.get_by_role("button", name="生成密钥").click()
    page.fill("#govops-pin-0", "123456")
    page.fill("#govops-pin-1", "123456")
    page.get_by_role("button", name="生成", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("口令太简单")
    page.fill("#govops-pin-0", hands.PIN)
    page.get_by_role("button", name="生成", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("两次输入的口令不一致")
    page.fill("#govops-pin-1", hands.PIN)
    page.get_by_role("button", name="生成", exact=True).click()
    expect(page.get_by_text("在用密钥").first).to_be_visible()
    key = SignatureKey.objects.get()
    assert hands.PIN not in key.wrapped_private_key

    page.goto("/")
    page.get_by_role("link", name="数据库巡检").click()
    hands.decide(page, "同意并签名", "同意，由王磊陪同")
    hands.sign(page, "wrong-pin")
    expect(page.get_by_role("dialog")).to_contain_text("口令不正确")
    hands.sign(page)
    hands.toast(page, "保卫保密批准")
    page.goto(f"/r/visitor_entry/{entry.pk}/")
    chip = page.locator(".timeline").get_by_role("link", name="签名有效")
    expect(chip).to_be_visible()
    assert marks(house, entry) == ["valid"]
    chip.click()
    expect(page.locator("main")).to_contain_text("周敏")

    with intruder() as cursor:
        cursor.execute("UPDATE machine_room_visitorentry SET visitor_name = '赵四' WHERE id = %s", [entry.pk])
    page.goto(f"/r/visitor_entry/{entry.pk}/")
    expect(page.locator(".timeline")).to_contain_text("签名失效")
    expect(page.locator(".timeline")).not_to_contain_text("签名有效")
    assert marks(house, entry) == ["broken"]


def test_somebody_with_a_key_signs_the_request_too(house: House) -> None:
    page = house.open("end_user")
    hands.make_key(page)
    hands.fill_visit(page, house)
    page.get_by_role("button", name="保存并提交").click()
    page.get_by_role("button", name="提交并签名").click()
    hands.sign(page)
    expect(page.locator(".timeline")).to_contain_text("签名有效")
    expect(page.locator(".step-current")).to_contain_text("管理人员同意")


def test_without_a_key_page_and_paper_claim_a_digest_and_no_more(house: House) -> None:
    entry = house.visit()
    page = house.open("mr_manager", f"/r/visitor_entry/{entry.pk}/")
    hands.decide(page, "同意并签名", "同意")
    page.goto(f"/r/visitor_entry/{entry.pk}/")
    expect(page.locator(".timeline")).to_contain_text("摘要相符")
    expect(page.locator(".timeline")).not_to_contain_text("签名有效")
    assert marks(house, entry) == ["digest"]
