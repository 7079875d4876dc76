"""Baselines keep relations too; each difference says on what grounds; environments are compared version by version."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.kernel.registers import doors, site
from govops.modules.release.actions import snapshots
from tests.items import server
from tests.modules.release.conftest import APPROVED, DEPLOYER, MANAGER
from tests.modules.release.test_pages import text
from tests.tickets import ticket

KEEPER = "configuration_manager"


@pytest.fixture
def relate(create: Any) -> Any:
    """`relate(system, host)`: the system runs on the host."""
    kinds: list[Any] = []

    def made(source: Any, target: Any, **more: Any) -> Any:
        if not kinds:
            data = {"code": "runs_on", "name": "运行于", "inverse": "承载", "flow": 2}
            kinds.append(create("relation_kind", by=KEEPER, **data))
        ends = {"source": source.pk, "target": target.pk}
        return create(
            "item_relation",
            by=KEEPER,
            kind=kinds[0].pk,
            **{"reason": "按图登记", "reference": APPROVED} | ends | more,
        )

    return made


def between(one: Any) -> list[tuple[str, str, str]]:
    found = snapshots.differences(one.baseline, snapshots.snapshot(one.item_ids))
    return [(each.title, each.before, each.after) for each in found]


def test_a_baseline_keeps_what_an_item_hangs_on(deploying: Any, relate: Any, system: Any, cast: Any) -> None:
    first, second = server(cast), server(cast, "应用服务器 02")
    relate(system, first, group="应用集群", needed=1)
    relate(system, second, group="应用集群", needed=1)
    one = deploying(items=[first.pk])
    here, there = one.baseline
    assert [row["words"] for row in here["relations"]] == [
        "运行于 应用服务器 01（冗余组 应用集群，至少 1）",
        "运行于 应用服务器 02（冗余组 应用集群，至少 1）",
    ]
    assert [row["words"] for row in there["relations"]] == ["承载 综合办公系统（冗余组 应用集群，至少 1）"]
    assert one.baseline_digest == snapshots.digest(one.baseline)


def test_relations_that_come_go_or_weaken_are_differences(
    deploying: Any, relate: Any, do: Any, system: Any, cast: Any, actor: Any
) -> None:
    hosts = [server(cast, f"应用服务器 0{number}") for number in (1, 2, 3)]
    ended, weakened = relate(system, hosts[0]), relate(system, hosts[1], group="集群", needed=1)
    one = deploying()
    assert between(one) == []
    do(ended, "dissolve", KEEPER, reason="迁移到新机", reference=APPROVED)
    new = {"needed": 2, "reason": "改为都要", "reference": APPROVED}
    doors.update(site.get("item_relation"), weakened.pk, new, actor=actor(KEEPER), version=None)
    relate(system, hosts[2])
    assert between(one) == [
        ("关系", "运行于 应用服务器 01", "—"),
        (
            "关系",
            "运行于 应用服务器 02（冗余组 集群，至少 1）",
            "运行于 应用服务器 02（冗余组 集群，至少 2）",
        ),
        ("关系", "—", "运行于 应用服务器 03"),
    ]


def test_a_baseline_of_before_relations_were_kept_says_nothing_of_them(
    deploying: Any, relate: Any, system: Any, cast: Any, client_of: Any
) -> None:
    one = deploying()
    old = [{name: value for name, value in item.items() if name != "relations"} for item in one.baseline]
    type(one).objects.filter(pk=one.pk).update(baseline=old, baseline_digest=snapshots.digest(old))
    relate(system, server(cast))
    page = text(client_of(MANAGER).get(f"/m/release/{one.pk}/baseline/"))
    assert "还不含关系" in page
    assert "基线完整" in page


def test_each_difference_says_on_what_grounds(
    deploying: Any, deployed: Any, relate: Any, system: Any, cast: Any, actor: Any, client_of: Any
) -> None:
    one = deploying()
    deployed(one)
    register = site.get("configuration_item")
    ticket(cast, at="2026-11-20 10:00", number="SJ-2026-9003")
    aside = {"description": "顺手改的说明", "reason": "另一件事", "reference": "SJ-2026-9003"}
    doors.update(register, system.pk, aside, actor=actor(KEEPER), version=None)
    type(system).objects.filter(pk=system.pk).update(network_zone="internet")  # past every door
    relate(system, server(cast))
    page = text(client_of(MANAGER).get(f"/m/release/{one.pk}/baseline/"))
    assert page.count("本次发布") == 2  # the version and the relation
    assert page.count("另有依据") == 1  # the words, under a ticket of their own
    assert page.count("未查到依据") == 1  # the zone
    assert "<ins>运行于 应用服务器 01</ins>" in page


def test_a_related_item_that_one_may_not_see_is_not_named(
    deploying: Any, relate: Any, system: Any, cast: Any, client_of: Any
) -> None:
    one = deploying()
    hidden = server(cast, "涉密服务器")
    relate(system, hidden)
    type(hidden).objects.filter(pk=hidden.pk).update(secrecy_level=4)
    page = text(client_of(MANAGER).get(f"/m/release/{one.pk}/baseline/"))
    assert "涉密服务器" not in page
    assert "（无权查看）" in page


def test_the_baseline_costs_the_same_with_many_items(
    deploying: Any, relate: Any, system: Any, cast: Any, client_of: Any
) -> None:
    hosts = [server(cast, f"应用服务器 {number}") for number in range(6)]
    one = deploying(items=[host.pk for host in hosts])
    for host in hosts:
        relate(system, host)
    client = client_of(MANAGER)
    address = f"/m/release/{one.pk}/baseline/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        text(client.get(address))
    assert len(asked) <= 12


def test_environments_are_compared_version_by_version(
    deploying: Any, deployed: Any, version: Any, create: Any, system: Any, client_of: Any
) -> None:
    one = deploying()
    deployed(one)
    fix = [{"kind": "security", "content": "修补越权查询", "reference": "WT-2026-0007"}]
    newer = version("3.3.0", change_list=fix)
    version("3.4.0", change_list=[{"kind": "added", "content": "还没有部署的", "reference": ""}])
    where = {"system": system.pk, "deployed_at": "2026-11-23 09:00"}
    create("deployment", by=DEPLOYER, environment="test", target=newer.pk, **where)
    address = f"/m/release/system/{system.pk}/drift/"
    client = client_of(MANAGER)
    page = text(client.get(address, {"of": "test"}))
    for words in ("测试领先生产", "3.3.0", "修补越权查询", "WT-2026-0007"):
        assert words in page
    assert "还没有部署的" not in page
    assert f"{address}?of=test" in text(client.get("/m/release/"))
    assert "开发环境还没有部署" in text(client.get(address, {"of": "development"}))
    assert client.get(address, {"of": "moon"}).status_code == 422
    assert client_of("end_user").get(address).status_code == 403
