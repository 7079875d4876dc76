"""Reading mail: every program writes it differently, and nothing that comes may break us."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govops.kernel.gateways import letters
from tests.kernel.gateways.letter import PNG, letter


@pytest.fixture(autouse=True)
def monday() -> None:
    """No clock is asked, no database needed."""


def test_who_what_and_with_which_files() -> None:
    raw = letter(
        '"何静" <HeJing@Example.gov.cn>', "打印机\t坏了", "卡纸。\r\n请来看。", files=(("截图.png", PNG),)
    )
    found = letters.read(raw)
    assert (found.sender, found.sender_name, found.subject) == (
        "hejing@example.gov.cn",
        "何静",
        "打印机 坏了",
    )
    assert found.text == "卡纸。\n请来看。"
    assert found.files == (("截图.png", PNG),)


@pytest.mark.parametrize(
    "quoted",
    [
        "------------------ 原始邮件 ------------------\n发件人: x",
        "-----Original Message-----\nFrom: x",
        "在 2026年11月23日 09:30，运维平台 <itsm@example.gov.cn> 写道：\n> 旧话",
        "On Mon, 23 Nov 2026 at 09:30, Ops <itsm@example.gov.cn> wrote:\n> old",
        "> 旧话\n> 更旧",
        "发件人: itsm@example.gov.cn\n发送时间: 2026-11-23",
        "-- \n何静\n规划处",
        "________________________________\n旧话",
    ],
)
def test_an_answer_is_what_is_new_in_it(quoted: str) -> None:
    assert letters.unquoted(f"已经好了，谢谢。\n\n{quoted}") == "已经好了，谢谢。"


def test_a_mail_that_begins_with_a_quotation_keeps_it() -> None:
    assert letters.unquoted("> 全文转来\n请处理") == "> 全文转来\n请处理"


def test_a_page_becomes_words() -> None:
    message = EmailMessage()
    message["From"] = "a@example.gov.cn"
    message.set_content(
        "<html><head><style>p{}</style><script>alert(1)</script></head><body><p>您好&amp;</p><div>打印机<b>坏</b>了</div></body></html>",
        subtype="html",
    )
    assert letters.read(message.as_bytes()).text == "您好&\n打印机坏了"


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "gbk", "big5", "utf-8"])
def test_the_charsets_of_the_country(charset: str) -> None:
    body = "打印".encode(charset)
    raw = (
        b"From: a@b.cn\nContent-Type: text/plain; charset="
        + charset.encode()
        + b"\nContent-Transfer-Encoding: 8bit\n\n"
        + body
    )
    assert letters.read(raw).text == "打印"


@pytest.mark.parametrize("header", [b"charset=unknown-8bit", b'charset="x\xff"', b"charset=utf-8"])
def test_a_wrong_charset_loses_no_mail(header: bytes) -> None:
    raw = (
        b"From: a@b.cn\nContent-Type: text/plain; "
        + header
        + b"\nContent-Transfer-Encoding: 8bit\n\n"
        + "打印".encode("gb18030")
    )
    assert letters.read(raw).text == "打印"


@settings(max_examples=200)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"From: a@b.cn\n", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n"]),
)
def test_no_bytes_break_the_reader(noise: bytes, head: bytes) -> None:
    found = letters.read(head + noise)
    assert "\x00" not in found.subject + found.text + found.identifier
    assert found.identifier
