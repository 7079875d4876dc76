"""Three administrators who need each other and cannot reach each other's desks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from govops.kernel.access.models import Account
from govops.kernel.organization.models import SeatHolder
from tests.browser import hands
from tests.browser.conftest import House

pytestmark = pytest.mark.browser

DESKS = {
    "system_admin": "/admin/jobs/",
    "security_admin": "/admin/seats/",
    "audit_admin": "/admin/audit/",
}


def agreed_application(house: House) -> Any:
    """规划处 asks for an account; its head, 办公室 and 人教处 agree."""
    who = house.cast.actor("end_user")
    assert who.unit is not None
    record = house.create(
        "user_account_application", "end_user", name="方晓舟", identity_number="11010519491231002X", department=who.unit.pk, position="工程师",
        staff_kind="permanent", reason="新录用人员", valid_from="2026-11-01", proposed_username="fangxiaozhou",
    )  # fmt: skip
    record = house.do(record, "submit", "end_user")
    head = SeatHolder.objects.filter(seat="unit_head", unit=record.department).order_by("id").first()
    assert head is not None
    names = {person.pk: name for name, person in house.cast.people.items()}
    for decider in (names[head.person_id], "general_office", "hr_division"):
        record = house.do(record, "approve", decider)
    return record


@pytest.mark.rule("R-USR-03", "R-USR-04", "R-USR-05")
def test_one_opens_another_grants_the_third_sees_both(house: House) -> None:
    record = agreed_application(house)
    path = f"/r/user_account_application/{record.pk}/"
    system = house.open("system_admin", path)
    system.get_by_role("link", name="建户", exact=True).click()
    dialog = system.get_by_role("dialog")
    dialog.get_by_label("账号").fill("fangxiaozhou")
    dialog.get_by_label("工号").fill("0999")
    dialog.get_by_role("button", name="建户").click()
    hands.toast(system, "建户")
    account = Account.objects.get(username="fangxiaozhou")
    assert not account.is_active

    security = house.open("security_admin", path)
    security.get_by_role("link", name="授权并启用").click()
    dialog = security.get_by_role("dialog")
    dialog.get_by_label("机房值班人员").check()
    dialog.get_by_role("button", name="授权并启用").click()
    hands.toast(security, "授权并启用")
    account.refresh_from_db()
    assert account.is_active
    assert account.grants.get(role="duty_officer").basis == record.number

    auditor = house.open("audit_admin", f"/admin/audit/?q={record.number}")
    auditor.goto("/admin/audit/")
    trail = auditor.locator("main")
    expect(trail).to_contain_text("罗建平")
    expect(trail).to_contain_text("江雪晴")
    auditor.get_by_role("link", name="封存与校验").click()
    auditor.get_by_role("button", name="封存", exact=True).click()
    hands.toast(auditor, "已封存")
    auditor.get_by_role("button", name="开始校验").click()
    expect(auditor.locator("main")).to_contain_text("通过")


@pytest.mark.rule("R-USR-05")
def test_each_is_turned_away_from_the_others_desks_and_from_business(house: House) -> None:
    for who in DESKS:
        page = house.open(who)
        for owner, path in DESKS.items():
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == (200 if owner == who else 403), (who, path)
        for path in ("/r/visitor_entry/", "/m/machine_room/"):
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 403, (who, path)
            expect(page.locator("main")).to_contain_text("权限")


def test_the_door_of_the_house_tells_who_may_not_come_in(house: House) -> None:
    page = house.window()
    page.goto("/r/visitor_entry/?category=maintenance")
    expect(page).to_have_url(re.compile("/login/"))
    page.fill("[name=username]", "mr_manager")
    page.fill("[name=password]", "wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator("[name=username]")).to_have_value("mr_manager")
    page.fill("[name=password]", "Govops#2026")
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile(r"/r/visitor_entry/\?category=maintenance"))
