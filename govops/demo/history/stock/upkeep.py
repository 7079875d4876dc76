"""Maintenance by plan: weekly, monthly, quarterly; mostly in time, sometimes late, now and then missed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.world import Story, World
from govops.modules.maintenance import actions
from govops.modules.maintenance.models import MaintenanceFinding, MaintenanceTask

MANAGER = "incident_manager"


class Plan(NamedTuple):
    """`checks`: (what, method, standard, low, high, unit); `from_day`: days after the first day of the history."""

    name: str
    operation: str
    frequency: str
    day: int | None
    month: int | None
    allowed: int
    items: tuple[str, ...]
    executor: str
    reviewer: str
    checks: tuple[tuple[str, str, str, str, str, str], ...]
    from_day: int = 3


PLANS = (
    Plan("网络骨干周检", "monitoring", "week", 2, None, 2, ("core_1", "core_2", "router_1", "router_2"), "network_engineer", "incident_manager", (
        ("主备状态", "查看引擎和协议", "主备正常", "", "", ""), ("处理器利用率", "查看一周峰值", "", "0", "70", "%"), ("上联口丢包", "查看计数", "", "0", "0.1", "%"))),
    Plan("服务器与存储月检", "inspection", "month", 5, None, 3, ("storage_1", "storage_2", "host_one_1", "host_two_1"), "support_l3", "mr_manager", (
        ("存储余量", "逐卷查看", "", "20", "", "%"), ("硬件告警", "查看管理口", "无告警", "", "", ""), ("系统日志", "查看近一月错误", "无未解释的错误", "", "", ""))),
    Plan("安全设备策略月检", "inspection", "month", 15, None, 3, ("firewall_1", "firewall_2", "edge_1", "edge_2"), "network_engineer", "service_level_manager", (
        ("特征库日期", "查看版本", "", "0", "15", "天"), ("冗余策略", "对照台账", "无多余放行", "", "", ""), ("日志留存", "查看磁盘", "", "180", "", "天"))),
    Plan("会商设备月检", "upkeep", "month", 20, None, 4, ("app_meeting", "terminal_1", "terminal_4"), "support_l2", "incident_manager", (
        ("音视频联调", "与两个会场试连", "清晰无延迟", "", "", ""), ("丢包率", "测试十分钟", "", "0", "1", "%"))),
    Plan("UPS 季度维护", "upkeep", "quarter", 18, 2, 5, ("ups_1", "ups_2", "ups_d"), "support_l3", "mr_manager", (
        ("后备时间", "放电测试", "", "40", "", "分钟"), ("单体电池电压", "逐节测量", "", "12.5", "14.2", "V"), ("接线端子", "红外测温", "", "0", "55", "℃"))),
    Plan("备份恢复抽验", "inspection", "quarter", 25, 3, 5, ("app_backup", "backup_1", "tape_1"), "support_l3", "incident_manager", (
        ("恢复耗时", "恢复一个库到测试环境", "", "0", "120", "分钟"), ("数据一致性", "比对记录数", "一致", "", "", ""))),
    Plan("系统日常巡检（试行）", "monitoring", "day", None, None, 1, ("app_monitor",), "support_l2", "incident_manager", (
        ("服务器 CPU 使用率", "监控平台峰值", "", "0", "80", "%"), ("磁盘使用率", "逐卷查看", "", "0", "80", "%"), ("昨日备份结果", "查看日志", "全部成功", "", "", "")), 348),
)  # fmt: skip


def tell(world: World, plant: Plant) -> None:
    for plan in PLANS:
        world.begin(_plan(world, plant, plan))
    world.begin(_nights(world))


def _plan(world: World, plant: Plant, row: Plan) -> Story:
    start = world.first + timedelta(days=row.from_day)
    yield world.at(start, 11, 5)
    people = world.bureau.people
    keys = ("check", "method", "standard", "low", "high", "unit")
    data = {
        "name": row.name, "operation": row.operation, "items": plant.some(*row.items), "checklist": [dict(zip(keys, check, strict=True)) for check in row.checks],
        "frequency": row.frequency, "day_number": row.day, "month_number": row.month, "off_day": "skip" if row.frequency == "day" else "later", "days_allowed": row.allowed,
        "executor": people[row.executor].pk, "reviewer": people[row.reviewer].pk, "valid_from": start.isoformat(),
    }  # fmt: skip
    plan = world.create("maintenance_plan", data, by=MANAGER)
    world.perform(plan, "activate", by=MANAGER)


def _nights(world: World) -> Story:
    """As the job of each midnight; here on the mornings of working days, which is when it matters."""
    told: set[int] = set()
    for day in world.days():
        if day <= world.first + timedelta(days=3) or not world.is_working_day(day):
            continue
        yield timezone.make_aware(datetime.combine(day, time(0, 10)))
        if day.weekday() == 0:
            actions.make_due_tasks()
        actions.open_due_tasks()
        actions.write_off()
        for task in (
            MaintenanceTask.objects.filter(state="waiting")
            .exclude(pk__in=told)
            .select_related("plan", "executor", "reviewer")
        ):
            told.add(task.pk)
            world.begin(_carried_out(world, task, day))


def _carried_out(world: World, task: Any, day: date) -> Story:
    row = next(one for one in PLANS if one.name == task.plan.name)
    draw = world.chance.random()
    if draw < 0.04:
        return
    late = draw < 0.1 and row.frequency != "day"
    yield world.at(day + timedelta(days=row.allowed if late else 0), 10 + task.pk % 6, task.pk % 50)
    task.refresh_from_db()
    if task.state != "waiting":
        return
    results = [_result(world, check, abnormal=world.happens(0.035)) for check in task.checklist]
    task = world.perform(
        task, "carry_out", by=row.executor, results=results, summary="按清单逐项检查，情况如上。"
    )
    for finding in MaintenanceFinding.objects.filter(task=task, state="open"):
        yield world.soon(20, 200)
        world.perform(
            finding, "settle", by=row.executor, conclusion="已当场调整，复测恢复正常，纳入下次重点检查。"
        )
    yield world.soon(60, 700)
    if (world.today - day).days > 2:
        world.perform(task, "review", by=row.reviewer)


def _result(world: World, check: dict[str, Any], *, abnormal: bool) -> dict[str, str]:
    """A reading within its limits, or a little beyond them."""
    low, high = (float(check[side]) if check.get(side) else None for side in ("low", "high"))
    told = {"check": check["check"], "value": "正常", "result": "normal", "remark": ""}
    if low is None and high is None:
        return told | (
            {"value": "有偏差", "result": "abnormal", "remark": "与标准不一致，已当场处理。"}
            if abnormal
            else {}
        )
    bottom, top = low if low is not None else 0.0, high if high is not None else (low or 0) * 1.6
    value = top * 1.06 if high is not None else bottom * 0.9
    if not abnormal:
        value = bottom + (top - bottom) * world.chance.uniform(0.3, 0.75)
    more = {"result": "abnormal", "remark": "超出标准，已当场调整。"} if abnormal else {}
    return told | {"value": f"{value:.2f}".rstrip("0").rstrip(".")} | more
