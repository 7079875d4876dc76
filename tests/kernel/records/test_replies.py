"""常用回复: one's own and the unit's, filled in with the record's words."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.records import replies
from govops.kernel.records.models import CannedReply
from tests.promises.world import World


def save(world: World, by: str, title: str, text: str = "好的", *, shared: bool = False) -> CannedReply:
    return replies.save(world.cast.people[by], title=title, text=text, is_shared=shared)


def test_they_are_filled_in_with_the_records_words(world: World) -> None:
    entry = world.create("visitor_entry", world.data("visitor_entry"), by="end_user")
    save(world, "mr_manager", "收到", "{申请人}您好，{编号} 已收到。{我}")
    page = world.client_of("mr_manager").get(f"/r/visitor_entry/{entry.pk}/replies/").content.decode()
    names = {name: person.name for name, person in world.cast.people.items()}
    assert f'data-insert="{names["end_user"]}您好，{entry.number} 已收到。{names["mr_manager"]}"' in page


def test_shared_ones_are_there_for_the_own_unit_only(world: World) -> None:
    save(world, "mr_manager", "本人的")
    save(world, "mr_manager", "科里共用的", shared=True)
    titles = {
        name: [row.title for row in replies.for_person(world.cast.people[name])]
        for name in ("mr_manager", "duty_officer", "end_user")
    }
    assert titles["mr_manager"] == ["本人的", "科里共用的"]
    assert titles["duty_officer"] == ["科里共用的"]
    assert titles["end_user"] == []


def test_an_unknown_placeholder_is_refused_with_those_that_exist(world: World) -> None:
    with pytest.raises(Refused, match=r"没有“\{姓名\}”这个占位符，可用：\{申请人\}"):
        save(world, "mr_manager", "错的", "{姓名}您好")
    answer = world.client_of("mr_manager").post(
        "/me/replies/", {"do": "save", "title": "错的", "text": "{姓名}您好"}
    )
    assert answer.status_code == 422
    assert "没有“{姓名}”这个占位符" in answer.content.decode()


def test_the_page_adds_changes_and_removes_ones_own(world: World) -> None:
    client = world.client_of("mr_manager")
    assert client.post("/me/replies/", {"do": "save", "title": "收到", "text": "收到"}).status_code == 302
    row = CannedReply.objects.get()
    assert (
        client.post(
            f"/me/replies/?reply={row.pk}", {"do": "save", "title": "收到", "text": "已收到"}
        ).status_code
        == 302
    )
    row.refresh_from_db()
    assert row.text == "已收到"
    twice: Any = client.post("/me/replies/", {"do": "save", "title": "收到", "text": "又"})
    assert "您已有名为“收到”的常用回复" in twice.content.decode()
    other = world.client_of("end_user")
    assert other.get(f"/me/replies/?reply={row.pk}").status_code == 404
    assert other.post("/me/replies/", {"do": "remove", "reply": row.pk}).status_code == 404
    assert client.post("/me/replies/", {"do": "remove", "reply": row.pk}).status_code == 302
    assert not CannedReply.objects.exists()
