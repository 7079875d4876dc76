"""Talking beside a record: a mention from the keyboard, a screenshot from the clipboard, a file dropped, a canned reply, a link."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from govops.kernel.messages.models import Message
from govops.kernel.records import replies
from govops.kernel.records.models import Attachment, Comment, Link
from tests.browser.conftest import PHONE, House

pytestmark = pytest.mark.browser

#: what the clipboard or the mouse brings: a picture drawn here, or a file of the given name and text
_GIVEN = """
async ([kind, selector, name, text]) => {
  let file = new File([text], name, {type: "text/plain"});
  if (!text) {
    const canvas = document.createElement("canvas");
    canvas.width = 40; canvas.height = 30;
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    file = new File([blob], name, {type: "image/png"});
  }
  const data = new DataTransfer();
  data.items.add(file);
  const target = document.querySelector(selector);
  const options = {bubbles: true, cancelable: true};
  const event = kind === "paste" ? new ClipboardEvent("paste", {...options, clipboardData: data})
    : new DragEvent("drop", {...options, dataTransfer: data});
  return target.dispatchEvent(event);
}
"""
BOX = "#comment-form"


def give(page: Page, kind: str, selector: str, name: str = "image.png", text: str = "") -> None:
    assert page.evaluate(_GIVEN, [kind, selector, name, text]) is False, (
        "the browser must not act on it itself"
    )


def test_a_comment_with_a_mention_and_a_screenshot_from_the_keyboard(house: House) -> None:
    visit = house.visit()
    manager = house.cast.people["mr_manager"]
    page = house.open("end_user", f"/r/visitor_entry/{visit.pk}/")
    words = page.locator(f"{BOX} textarea")
    words.click()
    page.keyboard.type("请 @")
    expect(page.locator(".mention-list .picker-option")).not_to_have_count(0)
    page.keyboard.type(manager.initials)
    expect(page.locator(".mention-list .picker-option").first).to_contain_text(manager.name)
    page.keyboard.press("Enter")
    expect(words).to_have_value(f"请 @{manager.name} ")
    page.keyboard.type("看截图")
    give(page, "paste", f"{BOX} textarea")
    expect(page.locator(f"{BOX} .file")).to_contain_text("截图-")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".event-comment").first).to_contain_text(f"请 @{manager.name} 看截图")
    expect(page.locator(".event-comment .event-files a").first).to_contain_text("截图-")
    assert Comment.objects.get().mentions == [manager.pk]
    assert Message.objects.filter(person=manager, kind="mentioned").count() == 1


def test_who_was_taken_out_of_the_text_is_not_told(house: House) -> None:
    visit = house.visit()
    manager = house.cast.people["mr_manager"]
    page = house.open("end_user", f"/r/visitor_entry/{visit.pk}/")
    page.locator(f"{BOX} textarea").click()
    page.keyboard.type(f"@{manager.name}")
    expect(page.locator(".mention-list .picker-option")).to_have_count(1)
    page.keyboard.press("Tab")
    page.fill(f"{BOX} textarea", "没事了")
    page.locator(f"{BOX} .button-primary").click()
    expect(page.locator(".event-comment")).to_contain_text("没事了")
    assert Comment.objects.get().mentions == []


def test_text_that_comes_with_a_picture_is_pasted_as_text(house: House) -> None:
    visit = house.visit()
    page = house.open("end_user", f"/r/visitor_entry/{visit.pk}/")
    left_alone = page.evaluate(
        """() => {
      const data = new DataTransfer();
      data.items.add(new File(["x"], "image.png", {type: "image/png"}));
      data.setData("text/plain", "甲\\t乙");
      return document.querySelector("#comment-form textarea").dispatchEvent(
        new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData: data}));
    }"""
    )
    assert left_alone
    expect(page.locator(f"{BOX} .file")).to_have_count(0)


def test_a_file_dropped_anywhere_on_a_form_is_attached_and_a_wrong_one_is_explained(house: House) -> None:
    page = house.open("end_user", "/r/visitor_entry/new/")
    give(page, "drop", "#record-form h2", "名单.txt", "甲、乙")
    expect(page.locator("#record-form .file")).to_contain_text("名单.txt")
    give(page, "drop", "#record-form h2", "程序.exe", "MZ")
    expect(page.locator("#record-form .drop-error")).to_contain_text("不能上传“.exe”类型的附件")
    expect(page.locator("#record-form .file")).to_have_count(1)
    page.locator("#record-form [data-drop-file]").click()
    expect(page.locator("#record-form .file")).to_have_count(0)
    assert Attachment.objects.count() == 1


def test_the_place_for_files_is_reached_by_the_keyboard(house: House) -> None:
    page = house.open("end_user", "/r/visitor_entry/new/")
    page.wait_for_load_state("networkidle")
    page.bring_to_front()  # keys open nothing in a page that stands behind another
    place = page.locator("#record-form [data-upload] input")
    place.focus()
    expect(place).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files({"name": "说明.txt", "mimeType": "text/plain", "buffer": "说明".encode()})
    expect(page.locator("#record-form .file")).to_contain_text("说明.txt")


def test_a_canned_reply_goes_in_and_an_internal_comment_stays_inside(house: House) -> None:
    visit = house.visit()
    replies.save(
        house.cast.people["mr_manager"], title="收到", text="{申请人}您好，{编号} 已收到。", is_shared=False
    )
    page = house.open("mr_manager", f"/r/visitor_entry/{visit.pk}/")
    page.locator(f"{BOX} summary").click()
    page.get_by_role("button", name="收到").click()
    expect(page.locator(f"{BOX} textarea")).to_have_value(
        f"{house.cast.people['end_user'].name}您好，{visit.number} 已收到。"
    )
    page.get_by_label("内部备注").check()
    page.locator(f"{BOX} .button-primary").click()
    expect(page.locator(".event-internal")).to_contain_text("已收到。")
    other = house.open("end_user", f"/r/visitor_entry/{visit.pk}/")
    expect(other.locator(".timeline")).to_contain_text("提交")
    expect(other.locator(".event-comment")).to_have_count(0)
    expect(other.get_by_label("内部备注")).to_have_count(0)


def test_a_refused_mention_keeps_the_words(house: House) -> None:
    visit = house.visit()
    stranger = house.cast.people["zouwei"]
    page = house.open("mr_manager", f"/r/visitor_entry/{visit.pk}/")
    page.locator(f"{BOX} textarea").click()
    page.keyboard.type(f"@{stranger.name}")
    expect(page.locator(".mention-list .picker-option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.type("请看")
    page.locator(f"{BOX} .button-primary").click()
    expect(page.locator(f"{BOX} .field-error")).to_contain_text("此人无权查看本单")
    expect(page.locator(f"{BOX} textarea")).to_have_value(f"@{stranger.name} 请看")


def test_two_records_are_linked_and_both_show_it(house: House) -> None:
    first, second = house.visit(), house.visit(purpose="更换硬盘")
    page = house.open("mr_manager", f"/r/visitor_entry/{first.pk}/")
    page.locator("#links .panel-link").click()
    page.select_option("#link-kind", "上级单")
    page.locator("#link-to").fill("更换硬盘")
    expect(page.locator("#dialog .picker-option").first).to_contain_text(second.number)
    page.keyboard.press("Enter")
    page.locator("#dialog .button-primary").click()
    expect(page.locator("#links li")).to_contain_text("上级单")
    page.locator("#links li a").click()
    expect(page.locator("#links li")).to_contain_text("下级单")
    page.locator("#links .icon-button").click()
    page.get_by_role("button", name="确定").click()
    expect(page.locator("#links")).to_contain_text("没有关联的单据。")
    assert not Link.objects.exists()


def test_on_a_phone_nothing_is_wider_than_the_screen(house: House) -> None:
    visit = house.visit()
    page = house.open("mr_manager", f"/r/visitor_entry/{visit.pk}/", size=PHONE)
    page.locator(f"{BOX} textarea").fill("短")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
