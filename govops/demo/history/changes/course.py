"""How a change goes its way: asked for, assessed, approved, put on the calendar, carried out, verified, looked back upon."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from govops.demo.history.changes import updating
from govops.demo.history.changes.cases import QUIET, Case
from govops.demo.history.changes.templates import made_of
from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.world import NEVER, Story, World

MANAGER, DEPUTY, APPROVER = "change_manager", "incident_manager", "info_center"
BOARD = ("cab", "houzhenhua")
ASSESSED = {
    "impact_services": "窗口内相关服务短时中断或切换，其余服务不受影响。", "impact_users": "非工作时间实施，在线用户少，已提前告知。",
    "impact_security": "不改变安全策略，实施过程由堡垒机记录。", "impact_cost": "无",
    "assessment": "方案步骤清楚，回退可行，窗口避开业务高峰，同意提交审批。",
}  # fmt: skip


def story(world: World, plant: Plant, case: Case) -> Story:
    if case.kind == "emergency":
        return _emergency(world, plant, case)
    return _standard(world, plant, case) if case.kind == "standard" else _planned(world, plant, case)


# --- the ways ---------------------------------------------------------------------------------------------------------


def _planned(world: World, plant: Plant, case: Case) -> Story:
    begin = world.at(case.day, case.hour)
    yield _asked_at(world, case)
    change = _filed(world, plant, case, begin)
    if change is None or case.ending == "draft":
        return
    change = world.perform(change, "submit", by=case.by)
    yield world.soon(30, 160)
    manager = _manager(case)
    if case.ending == "unassessed":
        return
    change = world.perform(change, "assess", by=manager, assessed_level=change.risk_level, **ASSESSED)
    change = world.perform(change, "approve", by=manager, opinion="评估完毕，同意。")
    yield world.soon(40, 260)
    if case.ending == "refused":
        world.perform(
            change,
            "refuse",
            by=BOARD[0] if case.kind == "major" else APPROVER,
            opinion="业务高峰期临近，停机时间过长，请拆分后重新申请。",
        )
        return
    if case.ending == "unapproved":
        return
    for member in BOARD if case.kind == "major" else (APPROVER,):
        change = world.perform(change, "approve", by=member, opinion="同意。")
        yield world.soon(20, 120)
    if case.ending == "cancelled":
        world.perform(change, "cancel", by=manager, opinion="厂商备件未到，窗口内不能完成，取消后另行安排。")
        return
    change = world.perform(
        change, "schedule", by=manager, schedule_words="已核对窗口和值班安排，按计划实施。"
    )
    yield from _carried_out(world, plant, case, change, begin)


def _standard(world: World, plant: Plant, case: Case) -> Story:
    yield _asked_at(world, case)
    begin = world.at(case.day, case.hour)
    change = _filed(world, plant, case, begin)
    if change is None:
        return
    yield world.later(4, 30)
    change = world.perform(
        change, "schedule_standard", by=case.by, schedule_words="按模板实施，已核对窗口和值班安排。"
    )
    yield from _carried_out(world, plant, case, change, begin)


def _emergency(world: World, plant: Plant, case: Case) -> Story:
    """First done, then written: the paper follows within a day, once it did not."""
    begin = world.at(case.day, case.hour, 10)
    yield begin - timedelta(minutes=12)
    change = _filed(world, plant, case, begin)
    if change is None:
        return
    yield begin
    change = world.perform(
        change, "begin_emergency", by=case.implementer, authorised_by=world.bureau.people["it_lead"], authorised_at=begin - timedelta(minutes=6),
        authorised_words="电话授权：故障影响面大，同意先行处置，事后补单。",
    )  # fmt: skip
    yield begin + timedelta(minutes=case.minutes)
    change = world.perform(change, "report", by=case.implementer, **_report(case))
    updating.update(world, plant, case, change)
    yield begin + timedelta(hours=40 if case.ending == "late_paper" else 4)
    change = world.perform(change, "write_up", by=case.by)
    change = world.perform(change, "submit", by=case.by)
    manager = _manager(case)
    yield world.soon(30, 120)
    change = world.perform(change, "assess", by=manager, assessed_level=change.risk_level, **ASSESSED)
    change = world.perform(change, "approve", by=manager, opinion="情况属实，处置得当，同意。")
    yield world.soon(30, 120)
    change = world.perform(change, "approve", by="service_level_manager", opinion="同意。")
    yield from _checked(world, case, change)


# --- the parts --------------------------------------------------------------------------------------------------------


def _asked_at(world: World, case: Case) -> datetime:
    wanted = min(case.day - timedelta(days=case.asked), world.last_working_days(1)[0])
    day = max(world.first + timedelta(days=2), wanted)
    while not world.is_working_day(day):
        day -= timedelta(days=1)
    return world.at(day, 9 + case.asked % 7, 20 + case.asked % 30)


def _filed(world: World, plant: Plant, case: Case, begin: datetime) -> Any:
    """The form, with a word on whatever else happens in the window; None when something forbids it."""
    people, units = world.bureau.people, world.bureau.units
    data: dict[str, Any] = {
        "subject": case.subject, "kind": case.kind, "reason": case.reason, "source_kind": case.source, "items": plant.some(*case.items),
        **QUIET, **case.answers, "plan": case.plan, "test_plan": case.test, "backout_plan": case.backout, "planned_from": _local(begin),
        "planned_to": _local(begin + timedelta(minutes=case.minutes + 30)), "implementer": people[case.implementer].pk, "verifier": people[case.verifier].pk,
        "needs_stop": "1" if case.stop else "",
        "stop_units": [units[code].pk for code in case.stop], "stop_words": case.stop_words,
    }  # fmt: skip
    if case.template:
        data["template"] = made_of(world)[case.template]
    change: Any = world.create("change_request", data, by=case.by)
    if any(row["level"] == "hard" for row in change.known_conflicts) and case.kind != "emergency":
        world.perform(change, "cancel", by=case.by, opinion="窗口与冻结期或其他变更冲突，另选时间。")
        return None
    if change.known_conflicts:
        words = "已知悉窗口内的情况，与相关实施人约定先后，机房管理人员到场接应。"
        change = world.update(change, {"conflict_words": words}, by=case.by)
    return change


def _carried_out(world: World, plant: Plant, case: Case, change: Any, begin: datetime) -> Story:
    if case.ending == "scheduled":
        yield NEVER
    yield begin + timedelta(minutes=world.chance.randint(1, 8))
    change = world.perform(change, "begin", by=case.implementer)
    if case.ending == "under_way":
        yield NEVER
    yield begin + timedelta(minutes=int(case.minutes * world.chance.uniform(0.5, 0.95)))
    if case.ending == "rolled_back":
        words = {
            "implementation": "升级后出现异常，按回退方案恢复原状，业务恢复正常。",
            "rollback_reason": "升级后主备状态不一致，窗口内无法定位，不能继续。",
        }
        change = world.perform(change, "roll_back", by=case.implementer, **words)
    else:
        updating.update(world, plant, case, change)
        change = world.perform(change, "report", by=case.implementer, **_report(case))
    if case.ending == "unverified":
        yield NEVER
    yield world.soon(30, 240)
    yield from _checked(world, case, change)


def _report(case: Case) -> dict[str, str]:
    result = case.ending if case.ending in ("partial", "failed") else "success"
    words = {
        "partial": "主要步骤完成，其余部分因窗口不足留待下次。",
        "failed": "未能达到目的，已恢复服务，另行分析。",
    }.get(result, "符合预期。")
    return {"implementation": case.told, "test_result": words, "result": result}


def _checked(world: World, case: Case, change: Any) -> Story:
    """Verified item by item, looked back upon, closed."""
    checks = updating.checks(change)
    verified = case.verified if case.ending != "failed" else "业务已恢复到变更前状态，运行正常。"
    change = world.perform(change, "verify", by=case.verifier, verification=verified, item_checks=checks)
    yield world.soon(300, 1500)
    review = {
        "rolled_back": "未达到目的。版本核对没有在测试环境做完整，下次升级前先统一主备版本。", "failed": "未达到目的，方案对依赖估计不足，须重新设计。",
        "partial": "基本达到目的，剩余部分已列入下月计划；窗口应留足余量。", "late_paper": "处置及时，但补单超过时限，已提醒申请人。",
    }.get(case.ending, "达到目的，无意外影响，方案可继续使用。")  # fmt: skip
    manager = _manager(case)
    change = world.perform(change, "look_back", by=manager, review=review)
    yield world.soon(20, 200)
    world.perform(change, "close", by=manager)


def _manager(case: Case) -> str:
    return DEPUTY if MANAGER in (case.by, case.implementer, case.verifier) else MANAGER


def _local(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")
