"""Who and what fails with an item, what could be behind it, and in which words that is said."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.records.sight import HIDDEN
from govops.modules.configuration import hooks
from govops.modules.configuration.impact import causes, impact
from govops.modules.configuration.models import ConfigurationItem

READER = "support_l2"


def names(lines: list[Any]) -> list[str]:
    return [line.item.name for line in lines]


def test_one_of_a_pair_of_databases_takes_nothing_down(estate: Any, actor: Any) -> None:
    found = impact([estate.server_1.pk], actor(READER))
    assert names(found.lines) == ["数据库 A"]
    assert found.services == []


def test_both_servers_take_the_service_down_and_the_way_says_how(estate: Any, actor: Any) -> None:
    found = impact([estate.server_1.pk, estate.server_2.pk], actor(READER))
    assert names(found.services) == ["审批服务"]
    words = found.services[0].words
    assert words.startswith("审批服务 ← 依赖 — 审批系统 ← 依赖 — 数据库 ")
    assert " ← 运行于 — 服务器 " in words


def test_one_power_feed_is_not_enough_to_fail(estate: Any, actor: Any) -> None:
    assert impact([estate.ups_c.pk], actor(READER)).total == 0
    both = impact([estate.ups_c.pk, estate.ups_d.pk], actor(READER))
    assert both.total == 6
    assert any(line.words.endswith(("供电 — UPS C", "供电 — UPS D")) for line in both.lines)


def test_the_units_that_use_a_service_are_counted_with_their_people(
    estate: Any, actor: Any, cast: Any
) -> None:
    found = impact([estate.system.pk], actor(READER))
    unit = next(hit for hit in found.units if hit.unit == cast.units["GHC"])
    assert unit.items == 1
    assert 0 < unit.people <= found.people


def test_a_person_who_knows_that_it_stands_is_believed(estate: Any, actor: Any) -> None:
    starts = [estate.server_1.pk, estate.server_2.pk]
    assert "审批系统" not in names(impact(starts, actor(READER), standing=[estate.system.pk]).lines)


def test_what_may_be_behind_tells_whether_it_is_enough_alone(estate: Any, actor: Any) -> None:
    found = {line.item.name: line for line in causes([estate.service.pk], actor(READER)).lines}
    assert set(found) == {"审批系统", "数据库 A", "数据库 B", "服务器 1", "服务器 2", "UPS C", "UPS D"}
    assert found["审批系统"].explains == 1
    assert found["数据库 A"].explains == 0
    assert (
        found["UPS C"].words
        == "审批服务 ← 依赖 — 审批系统 ← 依赖 — 数据库 A ← 运行于 — 服务器 1 ← 供电 — UPS C"
    )


def test_what_has_a_ticket_open_is_suspected_first(estate: Any, actor: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(hooks, "under_change", [lambda ids, at: {estate.ups_d.pk} & set(ids)])
    assert causes([estate.service.pk], actor(READER)).lines[0].item.name == "UPS D"


def test_a_hidden_item_carries_the_failure_on_but_is_never_named(estate: Any, actor: Any) -> None:
    ConfigurationItem.objects.filter(pk=estate.system.pk).update(secrecy_level=SecrecyLevel.TOP_SECRET)
    found = impact([estate.server_1.pk, estate.server_2.pk], actor(READER))
    assert "审批系统" not in names(found.lines)
    assert found.hidden == 1
    assert HIDDEN in found.services[0].words
    assert "审批系统" not in found.services[0].words


def test_a_dissolved_relation_carries_nothing(estate: Any, actor: Any, do: Any, why: dict[str, str]) -> None:
    relation = estate.service.outgoing.get()
    do(relation, "dissolve", **why)
    assert "审批服务" not in names(impact([estate.system.pk], actor(READER)).lines)


def test_the_page_answers_both_questions(estate: Any, client_of: Any) -> None:
    client = client_of(READER)
    page = client.get(f"/m/configuration/impact/?item={estate.system.pk}").content.decode()
    assert "审批服务 ← 依赖 — 审批系统" in page
    page = client.get(f"/m/configuration/impact/?item={estate.service.pk}&ask=causes").content.decode()
    assert "足以引起" in page
    assert "有冗余，不足以" in page


def test_the_page_asks_few_queries(estate: Any, client_of: Any, django_assert_max_num_queries: Any) -> None:
    client = client_of(READER)
    for address in (f"?item={estate.server_1.pk}", f"?item={estate.service.pk}&ask=causes"):
        client.get(f"/m/configuration/impact/{address}")
        with django_assert_max_num_queries(20):
            client.get(f"/m/configuration/impact/{address}")


@pytest.mark.parametrize("asked", ["0", "999999999", "x", "9" * 40])
def test_an_unknown_item_is_not_found(estate: Any, client_of: Any, asked: str) -> None:
    assert client_of(READER).get(f"/m/configuration/impact/?item={asked}").status_code == 404


def test_who_may_not_read_items_is_refused(estate: Any, client_of: Any) -> None:
    assert (
        client_of("audit_admin").get(f"/m/configuration/impact/?item={estate.system.pk}").status_code == 403
    )


def test_who_uses_it_counts_not_who_answers_for_it(estate: Any, actor: Any, cast: Any) -> None:
    """The people of the responsible unit are counted only where nobody is named as using it."""
    hits = {hit.unit.code: hit for hit in impact([estate.service.pk], actor(READER)).units}
    assert list(hits) == ["GHC"]
    estate.service.users = []
    estate.service.save()
    owner = estate.service.owner_unit.code
    assert [hit.unit.code for hit in impact([estate.service.pk], actor(READER)).units] == [owner]


def test_a_whole_bureau_is_called_so(estate: Any, actor: Any, cast: Any, client_of: Any) -> None:
    root = next(unit for unit in cast.units.values() if unit.parent_id is None and unit.code != "HX")
    estate.service.users = [root.pk]
    estate.service.save()
    found = impact([estate.service.pk], actor(READER)).served
    assert found.whole is not None
    assert found.words == f"{root.short_name}全体（{found.people} 人）"
    page = client_of(READER).get(f"/m/configuration/impact/?item={estate.service.pk}").content.decode()
    assert f"{root.short_name}全体在岗" in page
    assert "含下级部门" in page


def test_everything_is_counted_though_only_the_first_are_listed(estate: Any, actor: Any) -> None:
    starts = [estate.ups_c.pk, estate.ups_d.pk]
    whole, short = impact(starts, actor(READER)), impact(starts, actor(READER), most=2)
    assert (short.total, len(short.lines), len(whole.lines)) == (6, 2, 6)
    assert short.classes == whole.classes
    assert sum(whole.classes.values()) == 6
    assert [one.item.id for one in short.lines] == [one.item.id for one in whole.lines[:2]]
    assert [hit.items for hit in short.units] == [hit.items for hit in whole.units]


def test_the_page_costs_few_queries(estate: Any, client_of: Any, django_assert_max_num_queries: Any) -> None:
    client = client_of(READER)
    for ask in ("", "&ask=causes"):
        address = f"/m/configuration/impact/?item={estate.ups_c.pk}{ask}"
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
    assert client.get("/m/configuration/impact/?item=0").status_code == 404
