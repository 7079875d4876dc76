"""Lists and workbooks: found, kept, chosen, done in bulk; out to Excel and in again."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from govops.modules.machine_room.models import VisitorEntry
from tests.browser import hands
from tests.browser.conftest import House

pytestmark = pytest.mark.browser


def rows(page: Page) -> Any:
    return page.locator("#rows tbody tr")


def narrow(page: Page, title: str, option: str) -> None:
    page.locator("summary", has_text=re.compile(f"^{title}$")).click()
    page.locator("details[open]").get_by_label(option).check()
    page.locator("details[open]").get_by_role("button", name="应用").click()


def test_filters_are_chips_in_the_address_and_a_view_keeps_them(house: House) -> None:
    for purpose in ("空调保养", "空调巡视", "机柜上架"):
        house.visit(upto="draft", purpose=purpose)
    house.visit(upto="draft", purpose="空调参观", category="visit")
    page = house.open("mr_manager", "/r/visitor_entry/")
    page.get_by_role("link", name=re.compile("^全部")).first.click()
    expect(rows(page)).to_have_count(4)
    narrow(page, "来访类别", "维护")
    page.get_by_placeholder("在此列表中查找").fill("空调")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(2)
    assert "category=maintenance" in page.url
    expect(page.locator(".filter-on")).to_have_text([re.compile("来访类别：维护"), re.compile("含“空调”")])

    page.reload()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("link", name="保存当前视图").click()
    page.get_by_role("dialog").get_by_label("名称").fill("空调维护")
    page.get_by_role("button", name="保存", exact=True).click()
    hands.toast(page, "已保存视图“空调维护”")
    page.goto("/r/visitor_entry/")
    page.get_by_role("link", name=re.compile(r"空调维护\s*2")).click()
    expect(rows(page)).to_have_count(2)
    page.locator(".filter-on", has_text="含“空调”").click()
    expect(rows(page)).to_have_count(3)
    page.go_back()
    expect(rows(page)).to_have_count(2)
    page.locator("#rows tbody a").first.click()
    page.go_back()
    expect(page.locator(".filter-on")).to_have_count(2)
    page.go_forward()
    expect(page.locator("h1")).to_contain_text("空调")


def test_columns_are_chosen_and_stay_chosen(house: House) -> None:
    house.visit(upto="draft")
    page = house.open("mr_manager", "/r/visitor_entry/?all=1")
    page.get_by_text("显示列").click()
    chooser = page.locator("[data-columns]")
    chooser.get_by_label("陪同人", exact=True).uncheck()
    chooser.get_by_label("上移 状态").click()
    chooser.get_by_role("button", name="应用").click()
    wanted = ["事项", "来访类别", "进入机房", "状态", "计划进入时间"]
    expect(page.locator("#rows thead th[scope=col]")).to_have_text([re.compile(words) for words in wanted])
    page.goto("/r/visitor_entry/?all=1")
    expect(page.locator("#rows thead th[scope=col]")).to_have_count(len(wanted))


def test_bulk_archive_tells_each_row_its_result_and_leads_back(house: House) -> None:
    ready = []
    for purpose in ("甲", "乙"):
        entry = house.visit(upto="approved", purpose=purpose)
        house.do(entry, "enter", "guard", items_at_entry="一致", escort_confirmed=True)
        ready.append(house.do(entry, "leave", "guard", items_at_exit="一致"))
    early = house.visit(purpose="丙")
    page = house.open("mr_manager", "/r/visitor_entry/?category=maintenance")
    expect(page.locator("[data-rows-bar]")).to_be_hidden()
    page.get_by_label("选择本页全部").check()
    expect(page.locator("[data-rows-bar]")).to_contain_text("已选 3 条")
    page.get_by_role("button", name="批量归档").click()
    page.locator("#confirm [data-answer=yes]").click()
    expect(page.locator("main")).to_contain_text("共 3 条，办成 2 条")
    refused = page.locator("tr", has_text="未办")
    expect(refused).to_contain_text("丙")
    expect(refused).to_contain_text("“审批中”状态下不能办理“归档”")
    page.get_by_role("link", name="返回列表").click()
    expect(page).to_have_url(re.compile(r"category=maintenance"))
    assert VisitorEntry.objects.filter(state="archived").count() == len(ready)
    early.refresh_from_db()
    assert early.state == "approving"


def test_pages_go_on_and_back_by_keyset(house: House) -> None:
    for number in range(23):
        house.visit(upto="draft", purpose=f"第{number:02d}次", planned_from=f"2026-11-{number + 1:02d} 09:00", planned_to=f"2026-11-{number + 1:02d} 10:00")  # fmt: skip
    page = house.open("mr_manager", "/r/visitor_entry/?all=1&size=20")
    expect(rows(page)).to_have_count(20)
    expect(rows(page).first).to_contain_text("第22次")
    page.get_by_role("link", name="下一页").click()
    expect(rows(page)).to_have_count(3)
    expect(rows(page).last).to_contain_text("第00次")
    page.get_by_role("link", name="上一页").click()
    expect(rows(page)).to_have_count(20)
    expect(rows(page).first).to_contain_text("第22次")


def test_a_workbook_goes_out_comes_back_with_an_error_and_then_comes_in(house: House, tmp_path: Path) -> None:
    page = house.open("mr_manager", "/r/visitor_entry/")
    page.get_by_role("link", name="导入").click()
    with page.expect_download() as template:
        page.get_by_role("link", name="下载模板").click()
    empty, wrong, right = (tmp_path / f"{name}.xlsx" for name in ("empty", "wrong", "right"))
    template.value.save_as(empty)
    _fill(empty, wrong, 预计离开时间="昨天", 来访类别="旅游")
    _fill(empty, right)

    page.set_input_files("#file", wrong)
    page.get_by_role("button", name="试导入").click()
    problems = page.locator("tbody tr")
    expect(problems).to_have_count(2)
    expect(page.locator("tbody")).to_contain_text("“来访类别”没有“旅游”这一选项")
    expect(page.locator("tbody")).to_contain_text("“预计离开时间”不是有效时间")
    expect(problems.first).to_contain_text("第 2 行")
    page.set_input_files("#file", right)
    page.get_by_role("button", name="试导入").click()
    expect(page.locator("main")).to_contain_text("试导入通过，尚未保存")
    assert not VisitorEntry.objects.exists()
    page.get_by_role("button", name="确认导入").dblclick()
    hands.toast(page, "新增 1 条")
    assert VisitorEntry.objects.get().visitor_name == "赵六"

    page.goto("/r/visitor_entry/?all=1")
    with page.expect_download() as export:
        page.get_by_role("link", name="导出 Excel").click()
    sheet = openpyxl.load_workbook(BytesIO(Path(export.value.path()).read_bytes())).worksheets[0]
    assert any("赵六" in [cell.value for cell in row] for row in sheet.iter_rows(min_row=2))


def _fill(source: Path, target: Path, **changes: str) -> None:
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = {
        "来访单位": "远山公司", "来访人": "赵六", "联系电话": "13800000000", "证件号码": "11010519491231002X", "来访类别": "检查",
        "工作内容": "例行检查", "进入机房": "主机房", "可进区域": "服务器区", "计划进入时间": "2026-11-24 09:00",
        "预计离开时间": "2026-11-24 11:00", "陪同人": "王磊",
    } | changes  # fmt: skip
    for title, value in row.items():
        sheet.cell(2, columns[title], value)
    book.save(target)
