"""A release from the approval to its end, and back: what the configuration database says at each step."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.modules.configuration.public import History, events_of, tickets_on
from govops.modules.release.actions import snapshots
from govops.modules.release.models import Deployment
from tests.items import application
from tests.modules.release.conftest import APPROVED, DEPLOYER, MANAGER, VERIFIER

WORDS = {"verification": "登录、发文、签章、查询四项均正常"}


def test_deployed_verified_and_closed(
    deploying: Any, deployed: Any, do: Any, system: Any, actor: Any
) -> None:
    one = deploying()
    assert one.current_version == "3.1.0"
    assert [item["number"] for item in one.baseline] == [system.number]
    assert one.baseline_digest == snapshots.digest(one.baseline)
    assert [ticket.number for ticket in tickets_on([system.pk])] == [one.number]
    with pytest.raises(Refused, match="还没有生产环境部署成功的记录"):
        do(one, "verify", VERIFIER, **WORDS)

    record = deployed(one)
    assert (record.version_before, record.version_after, record.cmdb_update) == ("3.1.0", "3.2.0", "done")
    system.refresh_from_db()
    assert system.item_version == "3.2.0"
    fact = History.objects.filter(register="configuration_item", record_id=system.pk).order_by("-id").first()
    assert fact
    assert (fact.reference, "3.2.0" in fact.reason) == (APPROVED, True)

    one = do(one, "verify", VERIFIER, **WORDS)
    assert (one.state, one.result, one.is_on_time, one.cmdb_updated) == ("verified", "success", True, True)
    assert [(d.title, d.before, d.after) for d in snapshots.differences(one.baseline, one.after)] == [
        ("版本", "3.1.0", "3.2.0")
    ]
    assert do(one, "close", MANAGER, conclusion="顺利").state == "closed"
    assert tickets_on([system.pk]) == []
    assert "生产成功：3.1.0 → 3.2.0" in [
        event.title for event in events_of(system, actor("configuration_manager"))
    ]


def test_rolled_back_the_item_has_its_old_version(
    deploying: Any, deployed: Any, do: Any, system: Any
) -> None:
    one = deploying()
    deployed(one)
    with pytest.raises(Refused, match="回退原因"):
        do(one, "roll_back", DEPLOYER, rollback_reason="不行")
    one = do(one, "roll_back", DEPLOYER, rollback_reason="签章服务报错，原因是证书链缺失，重新打包后再发布")
    system.refresh_from_db()
    assert (one.state, one.result, system.item_version, one.cmdb_updated) == (
        "rolled_back",
        "rolled_back",
        "3.1.0",
        True,
    )
    last = Deployment.objects.order_by("-id")[0]
    assert (last.result, last.version_before, last.version_after) == ("rolled_back", "3.2.0", "3.1.0")


def test_a_failed_deployment_changes_no_version(deploying: Any, deployed: Any, do: Any, system: Any) -> None:
    one = deploying()
    with pytest.raises(Refused, match="部署情况"):
        deployed(one, result="failed")
    record = deployed(one, result="failed", words="升级脚本第 3 步超时")
    system.refresh_from_db()
    assert (record.version_after, record.cmdb_update, system.item_version) == ("3.1.0", "none", "3.1.0")


def test_a_controlled_item_is_proposed_and_the_release_waits(
    deploying: Any, deployed: Any, do: Any, cast: Any, version: Any
) -> None:
    core = application(cast, "电子公文系统", is_controlled=True)
    target = version("3.2.0", system=core.pk)
    one = deploying(system=core.pk, target=target.pk)
    record = deployed(one, system=core.pk)
    assert (record.cmdb_update, "已提议" in record.cmdb_words) == ("proposed", True)
    failed = deployed(one, system=core.pk, result="failed", words="重复执行，被脚本拒绝")
    with pytest.raises(Refused, match="不必再核对"):
        do(failed, "update_configuration", DEPLOYER)
    one = do(one, "verify", VERIFIER, **WORDS)
    with pytest.raises(Refused, match="后方可关闭"):
        do(one, "close", MANAGER)
    do(core.proposals.get(), "approve", "configuration_manager")
    assert do(record, "update_configuration", DEPLOYER).cmdb_update == "done"
    closed = do(one, "close", MANAGER)
    core.refresh_from_db()
    assert (core.item_version, closed.state, closed.cmdb_updated) == ("3.2.0", "closed", True)


def test_roll_backs_are_not_written_by_hand(deploying: Any, deployed: Any) -> None:
    with pytest.raises(Refused, match="回退请在发布单上办理"):
        deployed(deploying(), result="rolled_back")


def test_a_deployment_is_written_once(deploying: Any, deployed: Any, client_of: Any) -> None:
    record = deployed(deploying())
    answer = client_of(DEPLOYER).post(f"/r/deployment/{record.pk}/edit/", {"words": "改口"})
    assert answer.status_code == 409


def test_unfinished_versions_go_no_further_than_the_test_environment(
    create: Any, version: Any, system: Any
) -> None:
    draft = version("3.3.0", final=False)
    data = {"system": system.pk, "target": draft.pk, "deployed_at": "2026-11-23 09:00"}
    assert create("deployment", by=DEPLOYER, environment="test", **data).version_after == "3.3.0"
    with pytest.raises(Refused, match="尚未定版"):
        create("deployment", by=DEPLOYER, environment="staging", **data)
