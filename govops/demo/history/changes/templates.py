"""Freezes of the year and the changes that are approved in advance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.world import Story, World

MANAGER = "change_manager"


class Freeze(NamedTuple):
    """`begins`: month and day, every year; `types`: codes of the types that are frozen; none: everything."""

    name: str
    begins: tuple[int, int]
    days: int
    reason: str
    types: tuple[str, ...] = ()


class Template(NamedTuple):
    """`key`: by which cases name it; `types`: what it may be used for."""

    key: str
    name: str
    words: str
    types: tuple[str, ...]
    plan: str
    test: str
    backout: str
    hours: int = 4


FREEZES = (
    Freeze("元旦假期", (1, 1), 3, "节假日期间无人值守业务系统，除紧急变更外不安排变更。"),
    Freeze("春节假期", (2, 14), 10, "春节值守期间不安排变更，保障值班和应急通信。"),
    Freeze("劳动节假期", (5, 1), 5, "节假日期间不安排变更。"),
    Freeze(
        "防汛关键期",
        (7, 1),
        31,
        "七下八上防汛关键期，防汛会商和网络骨干不作变更。",
        ("core_network", "core_application", "network_firewall"),
    ),
    Freeze("国庆中秋假期", (9, 30), 9, "节假日及重要会议保障期间不安排变更。"),
    Freeze("年终财务决算", (12, 15), 20, "财务系统年终结账期间不变更数据库。", ("database",)),
)
TEMPLATES = (
    Template("port", "接入端口开通与调整", "楼层接入交换机开通、关闭端口或调整 VLAN；不含核心设备。", ("access_switch",),
             "登录接入交换机，核对端口编号，下发 VLAN 和描述，保存配置，电话确认终端入网。", "端口状态为 up，终端取得地址并能访问内网门户。", "恢复端口原 VLAN 和描述，两条命令，五分钟内完成。", 2),
    Template("patch", "服务器补丁安装", "按月安装已在测试环境验证的系统补丁；逐台进行，保留一台提供服务。", ("server",),
             "核对补丁清单，做虚拟机快照，逐台安装并重启，检查服务端口，观察十五分钟后进行下一台。", "服务端口可访问，系统日志无新增错误，补丁版本与清单一致。", "出现异常立即恢复快照，单台十分钟，未实施的停止。"),
    Template("grow", "虚拟机资源扩容", "在资源池余量内增加处理器、内存或磁盘；每台单独进行。", ("virtual_machine",),
             "核对资源池余量，通知使用部门，关机扩容或在线扩容，启动后核对规格，登记配置项。", "系统内规格与申请一致，业务进程正常。", "关机恢复原规格后启动，单台十分钟。", 3),
    Template("certificate", "服务器证书更换", "到期前更换服务器证书，系统功能不变。", ("certificate", "business_system"),
             "导入新证书，备份旧证书，切换服务引用，重新加载服务，用浏览器核对有效期。", "浏览器显示证书有效，登录和签章正常。", "切回旧证书并重新加载服务，五分钟内完成。", 2),
    Template("desk", "办公终端批量调整", "批量下发终端软件、更换办公设备；不涉及服务器。", ("desktop",),
             "按处室分批推送，先试点一个房间，确认后扩大，逐台核对资产标签。", "抽查十分之一的终端，功能正常。", "停止推送并卸载，试点范围半小时内恢复。", 4),
)  # fmt: skip


def build(world: World, plant: Plant) -> Iterator[Story]:
    for row in TEMPLATES:
        yield _template(world, plant, row)
    for freeze in FREEZES:
        for year in range(world.first.year, world.today.year + 2):
            begins = date(year, *freeze.begins)
            if world.first + timedelta(days=20) <= begins <= world.today + timedelta(days=50):
                yield _freeze(world, plant, freeze, begins)


def made_of(world: World) -> dict[str, int]:
    """The ids of the templates in force, by key; filled in by their stories."""
    found: dict[str, int] = world.__dict__.setdefault("templates_of_changes", {})
    return found


def _template(world: World, plant: Plant, row: Template) -> Story:
    yield world.at(world.first + timedelta(days=1), 9, 10 + TEMPLATES.index(row))
    data = {
        "name": row.name, "description": row.words, "item_types": [plant.types[code] for code in row.types], "plan": row.plan, "test_plan": row.test,
        "backout_plan": row.backout, "longest_hours": row.hours,
    }  # fmt: skip
    template = world.create(
        "standard_change", data, by="support_l3" if row.key != "port" else "network_engineer", submit=True
    )
    yield world.soon(40, 200)
    template = world.perform(template, "approve", by=MANAGER, opinion="步骤清楚，可以预先批准。")
    for member in ("cab", "service_level_manager"):
        yield world.soon(60, 300)
        template = world.perform(template, "approve", by=member, opinion="同意。")
    made_of(world)[row.key] = template.pk
    yield world.at(_working(world, world.today - timedelta(days=16)), 15, 10)
    if row.key in ("port", "patch", "desk"):
        words = "一年来按模板实施平稳，无失败，方案仍然适用，继续使用。"
        world.perform(template, "look_over", by=MANAGER, review_words=words)


def _freeze(world: World, plant: Plant, row: Freeze, begins: date) -> Story:
    told = max(
        world.first + timedelta(days=3), min(begins - timedelta(days=24), world.today - timedelta(days=4))
    )
    yield world.at(_working(world, told), 10, 20)
    data = {
        "name": row.name, "begins_at": _local(begins, 0), "ends_at": _local(begins + timedelta(days=row.days), 0), "reason": row.reason,
        "scope": "types" if row.types else "all", "item_types": [plant.types[code] for code in row.types],
        "exceptions": "紧急变更按规定办理",
    }  # fmt: skip
    world.create("change_freeze", data, by=MANAGER)


def _working(world: World, day: date) -> date:
    while not world.is_working_day(day):
        day += timedelta(days=1)
    return day


def _local(day: date, hour: int) -> str:
    return timezone.make_aware(datetime.combine(day, time(hour))).strftime("%Y-%m-%dT%H:%M")


def is_frozen(day: date) -> bool:
    """Whether everything is frozen on that day."""
    return any(not row.types and _lies_in(row, day) for row in FREEZES)


def is_flood_season(day: date) -> bool:
    """Whether the backbone and the systems of flood control are left alone."""
    return any(row.name == "防汛关键期" and _lies_in(row, day) for row in FREEZES)


def _lies_in(row: Freeze, day: date) -> bool:
    return any(0 <= (day - date(year, *row.begins)).days < row.days for year in (day.year, day.year - 1))
