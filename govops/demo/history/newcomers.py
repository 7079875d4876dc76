"""内网用户申请 and 权限申请: who joined in the year, and who was given another duty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from govops.demo.history.identity import identity_number, phone_of
from govops.demo.history.world import NEVER, Story, World
from govops.kernel.organization.pinyin import pinyin_of

AGREE = ("同意。", "同意，按普通用户开通。", "情况属实，同意。", "同意")


class Newcomer(NamedTuple):
    """Somebody for whom `asker` asks. `percent`: when in the history; `ending`: a refusal, or the step where it waits."""

    name: str
    asker: str
    unit: str
    position: str
    percent: int
    kind: str = "permanent"
    reason: str = "新录用人员，日常办公需使用政务内网"
    ending: str = ""


NEWCOMERS = (
    Newcomer("邬晓琳", "jinzeyu", "SWC", "助理工程师", 12),
    Newcomer("裴俊豪", "maoyiming", "FXC", "主任科员", 30, reason="公开遴选调入，承担防汛值班"),
    Newcomer("安若曦", "drafter", "BGS", "副主任科员", 46),
    Newcomer(
        "滕飞扬",
        "zhangxiaohe",
        "QHJ",
        "信息员",
        58,
        kind="seconded",
        reason="借调参加水毁修复项目，需使用综合办公系统",
    ),
    Newcomer(
        "喻志成",
        "qiyong",
        "HX",
        "驻场工程师",
        66,
        kind="outsourced",
        reason="驻场运维人员轮换",
        ending="refused",
    ),
    Newcomer("戚雨桐", "contract_officer", "CJC", "科员", 81),
    Newcomer("缪长青", "changhongyu", "JCZX", "工程师", 98, ending="joint"),
    Newcomer("费思敏", "panruolin", "RJC", "科员", 99, ending="open"),
    Newcomer("盛一帆", "unit_secrecy_officer", "JGC", "工程师", 97, ending="grant"),
    Newcomer("娄晓峰", "app_liaison", "SZY", "主任科员", 99, ending="head"),
)


def tell(world: World) -> None:
    """Begin the stories of the newcomers and of those who change duty."""
    for index, newcomer in enumerate(NEWCOMERS):
        world.begin(_joins(world, newcomer, index))
    changes = (
        ("support_l1", "service_desk", 40, ""), ("project_manager", "configuration_manager", 72, ""),
        ("support_l1", "release_manager", 99, "owner"), ("support_l2", "problem_manager", 98, "execute"),
    )  # fmt: skip
    for index, (asker, username, percent, ending) in enumerate(changes):
        world.begin(_changes(world, asker, username, percent, ending, index))


def _morning(world: World, percent: int, index: int) -> Any:
    """A working morning, so many percent of the way through the history; never today."""
    day = world.first + timedelta(days=(world.today - world.first).days * percent // 100)
    while not world.is_working_day(day) or day >= world.today:
        day -= timedelta(days=1)
    return world.at(max(day, world.first), 9, 10 + 3 * index)


def _joins(world: World, who: Newcomer, index: int) -> Story:
    """申请 → 部门负责人签字 → 办公室、人教处共同审核 → 建户 → 授权."""
    yield _morning(world, who.percent, index)
    is_temporary = who.kind in {"seconded", "outsourced"}
    data = {
        "name": who.name, "identity_number": identity_number("mainland", who.name), "department": world.bureau.units[who.unit].pk,
        "position": who.position, "staff_kind": who.kind, "mobile": phone_of(who.name), "reason": who.reason,
        "valid_from": world.today_there().isoformat(), "valid_to": (world.today + timedelta(days=200)).isoformat() if is_temporary else "",
        "proposed_username": pinyin_of(who.name),
    }  # fmt: skip
    form = world.create("user_account_application", data, by=who.asker, submit=True)
    yield NEVER if who.ending == "head" else world.soon(20, 200)
    reviewing = tuple(world.bureau.people[name].name for name in ("general_office", "hr_division"))
    form = world.perform(
        form, "approve", by=world.head_of(who.asker, but=reviewing), opinion=world.pick(AGREE)
    )
    yield world.soon(30, 400)
    form = world.perform(form, "approve", by="general_office", opinion=world.pick(AGREE))
    yield NEVER if who.ending == "joint" else world.soon(30, 300)
    if who.ending == "refused":
        world.perform(form, "refuse", by="hr_division", opinion="人员背景审查材料未报备，备案后重新申请。")
        return
    form = world.perform(form, "approve", by="hr_division", opinion=world.pick(AGREE))
    yield NEVER if who.ending == "open" else world.soon(30, 400)
    form = world.perform(
        form,
        "open_account",
        by="system_admin",
        account_name=pinyin_of(who.name),
        employee_no=f"1{index + 1:03d}",
    )
    yield NEVER if who.ending == "grant" else world.soon(20, 200)
    world.perform(form, "grant_roles", by="security_admin", granted_roles=[])


def _changes(world: World, asker: str, username: str, percent: int, ending: str, index: int) -> Story:
    """申请 → 部门负责人同意 → 业务主管部门批准 → 执行."""
    yield _morning(world, percent, index + 4)
    data = {
        "kind": "grant", "person": world.bureau.people[username].pk, "role": "duty_officer", "valid_from": world.today_there().isoformat(),
        "reason": "参加机房轮值，需登记巡检和值班记录",
    }  # fmt: skip
    form = world.create("role_change_application", data, by=asker, submit=True)
    yield world.soon(20, 200)
    form = world.perform(form, "approve", by=world.head_of(asker), opinion=world.pick(AGREE))
    yield NEVER if ending == "owner" else world.soon(60, 400)
    form = world.perform(form, "approve", by="business_unit", opinion=world.pick(AGREE))
    yield NEVER if ending == "execute" else world.soon(20, 200)
    world.perform(form, "execute", by="security_admin")
