"""The life of an item as an asset: moves, and R-CI-04 on scrapping."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import Person
from govops.kernel.processes import inbox
from govops.kernel.records.visibility import visible
from govops.modules.configuration import hooks, models
from govops.modules.configuration.hooks import OpenTicket

MANAGER = "configuration_manager"


def test_bought_received_issued_moved_aside_and_used_again(
    item: Any, do: Any, place: Any, cast: Any, why: Any
) -> None:
    room, custodian = place(), cast.people[MANAGER]
    one = do(item(enters_as="planned"), "receive", reason="到货", serial_number="SN1", asset_number="zc-9")
    assert one.state == "stock"
    with pytest.raises(Refused, match="责任人"):
        do(one, "issue", custodian=None, reason="领用", network_zone="extranet")
    one = do(one, "issue", custodian=custodian, location=room, network_zone="extranet", reason="领用")
    assert (one.state, one.custodian, one.location) == ("in_use", custodian, room)
    one = do(one, "put_aside", **why)
    assert do(one, "use_again", custodian=custodian, network_zone="extranet", **why).state == "in_use"
    assert do(do(one, "send_repair", **why), "repaired", **why).state == "in_use"


def test_what_is_entered_in_the_ledger_is_no_matter_that_somebody_started(item: Any, cast: Any) -> None:
    one, keeper = item(), cast.people[MANAGER]
    assert one.applicant == keeper
    assert inbox.counts(Person.objects.get(pk=keeper.pk))["mine"] == 0
    assert not inbox.items(keeper, "mine").exists()


def test_who_has_a_thing_in_use_may_see_it_and_where_it_stands(
    item: Any, place: Any, cast: Any, actor: Any
) -> None:
    room, user = place("314 室"), cast.people["end_user"]
    mine, other = item("台式机", location=room.pk, custodian=user.pk), item("别人的台式机")
    rows = visible(
        models.ConfigurationItem.objects.all(), actor("end_user", "page"), register="configuration_item"
    )
    seen = set(rows.values_list("pk", flat=True))
    assert {mine.pk, room.pk} <= seen
    assert other.pk not in seen


def test_only_those_who_keep_the_register_move_items(item: Any, do: Any, why: Any) -> None:
    with pytest.raises(Refused, match="只有配置经理、资产管理员可以办理"):
        do(item(), "put_aside", "support_l2", **why)


def test_a_place_is_a_place_and_not_inside_itself(item: Any, place: Any, change: Any, why: Any) -> None:
    room = place()
    with pytest.raises(Refused, match="不能作为位置"):
        item("乙", location=item("甲").pk)
    inner = place("里间", location=room.pk)
    with pytest.raises(Refused, match="不能作为位置"):
        change(room, location=inner.pk, **why)


@pytest.mark.rule("R-CI-04")
def test_nothing_with_open_tickets_is_scrapped(
    item: Any, type_of: Any, do: Any, why: Any, monkeypatch: Any
) -> None:
    one = do(item("柜", type_of("ups", "UPS", "facility")), "put_aside", **why)
    ticket = OpenTicket("incident", 1, "SJ-2026-0001", "停电", "/r/incident/1/", one.pk)
    monkeypatch.setattr(hooks, "open_tickets", [lambda ids: [ticket] if one.pk in ids else []])
    with pytest.raises(Refused, match="SJ-2026-0001") as told:
        do(one, "scrap", **why)
    assert told.value.rule == "R-CI-04"
    monkeypatch.setattr(hooks, "open_tickets", [])
    assert do(one, "scrap", **why).state == "scrapped"


@pytest.mark.rule("R-CI-04")
def test_nothing_with_media_that_are_not_wiped_is_scrapped(
    item: Any, do: Any, why: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(hooks, "open_tickets", [])
    one = do(item(), "put_aside", **why)
    with pytest.raises(Refused, match="存储介质尚未确认清除") as told:
        do(one, "scrap", **why)
    assert told.value.rule == "R-CI-04"
    gone = do(do(one, "wipe", **why), "scrap", **why)
    assert (gone.state, str(gone.scrapped_on)) == ("scrapped", "2026-11-23")


def test_what_is_used_again_has_to_be_wiped_again(item: Any, do: Any, why: Any, cast: Any) -> None:
    one = do(do(item(), "put_aside", **why), "wipe", **why)
    assert one.media_wiped
    again = do(one, "use_again", custodian=cast.people[MANAGER], network_zone="extranet", **why)
    assert not again.media_wiped


def test_scrapping_ends_its_relations_and_waits_for_an_empty_rack(
    item: Any, type_of: Any, place: Any, relate: Any, do: Any, why: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(hooks, "open_tickets", [])
    ups = type_of("ups", "UPS", "facility")
    source, target = item("甲", ups), item("乙", ups)
    relation = relate(source, target, **why)
    do(do(target, "put_aside", **why), "scrap", **why)
    relation.refresh_from_db()
    assert relation.state == "ended"
    room = place()
    item("丙", ups, location=room.pk)
    with pytest.raises(Refused, match="请先移出"):
        do(do(room, "put_aside", **why), "scrap", **why)


def test_a_custodian_reads_what_is_in_his_keeping(item: Any, cast: Any, client_of: Any) -> None:
    mine = item("办公电脑", custodian=cast.people["end_user"].pk)
    other = item("服务器")
    client = client_of("end_user")
    assert client.get(f"/r/configuration_item/{mine.pk}/").status_code == 200
    assert client.get(f"/r/configuration_item/{other.pk}/").status_code == 404
    assert models.ConfigurationItem.objects.count() == 2
