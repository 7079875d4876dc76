"""How a version gets into production: frozen, tried, covered by a change and a backup, deployed, verified, or taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone

from govops.demo.history.changes import updating
from govops.demo.history.changes.cases import QUIET
from govops.demo.history.changes.course import ASSESSED
from govops.demo.history.changes.templates import is_flood_season, is_frozen
from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.releases.rows import Row
from govops.demo.history.world import NEVER, Story, World
from govops.kernel import moment
from govops.modules.configuration.models import ItemProposal
from govops.modules.release.models import SoftwareVersion

WRITER, CHECKER, APPROVER, DEPLOYER, VERIFIER = (
    "release_manager",
    "project_manager",
    "info_center",
    "support_l3",
    "support_l2",
)
CHANGER = "change_manager"
_ORDER = ("approving", "approved", "testing", "deploying")


def story(world: World, plant: Plant, row: Row) -> Story:
    """One release; `_far` says how far those of today have come."""
    day = working_day(world, world.today - timedelta(days=row.back))
    while plant.estate.items[f"app_{row.system}"].type == "core_application" and is_flood_season(day):
        day = working_day(world, day + timedelta(days=1))
    far = _ORDER.index(row.ending) if row.ending in _ORDER else len(_ORDER)
    begin = (
        min(world.at(day, 20), world.now - timedelta(minutes=50))
        if row.ending == "deploying"
        else world.at(day, 20)
    )
    yield world.at(earlier(world, day, 12), 9, 30)
    name = plant.estate.items[f"app_{row.system}"].name
    version = freeze_version(world, plant, row, name)
    yield world.at(earlier(world, day, 8), 14, 20)
    put_in(world, plant, row, version, "test")
    yield world.at(earlier(world, day, 6), 10, 5)
    change = yield from _change(world, plant, row, name, begin)
    release = _release(world, plant, row, name, begin, version, change)
    yield world.soon(60, 240)
    release = world.perform(release, "approve", by=CHECKER, opinion="版本、测试报告齐全。")
    if far < 1:
        return
    yield world.soon(60, 240)
    release = world.perform(release, "approve", by=APPROVER, opinion="同意按窗口发布。")
    if far < 2:
        return
    yield world.at(earlier(world, day, 2), 9, 15)
    release = world.perform(release, "start_testing", by=WRITER)
    yield world.later(100, 300)
    if far < 3:
        return
    if row.ending == "cancelled":
        yield from _cancelled(world, release, change)
        return
    words = "在测试环境逐条对照验收准则，主要流程和权限均正常。"
    release = world.perform(
        release, "record_test", by=VERIFIER, acceptance_result="passed", acceptance_words=words
    )
    yield from _production(world, plant, row, release, change, begin, version)


# --- before -----------------------------------------------------------------------------------------------------------


def freeze_version(world: World, plant: Plant, row: Row, name: str) -> Any:
    """Frozen with the digest of its package."""
    known = SoftwareVersion.objects.filter(
        system=plant.ids[f"app_{row.system}"], version_number=row.version
    ).first()
    if known is not None:
        return known
    package = f"{row.system}-{row.version}.tar.gz"
    data = {
        "system": plant.ids[f"app_{row.system}"], "version_number": row.version, "release_notes": f"{name} {row.version}：{row.news}。升级后请清理浏览器缓存。",
        "change_list": [{"kind": row.kind, "content": row.news}, {"kind": "fixed", "content": "修复若干显示问题"}],
        "packages": [{"name": package, "digest": sha256(package.encode()).hexdigest()}], "source_location": f"代码库 {row.system}，标签 v{row.version}",
        "media": f"发布光盘 {row.system.upper()}-{row.version}",
    }  # fmt: skip
    version = world.create("software_version", data, by=WRITER)
    return world.perform(version, "finalize", by=WRITER)


def put_in(world: World, plant: Plant, row: Row, version: Any, environment: str, release: Any = None) -> Any:
    data = {
        "release": release.pk if release else None, "system": plant.ids[f"app_{row.system}"], "environment": environment, "target": version.pk,
        "deployed_at": _local(moment.now() - timedelta(minutes=1)), "result": "success", "words": "按部署手册执行，服务启动正常。",
    }  # fmt: skip
    return world.create("deployment", data, by=DEPLOYER if release else WRITER)


def _change(world: World, plant: Plant, row: Row, name: str, begin: datetime) -> Any:
    """The change that the release rests on (R-REL-01), approved and on the calendar; answers it."""
    people = world.bureau.people
    data = {
        "subject": f"{name}发布 {row.version}", "kind": "normal", "reason": f"版本 {row.version}：{row.news}。", "source_kind": "demand", **QUIET, "reach": "several", "experience": "once",
        "items": plant.some(f"app_{row.system}"), "plan": f"备份程序和数据库，停应用，部署 {row.version}，启动后核对版本号和主要功能。",
        "test_plan": "测试环境已按验收准则验证，实施后由业务人员抽查。", "backout_plan": "停应用，恢复程序备份和数据库备份，启动原版本，四十分钟内完成。",
        "planned_from": _local(begin - timedelta(minutes=20)), "planned_to": _local(begin + timedelta(minutes=150)), "implementer": people[DEPLOYER].pk,
        "verifier": people[VERIFIER].pk,
    }  # fmt: skip
    change = world.create("change_request", data, by=WRITER)
    if change.known_conflicts:
        words = "与同窗口变更的实施人已约定先后，互不影响。"
        change = world.update(change, {"conflict_words": words}, by=WRITER)
    change = world.perform(change, "submit", by=WRITER)
    yield world.soon(30, 120)
    change = world.perform(change, "assess", by=CHANGER, assessed_level=change.risk_level, **ASSESSED)
    change = world.perform(change, "approve", by=CHANGER, opinion="同意。")
    yield world.soon(30, 120)
    change = world.perform(change, "approve", by="service_level_manager", opinion="同意。")
    yield world.soon(20, 60)
    return world.perform(change, "schedule", by=CHANGER, schedule_words="随版本发布窗口实施。")


def _release(
    world: World, plant: Plant, row: Row, name: str, begin: datetime, version: Any, change: Any
) -> Any:
    people = world.bureau.people
    data = {
        "subject": f"{name} {row.version}", "kind": "patch" if row.kind in ("fixed", "security") else "upgrade", "system": plant.ids[f"app_{row.system}"], "target": version.pk,
        "change_number": change.number, "plan": "19:40 备份，20:00 停应用，20:10 部署，20:40 启动验证，21:00 放行。", "backout_plan": "任一主要功能不通过即回退：恢复程序和数据库备份，四十分钟。",
        "backout_point": f"{row.system}-{begin:%m%d} 全量备份", "acceptance_criteria": "登录、主要查询和办理流程正常；打开首页不超过三秒；版本号正确。",
        "test_report": f"CS-{row.system.upper()}-{row.version}", "test_result": "passed", "security_test_report": f"AQ-{row.system.upper()}-{row.version}",
        "security_test_result": "passed" if row.kind != "added" else "conditional", "planned_from": _local(begin - timedelta(minutes=10)),
        "planned_to": _local(begin + timedelta(minutes=150)), "deployer": people[DEPLOYER].pk, "verifier": people[VERIFIER].pk,
    }  # fmt: skip
    return world.create("release", data, by=WRITER, submit=True)


def _cancelled(world: World, release: Any, change: Any) -> Story:
    world.perform(release, "cancel", by=WRITER, opinion="接口对方未准备好，错过窗口，重新安排。")
    yield world.later(5, 40)
    world.perform(change, "cancel", by=CHANGER, opinion="对应的发布已撤销。")


# --- production -------------------------------------------------------------------------------------------------------


def _production(
    world: World, plant: Plant, row: Row, release: Any, change: Any, begin: datetime, version: Any
) -> Story:
    yield begin - timedelta(minutes=15)
    backup = {
        "release": release.pk, "finished_at": _local(begin - timedelta(minutes=30)), "content": "程序目录、数据库全量、配置文件", "location": "备份一体机一",
        "result": "success", "evidence": "备份日志无错误，抽取一个文件恢复比对一致",
    }  # fmt: skip
    world.create("backup_confirmation", backup, by="backup_operator")
    yield begin
    change = world.perform(change, "begin", by=DEPLOYER)
    release = world.perform(release, "deploy", by=DEPLOYER)
    if row.ending == "deploying":
        yield NEVER
    yield begin + timedelta(minutes=world.chance.randint(35, 70))
    if row.ending != "rolled_back":
        put_in(world, plant, row, version, "production", release)
        yield moment.now() + timedelta(minutes=8)
        _agree_to_the_new_version(world, plant, row)
        yield from _done(world, release, change)
        return
    words = "放行前抽查发现数据汇总错误，窗口内未能查明，恢复程序和数据库备份后业务正常；原因待开发单位分析。"
    world.perform(release, "roll_back", by=DEPLOYER, rollback_reason=words)
    undone = {
        "implementation": "部署后发现汇总错误，按回退方案恢复。",
        "rollback_reason": "主要功能验收不通过，按方案回退。",
    }
    change = world.perform(change, "roll_back", by=DEPLOYER, **undone)
    yield from _looked_back(world, change, "未达到目的：测试数据不足以发现汇总错误，测试环境须补充历史数据。")


def _agree_to_the_new_version(world: World, plant: Plant, row: Row) -> None:
    """The version of a controlled system is a proposal, which the configuration manager looks at."""
    for proposal in ItemProposal.objects.filter(item=plant.ids[f"app_{row.system}"], state="approving"):
        world.perform(proposal, "approve", by="configuration_manager", opinion="与部署记录一致，同意。")


def _done(world: World, release: Any, change: Any) -> Story:
    words = {
        "implementation": "按部署方案实施，各步用时在计划以内。",
        "test_result": "验收准则逐条通过。",
        "result": "success",
    }
    change = world.perform(change, "report", by=DEPLOYER, **words)
    yield world.later(15, 60)
    release = world.perform(
        release,
        "verify",
        by=VERIFIER,
        result="success",
        verification="验收准则逐条核对通过，业务人员抽查正常。",
    )
    yield from _looked_back(world, change, "达到目的，无意外影响。")
    world.perform(release, "close", by=CHECKER, conclusion="按计划完成，无遗留问题。")


def _looked_back(world: World, change: Any, review: str) -> Story:
    change.refresh_from_db()
    change = world.perform(
        change,
        "verify",
        by=VERIFIER,
        verification="业务人员抽查主要功能正常。",
        item_checks=updating.checks(change),
    )
    yield world.soon(200, 900)
    change = world.perform(change, "look_back", by=CHANGER, review=review)
    yield world.soon(20, 120)
    world.perform(change, "close", by=CHANGER)


# --- days -------------------------------------------------------------------------------------------------------------


def working_day(world: World, day: date) -> date:
    """That day, or the next on which people work and nothing is frozen."""
    while not world.is_working_day(day) or is_frozen(day):
        day += timedelta(days=1)
    return day


def earlier(world: World, day: date, days: int) -> date:
    """So many days before, on a working day of the history."""
    found = max(day - timedelta(days=days), world.first + timedelta(days=2))
    while not world.is_working_day(found):
        found -= timedelta(days=1)
    return found


def _local(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")
