"""Comments: said once, public or among those who handle, and never seen by whom they are not for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.jobs import run_now
from govops.kernel.messages.models import Message
from govops.kernel.processes import journal
from govops.kernel.records import attachments, comments
from govops.kernel.records.models import Attachment, Comment, NeedToKnow
from tests.promises.world import World

CODE = "visitor_entry"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def entry(world: World) -> Any:
    return world.create(CODE, world.data(CODE), by="end_user", submit=True)


def say(world: World, entry: Any, by: str, text: str, **more: Any) -> Comment:
    return comments.add(entry, text=text, actor=world.actor(by), **more)


def read(world: World, entry: Any, by: str) -> list[str]:
    return [one.comment.text for one in comments.of(entry, world.actor(by))]


def test_the_applicant_reads_public_comments_and_not_internal_ones(world: World, entry: Any) -> None:
    say(world, entry, "mr_manager", "请补交工作证复印件。")
    say(world, entry, "mr_manager", "这家公司去年违规一次。", is_internal=True)
    assert read(world, entry, "end_user") == ["请补交工作证复印件。"]
    assert len(read(world, entry, "mr_manager")) == 2
    assert len(read(world, entry, "duty_officer")) == 2


def test_who_reads_all_but_handles_nothing_sees_no_internal_comment(world: World, entry: Any) -> None:
    say(world, entry, "mr_manager", "内部情况", is_internal=True)
    assert read(world, entry, "guard") == []


def test_a_handler_does_not_see_what_is_said_about_his_own_request(world: World) -> None:
    entry = world.create(CODE, world.data(CODE), by="mr_manager")
    say(world, entry, "duty_officer", "申请人自己也在值班名单里。", is_internal=True)
    assert read(world, entry, "mr_manager") == []


def test_the_applicant_cannot_write_an_internal_comment(world: World, entry: Any) -> None:
    with pytest.raises(Refused, match="内部备注只供办理人员使用"):
        say(world, entry, "end_user", "悄悄话", is_internal=True)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("  \n ", "请先填写备注内容"), ("长" * 4001, "不能超过 4000 个字"), ("响\x07铃", "不可见的控制字符")],
)
def test_what_cannot_be_said_is_refused(world: World, entry: Any, text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        say(world, entry, "end_user", text)


def test_the_mentioned_are_told_and_nobody_is_told_twice(
    world: World,
    entry: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    manager = world.cast.people["mr_manager"]
    with django_capture_on_commit_callbacks(execute=True):
        say(world, entry, "end_user", f"@{manager.name} 材料已补。", mentions=[manager])
    told = list(Message.objects.filter(person=manager).values_list("kind", "text"))
    assert told == [("mentioned", f"@{manager.name} 材料已补。")]
    assert not Message.objects.filter(person=world.cast.people["end_user"], kind="commented").exists()


def test_the_applicant_hears_of_a_public_answer_and_not_of_an_internal_one(
    world: World,
    entry: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say(world, entry, "mr_manager", "已安排陪同。")
        say(world, entry, "mr_manager", "别告诉他。", is_internal=True)
    mine = Message.objects.filter(person=world.cast.people["end_user"], kind="commented")
    assert [message.text for message in mine] == ["已安排陪同。"]


def test_who_may_not_see_the_record_cannot_be_mentioned(world: World, entry: Any) -> None:
    stranger = world.cast.people["zouwei"]
    with pytest.raises(Refused, match=f"不能提到{stranger.name}：此人无权查看本单"):
        say(world, entry, "mr_manager", "看看", mentions=[stranger])
    assert not Comment.objects.exists()


def test_need_to_know_holds_for_mentions_too(world: World, entry: Any) -> None:
    manager = world.cast.people["duty_officer"]
    type(entry).objects.filter(pk=entry.pk).update(is_restricted=True)
    NeedToKnow.objects.create(register=CODE, record_id=entry.pk, person=world.cast.people["mr_manager"])
    entry.refresh_from_db()
    with pytest.raises(Refused, match="此人无权查看本单"):
        say(world, entry, "end_user", "看看", mentions=[manager])


def test_who_does_not_handle_cannot_be_mentioned_in_an_internal_comment(world: World, entry: Any) -> None:
    with pytest.raises(Refused, match="内部备注只供办理人员查看"):
        say(world, entry, "mr_manager", "看看", is_internal=True, mentions=[world.cast.people["end_user"]])


def test_files_of_a_comment_are_not_part_of_what_is_signed(world: World, entry: Any) -> None:
    before = journal.document_of(entry)
    actor = world.actor("end_user")
    row = attachments.store(SimpleUploadedFile("截图.png", PNG), actor=actor)
    comments.add(entry, text="见截图", actor=actor, files=(row.pk,))
    assert journal.document_of(entry) == before
    assert [file.name for file in comments.of(entry, actor)[0].files] == ["截图.png"]


def test_the_file_of_an_internal_comment_is_not_there_for_the_applicant(world: World, entry: Any) -> None:
    actor = world.actor("mr_manager")
    row = attachments.store(SimpleUploadedFile("内情.png", PNG), actor=actor)
    comments.add(entry, text="见附件", actor=actor, is_internal=True, files=(row.pk,))
    assert world.client_of("mr_manager").get(f"/files/{row.pk}/").status_code == 200
    assert world.client_of("end_user").get(f"/files/{row.pk}/").status_code == 404
    assert world.client_of("zouwei").get(f"/files/{row.pk}/").status_code == 404


def test_what_was_said_can_neither_be_changed_nor_taken_back(world: World, entry: Any) -> None:
    made = say(world, entry, "end_user", "原话")
    for work in (
        lambda: Comment.objects.filter(pk=made.pk).update(text="改口"),
        lambda: Comment.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="备注只能追加"), transaction.atomic():
            work()


def test_the_trail_tells_what_was_said_and_hides_it_for_a_restricted_record(world: World, entry: Any) -> None:
    say(world, entry, "end_user", "明天上午到")
    assert AuditEntry.objects.latest("id").after == {"备注": "明天上午到"}
    entry.is_restricted = True
    say(world, entry, "end_user", "后天上午到")
    assert "后天" not in str(AuditEntry.objects.latest("id").after)


def test_a_module_may_react_and_may_refuse(world: World, entry: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[comments.Said] = []
    monkeypatch.setattr(comments, "_listeners", [heard.append])
    made = say(world, entry, "end_user", "又坏了")
    assert (heard[0].comment, heard[0].is_by_reporter, heard[0].register) == (made, True, CODE)

    def refuse(said: comments.Said) -> None:
        raise Refused("已归档的单据不再受理备注。")

    monkeypatch.setattr(comments, "_listeners", [refuse])
    with pytest.raises(Refused, match="已归档"):
        say(world, entry, "end_user", "再说一句")
    assert Comment.objects.count() == 1


def test_the_system_may_speak_and_has_no_name(world: World, entry: Any) -> None:
    comments.add(entry, text="已自动升级。", actor=SYSTEM)
    page = world.client_of("end_user").get(f"/r/{CODE}/{entry.pk}/").content.decode()
    assert "已自动升级。" in page


# --- the page -----------------------------------------------------------------------------------------------


def test_a_refused_comment_keeps_what_was_typed(world: World, entry: Any) -> None:
    stranger = world.cast.people["zouwei"]
    answer = world.client_of("mr_manager").post(
        f"/r/{CODE}/{entry.pk}/comment/",
        {"text": f"请 @{stranger.name} 处理", "mention": stranger.pk, "is_internal": "1"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"请 @{stranger.name} 处理</textarea>" in page
    assert "此人无权查看本单" in page
    assert 'name="is_internal" value="1" checked' in page


def test_a_name_that_was_taken_out_again_is_not_mentioned(world: World, entry: Any) -> None:
    manager = world.cast.people["mr_manager"]
    answer = world.client_of("end_user").post(
        f"/r/{CODE}/{entry.pk}/comment/", {"text": "算了", "mention": manager.pk}
    )
    assert answer.status_code == 302
    assert Comment.objects.get().mentions == []


def test_words_on_the_page_are_words_and_no_markup(world: World, entry: Any) -> None:
    manager = world.cast.people["mr_manager"]
    say(world, entry, "end_user", f"<b>粗</b> @{manager.name}", mentions=[manager])
    page = world.client_of("end_user").get(f"/r/{CODE}/{entry.pk}/").content.decode()
    assert "&lt;b&gt;粗&lt;/b&gt;" in page
    assert f'<b class="mention">@{manager.name}</b>' in page


def test_the_picker_offers_those_concerned_first(world: World, entry: Any) -> None:
    client = world.client_of("end_user")
    names = [one["label"] for one in client.get(f"/r/{CODE}/{entry.pk}/mention/").json()["results"]]
    assert world.cast.people["mr_manager"].name in names
    assert world.cast.people["end_user"].name not in names
    found = client.get(f"/r/{CODE}/{entry.pk}/mention/", {"q": world.cast.people["zouwei"].name}).json()
    assert [one["id"] for one in found["results"]] == [world.person("zouwei")]
    assert world.client_of("zouwei").get(f"/r/{CODE}/{entry.pk}/mention/").status_code == 404


def test_files_that_were_never_used_go_after_two_days(world: World, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    actor = world.actor("end_user")
    kept, gone, shared = (
        attachments.store(SimpleUploadedFile(f"{name}.png", PNG), actor=actor) for name in ("留", "弃", "共")
    )
    attachments.adopt((kept.pk,), register=CODE, record_id=7, actor=actor)
    Attachment.objects.create(
        register=CODE,
        record_id=7,
        name="共.png",
        path=shared.path,
        size=1,
        media_type="image/png",
        digest="x",
    )
    assert run_now("records.forget_loose_files").sentence == "清理 0 个"
    with moment.at(moment.now() + timedelta(days=3)):
        assert run_now("records.forget_loose_files").sentence == "清理 2 个"
    assert [(tmp_path / row.path).exists() for row in (kept, gone, shared)] == [True, False, True]


@pytest.mark.parametrize(
    "odd", ["\x00", "%", "_", "'", "@", "\ud800".encode("utf-8", "surrogatepass"), "长" * 500]
)
def test_odd_questions_find_nothing_and_break_nothing(world: World, entry: Any, odd: Any) -> None:
    client = world.client_of("end_user")
    for address in (f"/r/{CODE}/{entry.pk}/mention/", "/pick/any/", "/pick/people/", "/pick/units/"):
        answer = client.get(address, {"q": odd})
        assert (answer.status_code, "results" in answer.json()) == (200, True), address


@pytest.mark.parametrize("given", [["0"], ["-1"], ["x"], ["9" * 18], ["9" * 30], ["1"] * 200])
def test_odd_mentions_and_files_are_nobodys(world: World, entry: Any, given: list[str]) -> None:
    answer = world.client_of("end_user").post(
        f"/r/{CODE}/{entry.pk}/comment/", {"text": "在吗", "mention": given, "files": given}
    )
    assert answer.status_code == 302
    assert Comment.objects.get().mentions == []


def test_a_file_that_somebody_else_uploaded_cannot_be_taken_over(world: World, entry: Any) -> None:
    row = attachments.store(SimpleUploadedFile("私.png", PNG), actor=world.actor("mr_manager"))
    world.client_of("end_user").post(f"/r/{CODE}/{entry.pk}/comment/", {"text": "看", "files": row.pk})
    row.refresh_from_db()
    assert (row.register, row.record_id) == ("", 0)
