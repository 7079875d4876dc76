"""Four people and a change: asked for, assessed, decided on a phone, scheduled, carried out, verified, looked back at, closed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from govops.modules.change.models import ChangeRequest
from tests.browser.conftest import PHONE, Clock, House
from tests.browser.hands import decide, pick, toast

pytestmark = pytest.mark.browser

TYPED = {
    "subject": "核心交换机软件升级",
    "reason": "现版本有已知漏洞，厂商要求升级",
    "plan": "20:00 备份配置；20:10 逐台升级并重启；20:40 核对路由表和业务连通性",
    "test_plan": "在备用交换机上先行升级，核对 VLAN、路由和链路聚合均正常",
    "backout_plan": "15 分钟内不能恢复转发即中止，载入升级前配置与旧版软件，约 20 分钟恢复原状",
    "planned_from": "2026-11-25T20:00",
    "planned_to": "2026-11-25T22:00",
    "conflict_words": "已约值班工程师到场保障",
}
ASSESSED = {
    "impact_services": "办公网中断约 10 分钟",
    "impact_users": "全单位约 400 人，安排在下班后",
    "assessment": "方案可行，演练充分，风险可以接受",
}


def switch(house: House, name: str = "核心交换机 A") -> Any:
    by = "configuration_manager"
    kind = house.create("item_type", by, code="core_switch", name="核心交换", object_class="network")
    unit = house.cast.units["XXZX"].pk
    return house.create(
        "configuration_item", by, name=name, type=kind.pk, owner_unit=unit, network_zone="intranet"
    )


def fill_change(page: Page, **more: str) -> None:
    page.goto("/r/change_request/new/")
    for name, value in (TYPED | more).items():
        page.fill(f"#record-form [name={name}]", value)
    pick(page, "items", "核心交换", "核心交换机 A")
    box = page.locator("[data-name=implementer]")
    box.locator(".picker-tag button").click()  # whoever writes it stands there already
    pick(page, "implementer", "杜鹏程", "杜鹏程")
    pick(page, "verifier", "朱文杰", "朱文杰")
    page.select_option("[name=rehearsal]", label="已在测试环境完整演练")
    page.select_option("[name=redundancy]", label="有冗余，可不停机切换")


def left(page: Page, address: str) -> None:
    """Decided: the page goes on to what else waits."""
    page.wait_for_url(lambda url: address not in url)


def begin(page: Page, button: str) -> None:
    """A verb on the record's page."""
    main = page.locator("main")
    main.get_by_role("button", name=button, exact=True).or_(
        main.get_by_role("link", name=button, exact=True)
    ).first.click()


def finish(page: Page, button: str, **typed: str) -> None:
    """The verb's dialog, filled in."""
    dialog = page.locator("#dialog")
    for name, value in typed.items():
        field = dialog.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    dialog.get_by_role("button", name=button).click()  # some say 并签名


def go_on(page: Page, button: str, **typed: str) -> None:
    begin(page, button)
    finish(page, button, **typed)


def test_a_change_from_the_first_word_to_its_closing(house: House, clock: Clock) -> None:
    item = switch(house)
    page = house.open("support_l3")
    fill_change(page)
    page.get_by_role("button", name="保存并提交").click()
    toast(page, "已提交")
    change = ChangeRequest.objects.get()
    own = f"/r/change_request/{change.pk}/"
    expect(page.locator("main")).to_contain_text("变更评估")

    manager = house.open("change_manager", own)
    decide(manager, "同意并签名")
    expect(manager.locator("body")).to_contain_text("还没有填写评估，不能同意；请先办理“填写评估”。")
    go_on(manager, "填写评估", **ASSESSED)
    toast(manager, "填写评估")
    decide(manager, "同意并签名")
    left(manager, own)

    phone = house.open("info_center", own, size=PHONE)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    decide(phone, "同意并签名", "同意按计划实施")
    left(phone, own)

    manager.goto(own)
    expect(manager.locator("main")).to_contain_text("已批准")
    go_on(manager, "排期")
    expect(manager.locator("#dialog")).to_contain_text("窗口有须说明的情况")
    manager.fill("#dialog [name=schedule_words]", "值班工程师到场保障")
    manager.locator("#dialog").get_by_role("button", name="排期", exact=True).click()
    expect(manager.locator("main")).to_contain_text("已排期")

    for page in (manager, phone):
        page.close()
    clock.set("2026-11-25 20:05")
    worker = house.open("network_engineer", own)
    go_on(worker, "开始实施")
    expect(worker.locator("main")).to_contain_text("实施中")
    go_on(
        worker,
        "完成实施",
        implementation="按方案升级两台，无偏离",
        test_result="业务连通正常",
        result="success",
    )
    expect(worker.locator("main")).to_contain_text("待验证")

    expect(worker.locator("#panel-affected")).to_be_visible()
    worker.close()
    clock.set("2026-11-26 09:00")
    verifier = house.open("support_l2", own)
    begin(verifier, "验证")
    line = verifier.locator("#dialog [data-rows-input] tbody tr").first
    expect(line.locator("input").first).to_have_value(item.number)
    line.locator("select").select_option(label="本项无配置变动")
    line.locator("input").last.fill("只升级补丁，配置不变")
    finish(verifier, "验证", verification="办公网和业务均正常")
    expect(verifier.locator("main")).to_contain_text("已验证")
    manager = house.open("change_manager", own)  # a new day, a new session
    go_on(manager, "回顾", review="达到目的，按时完成，无意外影响")
    expect(manager.locator("main")).to_contain_text("已回顾")
    begin(manager, "关闭")
    expect(manager.locator("main")).to_contain_text("已关闭")
    change.refresh_from_db()
    assert (change.state, change.result) == ("closed", "success")
