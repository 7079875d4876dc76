"""A visit, from the form at the door to the archive."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from govops.modules.machine_room.models import VisitorEntry
from tests.browser import hands
from tests.browser.conftest import House

pytestmark = pytest.mark.browser


@pytest.mark.rule("R-MR-01")
def test_an_applicant_fills_in_the_form_sees_the_chain_and_submits(house: House) -> None:
    page = house.open("end_user")
    page.get_by_role("link", name="我要申请").first.click()
    page.get_by_role("link", name=re.compile("^登记表")).click()
    hands.fill_visit(page, house)
    companion = hands.row_of(page, 0, 0)
    companion.get_by_label("姓名").fill("韩梅梅")
    companion.get_by_label("人员性质").select_option(label="内地")
    companion.get_by_label("证件号码").fill("G12345678")
    page.get_by_role("button", name="增加一行").nth(1).click()
    expect(page.locator("[data-rows-input]").nth(1).locator("tbody tr")).to_have_count(2)
    for index, (name, quantity) in enumerate((("笔记本电脑", "1"), ("网线", "3"))):
        hands.row_of(page, 1, index).get_by_label("物品名称").fill(name)
        hands.row_of(page, 1, index).get_by_label("数量").fill(quantity)
    hands.pick(page, "escort", "wanglei", "王磊")
    expect(page.locator(".chain")).to_contain_text("周敏、赵立新")
    expect(page.locator(".chain")).to_contain_text("马卫东、彭志强")

    page.get_by_role("button", name="保存并提交").click()
    hands.toast(page, "已提交")
    expect(page.locator(".step-current")).to_contain_text("管理人员同意")
    expect(page.locator(".step-future").first).to_contain_text("马卫东、彭志强")
    entry = VisitorEntry.objects.get()
    assert entry.state == "approving"
    assert [row["name"] for row in entry.companions] == ["韩梅梅"]
    assert [row["quantity"] for row in entry.carried_items] == [1, 3]
    assert entry.escort == house.cast.people["duty_officer"]


def test_the_document_follows_the_visitor_until_somebody_chooses_it(house: House) -> None:
    page = house.open("end_user", "/r/visitor_entry/new/")
    document = page.locator("[name=identity_document]")
    page.select_option("[name=visitor_kind]", label="外宾")
    expect(document).to_have_value("passport")
    page.select_option("[name=visitor_kind]", label="港澳台")
    expect(document).to_have_value("travel_permit")
    page.select_option("[name=identity_document]", label="工作证")
    page.select_option("[name=visitor_kind]", label="外宾")
    expect(document).to_have_value("work_card")
    expect(page.locator(".foretold")).to_contain_text("还没有指定陪同人")
    page.get_by_role("button", name="存为草稿").click()
    faults = page.locator(".alert-red")
    expect(faults).to_contain_text("请填写“来访人”")
    expect(faults).to_contain_text("请选择可进区域")
    expect(document).to_have_value("work_card")


def test_what_was_typed_chosen_and_attached_survives_a_refusal(house: House) -> None:
    page = house.open("end_user")
    hands.fill_visit(page, house, identity_number="110105194912310021")
    hands.pick(page, "escort", "wl", "王磊")
    for name in ("委托书.txt", "名单.txt"):
        page.set_input_files(
            "[data-upload] input", {"name": name, "mimeType": "text/plain", "buffer": name.encode()}
        )
        expect(page.locator(".files")).to_contain_text(name)
    page.get_by_role("button", name="存为草稿").click()
    expect(page.locator(".field-bad")).to_contain_text("校验位不对")
    expect(page.locator("[data-name=escort] .picker-tag")).to_contain_text("王磊")
    expect(page.locator("[name=purpose]")).to_have_value("数据库巡检")
    page.fill("[name=identity_number]", "11010519491231002X")
    page.get_by_role("button", name="存为草稿").click()
    hands.toast(page, "已存为草稿")
    expect(page.locator(".files .file")).to_have_count(2)


def test_the_manager_agrees_from_the_inbox_and_lands_on_the_next_item(house: House) -> None:
    first = house.visit(purpose="更换硬盘")
    second = house.visit(purpose="测试电池")
    page = house.open("mr_manager")
    expect(page.locator("#inbox tbody tr")).to_have_count(2)
    page.get_by_role("link", name=re.compile("更换硬盘")).click()
    expect(page.locator("#decision")).to_contain_text("下一步：保卫保密批准：马卫东、彭志强")
    page.get_by_text("常用语").click()
    page.get_by_role("button", name="同意，请按规定办理。").click()
    hands.decide(page, "同意并签名")
    hands.toast(page, "接着办下一件")
    expect(page.locator("h1")).to_contain_text("测试电池")
    assert re.search(rf"/r/visitor_entry/{second.pk}/\?back=", page.url)
    hands.decide(page, "同意并签名")
    expect(page).to_have_url(house.url + "/")
    expect(page.get_by_text("没有待办事项")).to_be_visible()
    first.refresh_from_db()
    assert first.state == "approving"


@pytest.mark.rule("R-MR-02")
def test_security_and_foreign_affairs_jointly_approve_a_guest_from_abroad(house: House) -> None:
    entry = house.visit(
        visitor_name="Martin Keller", visitor_kind="foreign", identity_document="passport", identity_number="C4J8FX21", upto="agreed"
    )  # fmt: skip
    path = f"/r/visitor_entry/{entry.pk}/"
    security = house.open("security_secrecy_dept", path)
    hands.decide(security, "同意并签名", "同意")
    hands.toast(security, "等待郑涛、叶婉清会签")

    foreign = house.open("foreign_affairs_dept", path)
    hands.decide(foreign, "不同意")
    expect(foreign.locator("#decision")).to_contain_text("不同意必须写明理由")
    # The server says so too, whatever the page forgot to ask.
    foreign.evaluate("document.querySelector('[data-needs]').removeAttribute('data-needs')")
    hands.decide(foreign, "不同意", "  ")
    expect(foreign.locator("#decision-error")).to_contain_text("不同意须写明理由")
    entry.refresh_from_db()
    assert entry.state == "approving"
    hands.decide(foreign, "同意并签名", "同意，请全程陪同")
    expect(foreign).to_have_url(re.compile(r"/r/visitor_entry/$"))
    entry.refresh_from_db()
    assert entry.state == "approved"
    foreign.goto(path)
    expect(foreign.locator(".timeline")).to_contain_text("同意，请全程陪同")


def test_an_opinion_stays_when_the_decision_is_refused(house: House) -> None:
    entry = house.visit()
    page = house.open("mr_manager", f"/r/visitor_entry/{entry.pk}/")
    house.do(entry, "approve", "incident_manager")
    hands.decide(page, "不同意", "来访时间与割接冲突")
    expect(page.get_by_role("alert").first).to_contain_text(re.compile("已|刷新"))
    expect(page.locator("main")).to_contain_text("来访时间与割接冲突")


@pytest.mark.rule("R-MR-03")
def test_the_guard_lets_in_and_out_and_the_manager_archives(house: House) -> None:
    entry = house.visit(
        upto="approved", companions=[{"name": "韩梅梅", "kind": "mainland", "identity_number": "G12345678"}]
    )
    guard = house.open("guard", "/m/machine_room/door/")
    search = guard.get_by_label("编号或二维码")
    search.fill("JFLF-2026-9999")
    guard.keyboard.press("Enter")
    expect(guard.get_by_role("alert").first).to_contain_text("没有找到")
    search.fill(entry.number)
    guard.keyboard.press("Enter")
    expect(guard.locator("main")).to_contain_text("韩梅梅 G12345678")

    guard.get_by_role("link", name="进入登记").click()
    dialog = guard.get_by_role("dialog")
    dialog.get_by_label("进入核对").fill("与登记一致")
    dialog.get_by_role("button", name="进入登记").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("陪同人未到场")
    expect(dialog.get_by_label("进入核对")).to_have_value("与登记一致")
    dialog.get_by_label("陪同人已到场并核对禁带物品").check()
    dialog.get_by_role("button", name="进入登记").click()
    hands.toast(guard, "现为“已进入”")
    expect(guard).to_have_url(re.compile("/m/machine_room/door/"))
    expect(guard.locator("aside, .aside").last).to_contain_text("青山软件李雷")

    guard.get_by_role("link", name="离开核对").click()
    dialog.get_by_label("离开核对").fill("与进入时一致")
    dialog.get_by_role("button", name="离开核对").click()
    hands.toast(guard, "现为“已离开”")

    manager = house.open("mr_manager", "/")
    manager.get_by_role("link", name=re.compile("数据库巡检")).click()
    manager.get_by_role("button", name="归档").click()
    expect(manager).to_have_url(house.url + "/")
    entry.refresh_from_db()
    assert entry.state == "archived"
    manager.goto(f"/r/visitor_entry/{entry.pk}/")
    expect(manager.locator(".step-done")).to_have_count(6)
    acts = manager.locator(".timeline .event > div:first-child").all_inner_texts()
    wanted = ["归档", "离开核对", "进入登记", "审批通过", "保卫保密批准", "管理人员同意", "提交", "登记"]
    assert len(acts) == len(wanted)
    for words, act in zip(wanted, acts, strict=True):
        assert words in act
    answer = manager.request.get(f"/r/visitor_entry/{entry.pk}/print/")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
