"""Links: any two records, a word for each direction, and nothing shown that may not be seen."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.records import links
from govops.kernel.records.models import Link
from tests.promises.world import World


@pytest.fixture
def pair(world: World) -> tuple[Any, Any]:
    """An entry of end_user and an alert, which he may not see."""
    return world.create("visitor_entry", world.data("visitor_entry"), by="end_user"), world.record(
        "room_alert"
    )


def test_both_ends_show_it_each_with_its_word(world: World, pair: tuple[Any, Any]) -> None:
    entry, alert = pair
    actor = world.actor("mr_manager")
    links.add(entry, alert, kind="起因是", actor=actor)
    assert [(one.word, one.record) for one in links.of(entry, actor)] == [("起因是", alert)]
    assert [(one.word, one.record) for one in links.of(alert, actor)] == [("引起", entry)]
    page = world.client_of("mr_manager").get(f"/r/room_alert/{alert.pk}/").content.decode()
    assert entry.number in page
    assert "引起" in page


def test_a_hidden_end_is_not_there(world: World, pair: tuple[Any, Any]) -> None:
    entry, alert = pair
    links.add(entry, alert, kind="相关", actor=world.actor("mr_manager"))
    assert links.of(entry, world.actor("end_user")) == []
    assert (
        alert.number not in world.client_of("end_user").get(f"/r/visitor_entry/{entry.pk}/").content.decode()
    )


def test_what_one_may_not_see_cannot_be_linked(world: World, pair: tuple[Any, Any]) -> None:
    entry, alert = pair
    with pytest.raises(Refused, match="无权查看"):
        links.add(entry, alert, kind="相关", actor=world.actor("end_user"))
    answer = world.client_of("end_user").post(
        f"/r/visitor_entry/{entry.pk}/link/", {"kind": "相关", "to": f"room_alert:{alert.pk}"}
    )
    assert answer.status_code == 422
    assert "请从列表中选择要关联的单据" in answer.content.decode()
    assert not Link.objects.exists()


def test_who_only_reads_links_nothing(world: World, pair: tuple[Any, Any]) -> None:
    entry, _ = pair
    other = world.create("visitor_entry", world.data("visitor_entry"), by="end_user")
    with pytest.raises(Refused, match="不能修改这张单据"):
        links.add(entry, other, kind="相关", actor=world.actor("guard"))


@pytest.mark.parametrize("kind", ["相关", "上级单"])
def test_the_same_relation_is_made_once_from_either_end(
    world: World, pair: tuple[Any, Any], kind: str
) -> None:
    entry, alert = pair
    actor = world.actor("mr_manager")
    links.add(entry, alert, kind=kind, actor=actor)
    for here, there, word in (
        (entry, alert, kind),
        (alert, entry, {"相关": "相关", "上级单": "下级单"}[kind]),
    ):
        with pytest.raises(Refused, match="已有"):
            links.add(here, there, kind=word, actor=actor)
    assert Link.objects.count() == 1


def test_not_with_itself_and_not_with_an_unknown_word(world: World, pair: tuple[Any, Any]) -> None:
    entry, alert = pair
    actor = world.actor("mr_manager")
    with pytest.raises(Refused, match="它自己"):
        links.add(entry, entry, kind="相关", actor=actor)
    with pytest.raises(Refused, match="没有“表亲”这种关系"):
        links.add(entry, alert, kind="表亲", actor=actor)


def test_making_and_taking_away_stand_in_the_trail_of_both(world: World, pair: tuple[Any, Any]) -> None:
    entry, alert = pair
    actor = world.actor("mr_manager")
    made = links.add(entry, alert, kind="依据", actor=actor)
    links.remove(made, actor=actor)
    told = list(
        AuditEntry.objects.filter(summary__contains="关联").order_by("id").values_list("number", "summary")
    )
    assert [number for number, _ in told] == [entry.number, alert.number] * 2
    assert told[0][1].startswith("关联：依据")
    assert told[3][1].startswith("解除关联：被引用")
    assert not Link.objects.exists()


def test_the_dialog_takes_what_was_picked_or_a_whole_number(world: World, pair: tuple[Any, Any]) -> None:
    entry, alert = pair
    client = world.client_of("mr_manager")
    assert "添加关联" in client.get(f"/r/visitor_entry/{entry.pk}/link/").content.decode()
    for to in (f"room_alert:{alert.pk}", alert.number.lower()):
        answer = client.post(f"/r/visitor_entry/{entry.pk}/link/", {"kind": "相关", "to": to})
        assert answer.status_code == 302, answer.content.decode()
        made = Link.objects.get()
        assert client.post(f"/r/visitor_entry/{entry.pk}/link/{made.pk}/remove/").status_code == 302
        assert not Link.objects.exists()


def test_a_link_of_another_record_is_not_found(world: World, pair: tuple[Any, Any]) -> None:
    entry, alert = pair
    made = links.add(entry, alert, kind="相关", actor=world.actor("mr_manager"))
    other = world.create("visitor_entry", world.data("visitor_entry"), by="end_user")
    assert (
        world.client_of("mr_manager").post(f"/r/visitor_entry/{other.pk}/link/{made.pk}/remove/").status_code
        == 404
    )
    assert Link.objects.exists()


def test_the_picker_finds_by_number_and_words_only_what_may_be_seen(
    world: World, pair: tuple[Any, Any]
) -> None:
    entry, alert = pair
    picked = world.client_of("mr_manager").get("/pick/any/", {"q": alert.number}).json()["results"]
    assert [one["id"] for one in picked] == [f"room_alert:{alert.pk}"]
    assert world.client_of("end_user").get("/pick/any/", {"q": alert.number}).json()["results"] == []
    mine = world.client_of("end_user").get("/pick/any/", {"q": entry.number}).json()["results"]
    assert mine[0]["label"].startswith(entry.number)


def test_the_page_asks_no_more_with_more_links_of_a_register(
    world: World, django_assert_max_num_queries: Any
) -> None:
    rows = [world.create("visitor_entry", world.data("visitor_entry"), by="end_user") for _ in range(4)]
    actor = world.actor("mr_manager")
    for row in rows[1:]:
        links.add(rows[0], row, kind="相关", actor=actor)
    with django_assert_max_num_queries(2):
        assert len(links.of(rows[0], actor)) == 3
