"""The wording of messages is data: changed with a preview, checked for its placeholders, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.messages import kinds, sending, wording
from govops.kernel.messages.models import Message, MessageTemplate

KIND = kinds.get("urged")
VALUES = {"事项": "换硬盘", "编号": "JFLF-2026-0001", "办理人": "李四", "说明": "今天要"}


@pytest.fixture
def admin(actor: Callable[..., Any], setting: Any) -> Any:
    return actor("system_admin")


@pytest.mark.parametrize("kind", kinds.all_kinds(), ids=lambda kind: kind.code)
def test_our_own_wording_uses_only_its_own_words(kind: kinds.MessageKind) -> None:
    title, _ = wording.preview(kind, kind.title, kind.text)
    assert title
    assert "{" not in title


def test_a_changed_wording_is_what_people_read(
    admin: Any, cast: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        wording.change(KIND, title="【催】{编号} {事项}", text="{办理人}：{说明}", actor=admin)
    sending.tell("urged", [cast.people["end_user"].pk], VALUES)
    assert list(Message.objects.values_list("title", "text")) == [
        ("【催】JFLF-2026-0001 换硬盘", "李四：今天要")
    ]
    assert AuditEntry.objects.latest("id").before == {"标题": KIND.title, "内容": KIND.text}
    with django_capture_on_commit_callbacks(execute=True):
        wording.reset(KIND, actor=admin)
    assert wording.rendered(KIND, VALUES) == ("李四催办：换硬盘", "今天要")


@pytest.mark.parametrize(
    ("title", "text", "sentence"),
    [
        ("{姓名}催办", "", "“标题”中没有“{姓名}”这个占位符，可用：{事项}"),
        ("{事项", "", "“标题”中的花括号没有成对"),
        ("{事项.__class__}", "", "没有“{事项.__class__}”这个占位符"),
        ("催办", "{内容}", "“内容”中没有“{内容}”这个占位符"),
        ("  ", "", "请填写“标题”。"),
    ],
)
def test_a_wrong_wording_is_refused_with_the_way_out(
    admin: Any, title: str, text: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        wording.change(KIND, title=title, text=text, actor=admin)
    assert sentence in refused.value.sentence
    assert not MessageTemplate.objects.exists()


def test_only_the_system_administrator_words_messages(actor: Callable[..., Any]) -> None:
    for username in ("end_user", "security_admin", "audit_admin"):
        with pytest.raises(Refused, match="只有系统管理员可以修改消息模板"):
            wording.change(KIND, title="x", text="", actor=actor(username))


def test_the_page_previews_without_saving(client_of: Callable[[str], Client], setting: Any) -> None:
    client = client_of("system_admin")
    assert "催办" in client.get("/admin/messages/").content.decode()
    answer = client.post("/admin/messages/urged/", {"do": "preview", "title": "急：{事项}", "text": "{说明}"})
    assert "急：李雷申领笔记本电脑一台" in answer.content.decode()
    assert not MessageTemplate.objects.exists()
    wrong = client.post("/admin/messages/urged/", {"do": "save", "title": "{姓名}", "text": ""})
    assert (wrong.status_code, "没有“{姓名}”这个占位符" in wrong.content.decode()) == (422, True)
    assert (
        client.post("/admin/messages/urged/", {"do": "save", "title": "急：{事项}", "text": ""}).status_code
        == 302
    )
    assert MessageTemplate.objects.get().title == "急：{事项}"
    assert client.post("/admin/messages/urged/", {"do": "reset"}).status_code == 302
    assert not MessageTemplate.objects.exists()
    assert client_of("end_user").get("/admin/messages/").status_code == 403
