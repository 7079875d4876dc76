"""Windows: freezes, the same items, what depends on them, and somebody on duty."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.registers import doors, site
from govops.modules.change import public
from govops.modules.change.models import ChangeRequest
from govops.modules.change.rules import windows
from govops.modules.configuration import public as configuration
from govops.modules.configuration.public import Affected
from tests.modules.change.conftest import APPLICANT, IMPLEMENTER, MANAGER
from tests.moments import at, local


@pytest.fixture
def freeze(create: Any) -> Any:
    def made(**changes: Any) -> Any:
        data = {
            "name": "防汛关键期",
            "begins_at": "2026-11-25 00:00",
            "ends_at": "2026-11-28 00:00",
            "reason": "强降雨过程",
            "scope": "all",
        }
        return create("change_freeze", by=MANAGER, **data | changes)

    return made


def test_nothing_is_planned_in_a_freeze(change: Any, freeze: Any) -> None:
    freeze()
    one = change()
    assert one.known_conflicts[0]["level"] == "hard"
    with pytest.raises(Refused, match="“防汛关键期”冻结期 11-25 00:00 至 11-28 00:00") as refusal:
        change(submit=True)
    assert refusal.value.field == "planned_from"


def test_an_emergency_in_a_freeze_says_why_it_could_not_wait(
    emergency: Any, freeze: Any, do: Any, refused: Any, actor: Any
) -> None:
    freeze(begins_at="2026-11-23 00:00", ends_at="2026-11-24 00:00")
    one = do(emergency(), "write_up", APPLICANT)
    assert [(row["kind"], row["level"]) for row in one.known_conflicts] == [("freeze", "warn")]
    refusal = refused(one, "submit", APPLICANT)
    assert "防汛关键期" in refusal.sentence
    assert refusal.field == "conflict_words"
    doors.update(
        site.get("change_request"),
        one.pk,
        {"conflict_words": "会商中断，等不到冻结期结束"},
        actor=actor(APPLICANT),
        version=one.version,
    )
    assert do(one, "submit", APPLICANT).state == "approving"


def test_a_freeze_for_some_concerns_no_others(change: Any, freeze: Any, item: Any, item_type: Any) -> None:
    freeze(scope="zones", zones=["internet"])
    freeze(scope="types", item_types=[item_type("database", "数据库").pk])
    assert change(submit=True).state == "approving"
    freeze(scope="zones", zones=["intranet"])
    with pytest.raises(Refused, match="冻结期"):
        change(submit=True)


def test_a_freeze_of_a_type_covers_what_is_below_it(
    change: Any, freeze: Any, item: Any, item_type: Any
) -> None:
    parent = item_type("network_device", "网络设备")
    child = item_type("access_switch", "接入交换", parent=parent.pk)
    freeze(scope="types", item_types=[parent.pk])
    with pytest.raises(Refused, match="冻结期"):
        change(items=[item("接入交换机", kind=child)], submit=True)


def test_an_emergency_passes_a_freeze_and_says_so(emergency: Any, freeze: Any) -> None:
    freeze(begins_at="2026-11-23 00:00")
    assert emergency().state == "implementing"


def test_a_freeze_published_later_stops_what_is_scheduled(
    scheduled: Any, freeze: Any, refused: Any, do: Any
) -> None:
    one = scheduled()
    made = freeze()
    with at("2026-11-25 20:05"):
        assert "冻结期" in refused(one, "begin", IMPLEMENTER).sentence
        do(made, "lift", MANAGER, opinion="汛情解除")
        assert do(one, "begin", IMPLEMENTER).state == "implementing"


def test_two_changes_do_not_touch_one_item_at_once(change: Any, scheduled: Any, item: Any) -> None:
    switch = item("核心交换机 A")
    first = scheduled(items=[switch])
    with pytest.raises(Refused, match=f"1 个相同配置项（{first.number}）") as refusal:
        change(items=[switch], submit=True, planned_from="2026-11-25 21:00", planned_to="2026-11-25 23:00")
    assert refusal.value.status == 422
    assert (
        change(
            items=[switch], submit=True, planned_from="2026-11-25 22:00", planned_to="2026-11-25 23:00"
        ).state
        == "approving"
    )


def test_what_is_only_asked_for_is_a_warning_that_wants_a_word(change: Any, item: Any) -> None:
    switch = item("核心交换机 A")
    change(items=[switch], submit=True)
    with pytest.raises(Refused, match="审批中的变更") as refusal:
        change(items=[switch], submit=True)
    assert refusal.value.field == "conflict_words"
    assert change(items=[switch], submit=True, conflict_words="两单同一人实施，依次进行").state == "approving"


def test_what_depends_on_an_item_is_in_its_way_too(
    change: Any, scheduled: Any, item: Any, relation: Any
) -> None:
    server, database, system = item("服务器"), item("数据库"), item("办公系统")
    relation(database, server)
    relation(system, database)
    first = scheduled(items=[server])
    with pytest.raises(Refused, match="影响本单的“办公系统”（办公系统 ← 依赖 — 数据库 ← 依赖 — 服务器）"):
        change(items=[system], submit=True)
    assert change(items=[item("不相干的交换机")], submit=True).state == "approving"
    second = change(items=[system])
    assert second.known_conflicts == [
        {
            "kind": "dependant", "words": f"已排期的变更“{first.subject}”11-25 20:00 至 22:00 影响本单的“办公系统”",
            "way": "办公系统 ← 依赖 — 数据库 ← 依赖 — 服务器", "number": first.number, "level": "warn",
        }
    ]  # fmt: skip


def test_the_other_way_round_it_is_told_too(change: Any, scheduled: Any, item: Any, relation: Any) -> None:
    server, database = item("服务器"), item("数据库")
    relation(database, server)
    scheduled(items=[database])
    with pytest.raises(Refused, match="改动的“数据库”受本单影响（数据库 ← 依赖 — 服务器）"):
        change(items=[server], submit=True)


def test_no_number_of_steps_is_too_far(change: Any, scheduled: Any, item: Any, relation: Any) -> None:
    chain = [item(f"第 {number} 层") for number in range(10)]
    for upper, lower in pairwise(chain):
        relation(upper, lower)
    scheduled(items=[chain[-1]])
    assert change(items=[chain[0]]).known_conflicts[0]["kind"] == "dependant"


def test_redundancy_keeps_a_change_out_of_the_way(
    change: Any, scheduled: Any, item: Any, relation: Any
) -> None:
    service, first, second = item("门户"), item("服务器 1"), item("服务器 2")
    for server in (first, second):
        relation(service, server, group="集群", needed=1)
    scheduled(items=[first])
    assert change(items=[service]).known_conflicts == []


def test_two_changes_do_not_take_both_halves_of_a_redundancy(
    change: Any, scheduled: Any, item: Any, relation: Any
) -> None:
    service, users, servers = item("门户"), item("办事大厅"), [item(f"服务器 {n}") for n in (1, 2, 3)]
    for server in servers:
        relation(service, server, group="集群", needed=2)
    relation(users, service)
    scheduled(items=[servers[0]])
    with pytest.raises(Refused, match="冗余不够：“门户”3 个中至少要有 2 个可用") as refusal:
        change(items=[servers[1]], submit=True)
    assert refusal.value.field == "conflict_words"
    one = change(items=[servers[1]], submit=True, conflict_words="两单先后进行，间隔半小时")
    assert [row["kind"] for row in one.known_conflicts] == ["redundancy"]
    assert one.known_conflicts[0]["way"] in {"门户 ← 依赖 — 服务器 1", "门户 ← 依赖 — 服务器 2"}


def test_what_is_discreet_is_not_named_on_the_way(
    change: Any, scheduled: Any, item: Any, relation: Any
) -> None:
    server, hidden, system = item("服务器"), item("涉密数据库"), item("办公系统")
    relation(hidden, server)
    relation(system, hidden)
    type(hidden).objects.filter(pk=hidden.pk).update(secrecy_level=3)
    scheduled(items=[server])
    assert (
        change(items=[system]).known_conflicts[0]["way"] == "办公系统 ← 依赖 — （无权查看） ← 依赖 — 服务器"
    )


def test_the_number_of_questions_does_not_grow_with_the_windows(
    change: Any, scheduled: Any, item: Any, relation: Any, django_assert_max_num_queries: Any
) -> None:
    service, servers = item("门户"), [item(f"服务器 {n}") for n in range(6)]
    for server in servers:
        relation(service, server)
    for server in servers[1:]:
        scheduled(items=[server], conflict_words="依次进行，已知悉", subject=f"升级 {server.name}")
    one = change(items=[service])
    with django_assert_max_num_queries(8):
        found = windows.conflicts_of(one)
    assert len(found) == 5


def test_its_impact_follows_its_items(change: Any, item: Any, relation: Any, actor: Any) -> None:
    first, second, system, database = (item(name) for name in ("服务器 1", "服务器 2", "系统", "数据库"))
    relation(system, first)
    relation(database, second)
    one = change(items=[first])

    def affected() -> set[int]:
        rows = Affected.objects.filter(register="change_request", record_id=one.pk)
        return set(rows.values_list("item", flat=True))

    assert affected() == {system.pk}
    said = {"register": "change_request", "record_id": one.pk, "at": moment.now()}
    Affected.objects.create(item=item("大屏"), origin="manual", **said)
    by_hand = Affected.objects.get(origin="manual").item_id
    doors.update(
        site.get("change_request"), one.pk, {"items": [second.pk]}, actor=actor(APPLICANT), version=None
    )
    assert affected() == {database.pk, by_hand}


def test_a_freeze_or_a_missing_duty_needs_no_relation(change: Any, freeze: Any) -> None:
    freeze()
    assert change().known_conflicts[0]["way"] == ""


def test_somebody_should_be_on_duty(change: Any, create: Any, cast: Bureau) -> None:
    create(
        "machine_room",
        by="mr_manager",
        code="A",
        name="主机房",
        location="三层",
        manager=cast.people["mr_manager"].pk,
        is_active="1",
    )
    with pytest.raises(Refused, match="11月25日机房没有排班值班"):
        change(submit=True)
    assert change(submit=True, conflict_words="已约值班工程师现场保障").state == "approving"


def test_a_window_is_checked_again_when_it_is_scheduled(
    approved: Any, do: Any, refused: Any, item: Any
) -> None:
    switch = item("核心交换机 A")
    first, second = (
        approved(items=[switch]),
        approved(items=[switch], planned_from="2026-11-26 20:00", planned_to="2026-11-26 22:00"),
    )
    do(first, "schedule", MANAGER)
    ChangeRequest.objects.filter(pk=second.pk).update(
        planned_from=first.planned_from, planned_to=first.planned_to
    )
    assert "相同配置项" in refused(second, "schedule", MANAGER).sentence


def test_a_window_is_in_order_ahead_and_not_too_long(change: Any) -> None:
    with pytest.raises(Refused, match="“计划结束”应晚于“计划开始”"):
        change(planned_to="2026-11-25 19:00")
    with pytest.raises(Refused, match="最长 14 天"):
        change(planned_to="2026-12-25 19:00")
    with pytest.raises(Refused, match="已经过去"):
        change(planned_from="2026-11-20 19:00", planned_to="2026-11-20 20:00", submit=True)


# --- what others learn -----------------------------------------------------------------------------------------------


def test_others_ask_whether_an_item_is_under_change(scheduled: Any, item: Any, actor: Any) -> None:
    switch, other = item("核心交换机 A"), item("核心交换机 B")
    one = scheduled(items=[switch])
    ids = [switch.pk, other.pk]
    assert public.is_under_change(ids, local("2026-11-25 21:00")) == {switch.pk}
    assert public.is_under_change(ids, local("2026-11-25 23:00")) == set()
    assert configuration.changing(ids, local("2026-11-25 21:00")) == {switch.pk}
    assert [ticket.number for ticket in configuration.tickets_on(ids)] == [one.number]
    assert one.subject in configuration.events_of(switch, actor(MANAGER))[0].title
    assert configuration.is_approved_change(one.number)
    assert configuration.is_approved_change("BG-2020-0001") is None


def test_a_change_that_waits_for_its_approval_is_not_approved(change: Any) -> None:
    one = change(submit=True)
    assert public.is_approved(one.number) is False
    assert public.is_under_change(one.items, local("2026-11-25 21:00")) == set()


def test_an_emergency_counts_from_its_beginning(emergency: Any) -> None:
    one = emergency()
    with at("2026-11-23 15:00"):  # long after the window that was planned, and still at work
        assert public.is_under_change(one.items, local("2026-11-23 15:00")) == set(one.items)
        assert public.is_under_change(one.items, local("2026-11-23 15:05")) == set(), (
            "nobody knows the future"
        )
        assert public.is_under_change(one.items, local("2026-11-23 09:00")) == set()


def test_a_draft_is_nobody_s_ticket(change: Any) -> None:
    one = change(by=APPLICANT)
    assert configuration.tickets_on(one.items) == []
