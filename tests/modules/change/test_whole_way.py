"""One real change from its draft to its closing, with the release that carries it out; and an emergency with its paper."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from govops.demo.bureau import Bureau
from govops.kernel.access.answers import Refused
from govops.kernel.jobs import run_now
from govops.kernel.messages.models import Message
from govops.kernel.norms.judging import judge
from govops.kernel.norms.models import DutyPeriod
from govops.kernel.processes.models import Act
from govops.kernel.records import attachments
from govops.kernel.registers import doors, site
from govops.modules.change.public import is_under_change
from govops.modules.configuration.public import History, changing
from govops.modules.release.actions import snapshots
from govops.modules.release.models import Deployment
from tests.items import application, server
from tests.modules.change.conftest import (
    APPLICANT,
    ASSESSMENT,
    AUTHORISER,
    BOARD,
    IMPLEMENTER,
    KEEPER,
    MANAGER,
    PLAN,
    REPORT,
    TEST_PLAN,
    VERIFIER,
    WAY_BACK,
    unchanged,
)  # fmt: skip
from tests.moments import at, local


def _packed() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("oa-3.2.0/README.txt", "综合办公系统 3.2.0")
    return made.getvalue()


PACKAGE = _packed()
DIGEST = hashlib.sha256(PACKAGE).hexdigest()
RELEASE_MANAGER, RELEASE_APPROVER = "release_manager", "info_center"


@pytest.fixture
def estate(cast: Bureau, create: Any) -> dict[str, Any]:
    """综合办公系统 3.1.0 on one of two servers of a cluster, and the kind of relation."""
    system, hosts = application(cast), [server(cast, f"应用服务器 0{number}") for number in (1, 2)]
    kind = create("relation_kind", by=KEEPER, code="runs_on", name="运行于", inverse="承载", flow=2)
    incident = create(
        "incident", by="end_user", subject="办公系统待办乱序", category="network", impact="person", urgency="medium", channel="web"
    )  # fmt: skip
    for host in hosts:
        ends = {"kind": kind.pk, "source": system.pk, "target": host.pk, "group": "应用集群", "needed": 1}
        create("item_relation", by=KEEPER, reason="按图登记", reference=incident.number, **ends)
    return {"system": system, "hosts": hosts, "incident": incident, "kind": kind}


def _change(create: Any, cast: Bureau, estate: dict[str, Any]) -> Any:
    return create(
        "change_request", by=APPLICANT, subject="综合办公系统升级到 3.2.0", kind="major", reason="待办乱序，厂商已修复", source_kind="incident",
        source_number=estate["incident"].number, items=[estate["system"].pk, estate["hosts"][0].pk], plan=PLAN, test_plan=TEST_PLAN,
        backout_plan=WAY_BACK, planned_from="2026-11-25 20:00", planned_to="2026-11-25 23:00", reach="everybody", redundancy="part",
        rehearsal="done", back_out_time="quick", timing="idle", experience="often", sensitivity="data", needs_stop="1",
        stop_units=[cast.units["GHC"].pk], stop_words="综合办公系统停用约一小时，急件走纸质", implementer=cast.people[IMPLEMENTER].pk,
        verifier=cast.people[VERIFIER].pk, submit=True,
    )  # fmt: skip


def _version(create: Any, do: Any, actor: Any, system: Any) -> Any:
    """3.2.0 with a package whose digest was written down, and the file itself."""
    version = create(
        "software_version", by=APPLICANT, system=system.pk, version_number="3.2.0", release_notes="待办按时间排序",
        change_list=[{"kind": "fixed", "content": "待办乱序", "reference": ""}], packages=[{"name": "oa-3.2.0.zip", "digest": "0" * 64}],
    )  # fmt: skip
    attachments.store(
        SimpleUploadedFile("oa-3.2.0.zip", PACKAGE), actor=actor(APPLICANT), register="software_version", record_id=version.pk
    )  # fmt: skip
    with pytest.raises(Refused, match="校验值与附件不符"):
        do(version, "finalize", APPLICANT)
    right = {"packages": [{"name": "oa-3.2.0.zip", "digest": DIGEST}]}
    doors.update(site.get("software_version"), version.pk, right, actor=actor(APPLICANT), version=None)
    return do(version, "finalize", APPLICANT)


def _release(create: Any, cast: Bureau, estate: dict[str, Any], version: Any, change: Any) -> Any:
    return create(
        "release", by=APPLICANT, subject="综合办公系统升级", kind="upgrade", system=estate["system"].pk, target=version.pk,
        items=[estate["hosts"][0].pk], change_number=change.number, plan="停应用，换程序包，执行升级脚本，启动并冒烟测试",
        backout_plan="恢复快照与数据库备份，约二十分钟", backout_point="快照 OA-1125", acceptance_criteria="登录、发文、签章、查询四项均正常",
        test_report="OA-3.2.0 测试报告", test_result="passed", planned_from="2026-11-25 20:00", planned_to="2026-11-25 23:00",
        deployer=cast.people[IMPLEMENTER].pk, verifier=cast.people[VERIFIER].pk, submit=True,
    )  # fmt: skip


@pytest.mark.rule("R-CHG-01")
@pytest.mark.rule("R-CHG-03")
@pytest.mark.rule("R-CHG-04")
@pytest.mark.rule("R-REL-01")
@pytest.mark.rule("R-REL-02")
def test_a_major_change_is_released_into_production_and_closed(
    create: Any, do: Any, actor: Any, cast: Bureau, estate: dict[str, Any], settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    system, host = estate["system"], estate["hosts"][0]

    # assessed, and decided by the board with its quorum
    change = _change(create, cast, estate)
    assert (change.state, change.risk_level) == ("approving", "medium")
    with pytest.raises(Refused, match="还没有填写评估"):
        do(change, "approve", MANAGER)
    do(change, "assess", MANAGER, **ASSESSMENT)
    do(change, "approve", MANAGER)
    version = _version(create, do, actor, system)
    with pytest.raises(Refused, match="尚未批准"):
        _release(create, cast, estate, version, change)
    for forbidden in (IMPLEMENTER, VERIFIER, APPLICANT):
        with pytest.raises(Refused):
            do(change, "approve", forbidden)
    assert do(change, "approve", BOARD[0]).state == "approving"
    assert do(change, "approve", BOARD[1]).state == "approved"
    assert Message.objects.filter(person=cast.people["end_user"], kind="change_stop").count() == 1
    change = do(change, "schedule", MANAGER)
    assert changing([system.pk, host.pk], local("2026-11-25 21:00")) == {system.pk, host.pk}
    assert is_under_change([system.pk], local("2026-11-24 21:00")) == set()

    # the release rests on it; tested; nothing is deployed without a fresh backup or by somebody else
    release = _release(create, cast, estate, version, change)
    do(release, "approve", RELEASE_MANAGER)
    do(release, "approve", RELEASE_APPROVER)
    do(release, "start_testing", VERIFIER)
    do(release, "record_test", VERIFIER, acceptance_result="passed", acceptance_words="四项均正常")
    backup = {
        "release": release.pk, "content": "数据库与程序目录", "location": "备份一体机 卷 07", "result": "success", "evidence": "抽验可恢复",
    }  # fmt: skip
    create("backup_confirmation", by=IMPLEMENTER, finished_at="2026-11-23 09:00", **backup)
    with at("2026-11-25 20:00"):
        with pytest.raises(Refused, match="已超过 24 小时"):
            do(release, "deploy", IMPLEMENTER)
        create("backup_confirmation", by=IMPLEMENTER, finished_at="2026-11-25 18:30", **backup)
        with pytest.raises(Refused):
            do(change, "begin", VERIFIER)
        do(change, "begin", IMPLEMENTER)
        release = do(release, "deploy", IMPLEMENTER)
    assert [len(item["relations"]) for item in release.baseline] == [2, 1]
    assert release.baseline_digest == snapshots.digest(release.baseline)

    # deployed by the one, verified by the other; the configuration database follows
    with at("2026-11-25 21:00"):
        where = {
            "release": release.pk,
            "system": system.pk,
            "environment": "production",
            "target": version.pk,
        }
        done = create("deployment", by=IMPLEMENTER, deployed_at="2026-11-25 20:50", result="success", **where)
        assert (done.version_before, done.version_after, done.cmdb_update) == ("3.1.0", "3.2.0", "done")
        do(change, "report", IMPLEMENTER, **REPORT)
        with pytest.raises(Refused):
            do(release, "verify", IMPLEMENTER, verification="四项验收准则均正常")
        release = do(release, "verify", VERIFIER, verification="四项验收准则均正常")
        release = do(release, "close", RELEASE_MANAGER, conclusion="顺利")
    assert (release.state, release.result, release.is_on_time, release.cmdb_updated) == (
        "closed",
        "success",
        True,
        True,
    )
    found = snapshots.differences(release.baseline, release.after)
    assert [(one.title, one.before, one.after) for one in found] == [("版本", "3.1.0", "3.2.0")]
    fact = History.objects.filter(record_id=system.pk, register="configuration_item").latest("id")
    assert fact.reference == change.number

    # nothing is closed before every item was updated or looked at
    with at("2026-11-26 09:00"):
        true = [{"item": system.number, "outcome": "updated", "reason": ""}]
        false = [{"item": host.number, "outcome": "updated", "reason": ""}]
        with pytest.raises(Refused, match=f"{host.number} 的历史中没有以"):
            do(change, "verify", VERIFIER, verification="四项业务正常", item_checks=[*true, *false])
        do(change, "verify", VERIFIER, verification="四项业务正常", item_checks=true)
        do(change, "look_back", MANAGER, review="达到目的，按时完成，无意外影响")
        with pytest.raises(Refused, match=f"{host.number}还没有更新配置库") as refusal:
            do(change, "close", MANAGER)
        assert refusal.value.rule == "R-CHG-03"
        kept = [{"item": host.number, "outcome": "unchanged", "reason": "只换程序包，主机未动"}]
        do(change, "confirm_items", VERIFIER, item_checks=kept)
        change = do(change, "close", MANAGER)
    assert (change.state, change.result, change.reviewer.name) == ("closed", "success", "任鹏飞")
    signed = Act.objects.filter(register="change_request", record_id=change.pk, step="board")
    assert {act.person_id for act in signed} == {cast.people[name].pk for name in BOARD}
    assert Deployment.objects.get().release_id == release.pk


@pytest.mark.rule("R-CHG-01")
def test_an_emergency_is_done_first_and_its_late_paper_counts(
    change: Any, do: Any, cast: Bureau, client_of: Any
) -> None:
    word = {
        "authorised_by": cast.people[AUTHORISER],
        "authorised_at": local("2026-11-23 09:20"),
        "authorised_words": "电话：立即更换",
    }
    one = change(kind="emergency", planned_from="2026-11-23 09:30", planned_to="2026-11-23 12:00")
    with pytest.raises(Refused, match="无权授权"):
        do(one, "begin_emergency", IMPLEMENTER, **{**word, "authorised_by": cast.people[APPLICANT]})
    one = do(one, "begin_emergency", IMPLEMENTER, **word)
    with at("2026-11-23 10:00"):
        do(one, "report", IMPLEMENTER, **REPORT)
        with pytest.raises(Refused, match="先补单"):
            do(one, "verify", VERIFIER, verification="恢复正常，业务可用", item_checks=unchanged(one))
    with at("2026-11-24 09:31"):  # a minute after its 24 hours
        assert run_now("change.note_late_papers").sentence == "登记逾期 1 项"
        assert run_now("change.note_late_papers").sentence == "登记逾期 0 项"
        assert Message.objects.filter(person=cast.people[APPLICANT], kind="change_paper_late").count() == 1
        page = client_of(MANAGER).get("/m/change/").content.decode()
        assert "逾期 1 ÷ 紧急变更 1" in page
        assert "其中补单逾期 1 件" in page
        do(one, "write_up", APPLICANT)
        do(one, "submit", APPLICANT)
        do(one, "assess", MANAGER, **ASSESSMENT)
        do(one, "approve", MANAGER)
        one = do(one, "approve", "info_center")
        assert (one.state, one.is_paper_late) == ("approved", True)
        do(one, "verify", VERIFIER, verification="恢复正常，业务可用", item_checks=unchanged(one))
        do(one, "look_back", MANAGER, review="处置得当，补单迟了，已提醒")
        assert do(one, "close", MANAGER).state == "closed"
    with at("2026-11-25 00:10"):
        judge(date(2026, 11, 24))
        judge(date(2026, 11, 25))
    assert DutyPeriod.objects.get(obligation="R-CHG-01-paper", subject_id=one.pk).state == "missed"
