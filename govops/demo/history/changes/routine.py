"""The changes that nobody remembers: ports, patches, more memory, new certificates; week after week by their templates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from govops.demo.history.changes.cases import Case
from govops.demo.history.changes.templates import TEMPLATES, is_flood_season, is_frozen
from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.data_centre.systems_run import SYSTEMS
from govops.demo.history.world import World

N, S3, S2 = "network_engineer", "support_l3", "support_l2"
_FLOORS = "一二三四五六七"


def cases(world: World, plant: Plant) -> Iterator[Case]:
    """About seventy in a year, never while everything is frozen."""
    day, number = world.first + timedelta(days=9), 0
    while day < world.today + timedelta(days=6):
        if world.is_working_day(day) and not is_frozen(day):
            yield _case(world, plant, day, number)
            number += 1
            day += timedelta(days=3 + number % 4)
        else:
            day += timedelta(days=1)


def _case(world: World, plant: Plant, day: date, number: int) -> Case:
    way = (_ports, _patches, _growth, _certificates, _ports, _desks)[number % 6]
    about = way(world, plant, day, number)
    if way in (_patches, _growth) and is_flood_season(day):
        about = _ports(world, plant, day, number)
    row = next(one for one in TEMPLATES if one.key == about["template"])
    told: dict[str, Any] = {"plan": row.plan, "test": row.test, "backout": row.backout}
    return Case(day=day, kind="standard", asked=1 + number % 3, ending=_ending(world, day), **told, **about)


def _ending(world: World, day: date) -> str:
    """What lies ahead is on the calendar; a few do not turn out as they should."""
    if day >= world.today:
        return "scheduled"
    draw = world.chance.random()
    return "rolled_back" if draw < 0.03 else "partial" if draw < 0.06 else "success"


def _ports(world: World, plant: Plant, day: date, number: int) -> dict[str, Any]:
    floor = number % 7 + 1
    way = 1 + number // 7 % 2
    return {
        "template": "port", "subject": f"{_FLOORS[floor - 1]}楼新增工位开通端口", "reason": "处室调整办公室，新增工位入网。", "items": (f"access_{floor}_{way}",),
        "hour": 12, "minutes": 40, "by": N, "implementer": N, "verifier": S2, "source": "other",
        "told": "开通端口并调整 VLAN，终端已取得地址。", "verified": "端口状态正常，用户确认可以访问内网门户。",
    }  # fmt: skip


def _patches(world: World, plant: Plant, day: date, number: int) -> dict[str, Any]:
    system = [one for one in SYSTEMS if one.nodes > 1][number % 20]
    nodes = tuple(f"vm_{system.key}_{n + 1}" for n in range(system.nodes))
    words = f"V10 补丁 {day:%Y.%m}"
    return {
        "template": "patch", "subject": f"{system.name}服务器 {day.month} 月补丁", "reason": "按月安装已验证的系统补丁。", "items": nodes, "hour": 19, "minutes": 120,
        "by": S3, "implementer": S3, "verifier": S2, "source": "security", "updates": {node: {"item_version": f"启航服务器操作系统 {words}"} for node in nodes},
        "told": "逐台快照、安装、重启，期间业务由其余节点承担。", "verified": f"{system.name}访问正常，各节点补丁版本一致。",
    }  # fmt: skip


def _growth(world: World, plant: Plant, day: date, number: int) -> dict[str, Any]:
    system = [one for one in SYSTEMS if one.type != "application"][number * 5 % 30]
    node = f"vm_{system.key}_1"
    size = str(96 + 16 * (number % 3))
    return {
        "template": "grow", "subject": f"{system.name}节点扩容内存", "reason": "内存使用率连续一周超过 85%。", "items": (node,), "hour": 20, "minutes": 60,
        "by": S3, "implementer": S3, "verifier": S2, "updates": {node: {"values": {"memory": size}}}, "told": f"内存扩至 {size} GB，启动后进程正常。",
        "verified": "规格与申请一致，业务正常。",
    }  # fmt: skip


def _certificates(world: World, plant: Plant, day: date, number: int) -> dict[str, Any]:
    certificate = plant.estate.of("certificate")[number * 5 % 24]
    return {
        "template": "certificate", "subject": f"{certificate.name}检查与更换", "reason": "证书到期前更换。", "items": (certificate.key,), "hour": 18, "minutes": 30,
        "by": S3, "implementer": S3, "verifier": "release_manager", "source": "security", "told": "导入新证书并重新加载服务。", "verified": "浏览器显示证书有效。",
    }  # fmt: skip


def _desks(world: World, plant: Plant, day: date, number: int) -> dict[str, Any]:
    computers = [
        one
        for one in plant.estate.of("personal_computer")
        if one.where.startswith(f"office_{2 + number % 6}")
    ]
    chosen = tuple(one.key for one in computers[number % 5 : number % 5 + 6])
    return {
        "template": "desk", "subject": f"{_FLOORS[1 + number % 6]}楼终端软件升级", "reason": "版式阅读软件和终端管理软件统一升级。", "items": chosen, "hour": 12, "minutes": 90,
        "by": S2, "implementer": S2, "verifier": S3, "told": "先试点一个房间，确认后分批推送。", "verified": "抽查终端软件版本正确，打印、阅读正常。",
    }  # fmt: skip
