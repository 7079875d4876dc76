"""R-REL-01 and R-REL-02, whichever way one tries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.modules.release.models import Deployment
from govops.modules.release.public import Backup, backups
from tests.modules.release.conftest import (
    APPLICANT,
    APPROVER,
    DEPLOYER,
    MANAGER,
    PENDING,
    VERIFIER,
)
from tests.moments import at, local
from tests.settings_of_operators import set_parameter

CHANNELS = ["page", "api", "import"]


def refused(rule: str, act: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.rule == rule, refusal.value.sentence
    return refusal.value


# --- R-REL-01 --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-REL-01")
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"change_number": "BG-2026-0404"}, "没有编号"),
        ({"change_number": PENDING}, "尚未批准"),
        ({"test_report": ""}, "没有测试报告"),
        ({"test_report": "无无无无"}, "没有测试报告"),
        ({"test_result": ""}, "测试结论"),
        ({"test_result": "failed"}, "测试结论"),
        ({"security_test_result": "failed"}, "安全测试未通过"),
    ],
)
def test_nothing_is_submitted_without_its_change_and_report(
    release: Any, do: Any, channel: str, changes: Any, words: str
) -> None:
    one = release(channel=channel, **changes)
    refusal = refused("R-REL-01", lambda: do(one, "submit", APPLICANT, channel=channel))
    assert words in refusal.sentence
    one.refresh_from_db()
    assert one.state == "planning"


@pytest.mark.rule("R-REL-01")
def test_page_and_program_are_refused_alike(release: Any, client_of: Any, api_of: Any) -> None:
    one = release(change_number=PENDING)
    page = client_of(APPLICANT).post(f"/r/release/{one.pk}/do/submit/", {})
    assert page.status_code == 422
    assert "尚未批准" in page.content.decode()
    answer = api_of(APPLICANT).post(f"/api/v1/release/{one.pk}/submit", {}, content_type="application/json")
    assert answer.status_code == 422
    assert "尚未批准" in answer.json()["detail"]


@pytest.mark.rule("R-REL-01")
def test_a_change_that_ended_meanwhile_stops_the_deployment(
    tested: Any, backup: Any, do: Any, monkeypatch: Any
) -> None:
    one = tested()
    backup(one)
    monkeypatch.setattr("govops.modules.configuration.hooks.approved_changes", [lambda number: False])
    assert "已经结束" in refused("R-REL-01", lambda: do(one, "deploy", DEPLOYER)).sentence


@pytest.mark.rule("R-REL-01")
def test_no_deployment_without_the_acceptance_test(approved: Any, backup: Any, do: Any) -> None:
    one = approved()
    backup(one)
    do(one, "start_testing", VERIFIER)
    assert "先登记验收测试结论" in refused("R-REL-01", lambda: do(one, "deploy", DEPLOYER)).sentence
    do(one, "record_test", VERIFIER, acceptance_result="failed", acceptance_words="签章失败")
    assert "未通过" in refused("R-REL-01", lambda: do(one, "deploy", DEPLOYER)).sentence


@pytest.mark.rule("R-REL-01")
@pytest.mark.parametrize("channel", CHANNELS)
def test_production_changes_by_a_release_in_deployment_alone(
    approved: Any, deployed: Any, create: Any, system: Any, channel: str
) -> None:
    one = approved()
    refused("R-REL-01", lambda: deployed(one, channel=channel))
    data = {
        "system": system.pk,
        "environment": "production",
        "target": one.target_id,
        "deployed_at": "2026-11-23 09:00",
    }
    refused("R-REL-01", lambda: create("deployment", by=DEPLOYER, channel=channel, **data))
    assert not Deployment.objects.exists()


@pytest.mark.rule("R-REL-01")
def test_only_the_named_deployer_deploys(deploying: Any, deployed: Any, do: Any, tested: Any) -> None:
    one = deploying()
    refused("R-REL-01", lambda: deployed(one, by=VERIFIER))
    other = tested(subject="另一次升级", target=one.target_id)
    with pytest.raises(Refused, match="部署人"):
        do(other, "deploy", MANAGER)


# --- R-REL-02 --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-REL-02")
@pytest.mark.parametrize("channel", CHANNELS)
def test_no_deployment_without_a_backup_of_the_last_day(
    tested: Any, backup: Any, do: Any, channel: str
) -> None:
    one = tested()
    assert (
        "没有 24 小时内的成功备份"
        in refused("R-REL-02", lambda: do(one, "deploy", DEPLOYER, channel=channel)).sentence
    )
    backup(one, "2026-11-22 09:29")
    assert (
        "已超过 24 小时" in refused("R-REL-02", lambda: do(one, "deploy", DEPLOYER, channel=channel)).sentence
    )
    backup(one, "2026-11-23 08:00", result="failed")
    refused("R-REL-02", lambda: do(one, "deploy", DEPLOYER, channel=channel))
    backup(one, "2026-11-22 09:30")
    assert do(one, "deploy", DEPLOYER, channel=channel).state == "deploying"


@pytest.mark.rule("R-REL-02")
def test_the_hours_are_a_parameter_and_the_check_can_be_switched_off(
    tested: Any, backup: Any, do: Any
) -> None:
    one = tested()
    backup(one, "2026-11-23 08:00")
    set_parameter("release.backup_hours", 1)
    refused("R-REL-02", lambda: do(one, "deploy", DEPLOYER))
    set_parameter("release.require_backup", False)
    with at("2026-11-23 09:40"):
        assert do(one, "deploy", DEPLOYER).state == "deploying"


@pytest.mark.rule("R-REL-02")
def test_a_backup_made_elsewhere_counts(tested: Any, do: Any, system: Any) -> None:
    one = tested()
    asked: list[tuple[list[int], datetime]] = []

    def told(items: Any, since: datetime) -> list[Backup]:
        asked.append((list(items), since))
        return [Backup(local("2026-11-23 02:00"), "每日全备")]

    backups.append(told)
    try:
        assert do(one, "deploy", DEPLOYER).state == "deploying"
    finally:
        backups.remove(told)
    assert asked == [([system.pk], local("2026-11-22 09:30"))]


@pytest.mark.rule("R-REL-02")
def test_a_backup_is_neither_from_the_future_nor_confirmed_afterwards(
    tested: Any, backup: Any, do: Any, deploying: Any
) -> None:
    one = tested()
    with pytest.raises(Refused, match="不能晚于现在"):
        backup(one, "2026-11-23 10:00")
    backup(one)
    do(one, "deploy", DEPLOYER)
    with pytest.raises(Refused, match="已开始部署"):
        backup(one)


# --- the rest --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"planned_to": "2026-11-23 08:00"}, "planned_to"),
        ({"kind": "upgrade", "current_version": "3.3.0"}, "target"),
    ],
)
def test_a_form_that_makes_no_sense(release: Any, channel: str, changes: Any, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        release(channel=channel, **changes)
    assert list(refusal.value.errors) == [field]


@pytest.mark.parametrize("field", ["plan", "backout_plan", "acceptance_criteria"])
def test_fillers_are_no_plan(release: Any, do: Any, field: str) -> None:
    one = release(**{field: "无。。。。。"})
    with pytest.raises(Refused) as refusal:
        do(one, "submit", APPLICANT)
    assert list(refusal.value.errors) == [field]


def test_deployer_verifier_and_approvers_are_different_people(
    release: Any, version: Any, cast: Any, do: Any
) -> None:
    target = version().pk
    with pytest.raises(Refused, match="部署人不能验证"):
        release(target=target, verifier=cast.people[DEPLOYER].pk)
    one = release(target=target, submit=True, deployer=cast.people[MANAGER].pk)
    with pytest.raises(Refused):
        do(one, "approve", MANAGER)


def test_only_final_versions_are_released(release: Any, version: Any, do: Any) -> None:
    one = release(target=version("3.4.0", final=False).pk)
    with pytest.raises(Refused, match="尚未定版"):
        do(one, "submit", APPLICANT)


def test_outside_of_the_window_nothing_is_deployed(tested: Any, backup: Any, do: Any) -> None:
    one = tested()
    backup(one)
    with at("2026-11-23 20:01"), pytest.raises(Refused, match="不在窗口内"):
        do(one, "deploy", DEPLOYER)


def test_an_approver_who_applied_does_not_approve(release: Any, do: Any) -> None:
    one = release(by=MANAGER, submit=True)
    with pytest.raises(Refused):
        do(one, "approve", MANAGER)
    assert APPROVER != MANAGER
