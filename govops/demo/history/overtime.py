"""节假日、夜晚加班进入: for the escorts of late visitors, and for work of our own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from govops.demo.history.rooms import Rooms
from govops.demo.history.world import NEVER, Story, World
from govops.kernel import moment
from govops.kernel.records.models import Record

DEPARTMENT = ("info_center", "service_level_manager")
SECURITY = ("security_secrecy_dept", "pengzhiqiang", "pengzhiqiang")


class Work(NamedTuple):
    """What somebody stayed late for."""

    who: tuple[str, ...]
    reason: str
    room: str = "A"
    related: str = ""


WORKS = (
    Work(("network_engineer", "cuiyongjian"), "核心交换机版本升级，业务低峰期割接"),
    Work(("backup_operator", "support_l3"), "数据库全量备份恢复演练，需停用备份窗口"),
    Work(("support_l3", "release_manager"), "水资源监控平台版本发布，21 时后停机更新"),
    Work(("support_l2",), "虚拟化平台存储迁移，夜间执行并值守"),
    Work(("maoyiming",), "防汛会商系统汛前切换演练"),
    Work(("network_engineer",), "互联网出口链路割接配合"),
    Work(("backup_operator",), "灾备机房数据同步链路切换测试", "B"),
    Work(("jinzeyu",), "水文数据接收服务器夜间补收"),
    Work(("support_l3", "support_l2"), "季度补丁集中安装，逐台重启"),
    Work(("problem_manager",), "存储性能问题夜间抓取数据分析"),
    Work(("changhongyu",), "监测中心汇聚节点迁移，到主机房配合"),
    Work(("release_manager",), "综合办公系统升级验证"),
)
AGREE = ("同意。", "同意，注意安全，完成后告知值班室。", "同意，请在批准时段内完成。", "同意")
REFUSE = (
    "汛期值守期间不安排停机作业，请改到下周。",
    "事由不充分，请说明为何必须夜间进入。",
    "同一时段已安排消防检测，请改期。",
)
DONE = (
    "工作完成，设备运行正常，门窗、空调已恢复。",
    "割接完成，业务验证通过，已锁门。",
    "按计划完成，无遗留问题。",
    "完成并回退测试环境，机房恢复原状。",
)


def tell(world: World, rooms: Rooms) -> None:
    """Begin the stories of our own late work, about three a month."""
    for day in world.days():
        if day != world.today and world.happens(0.09):
            world.begin(_own(world, rooms, world.pick(WORKS), _evening(world, day), stuck=""))
    _waiting(world, rooms)


def _evening(world: World, day: Any) -> datetime:
    hour = world.chance.randint(18, 21) if world.is_working_day(day) else world.chance.randint(9, 14)
    return world.at(day, hour, world.pick((0, 30))).replace(second=0)


def _waiting(world: World, rooms: Rooms) -> None:
    """What waits in the approvers' hands today."""
    days = world.last_working_days(3)
    for index, (step, day) in enumerate(
        (("department", days[0]), ("department", days[1]), ("security", days[0]), ("security", days[2]))
    ):
        start = world.at(world.today + timedelta(days=3 + index), 19, 30).replace(second=0)
        world.begin(
            _own(
                world,
                rooms,
                WORKS[index * 2],
                start,
                stuck=step,
                asked_at=world.at(day, 15 + index % 2, 10 * index + 5),
            )
        )


def _own(
    world: World, rooms: Rooms, work: Work, start: datetime, *, stuck: str, asked_at: datetime | None = None
) -> Story:
    """申请 → 有关部门 → 保卫保密 → 进入 → 离开."""
    end = start + timedelta(minutes=world.pick((120, 150, 180, 240)))
    yield asked_at or max(
        world.at(start.date() - timedelta(days=world.pick((1, 2, 3))), 9, 30), world.at(world.first, 9, 30)
    )
    companions = [world.bureau.people[name].pk for name in work.who[1:]]
    permit = apply(
        world,
        rooms.rooms[work.room],
        by=work.who[0],
        start=start,
        end=end,
        reason=work.reason,
        companions=companions,
    )
    ending = "refused" if not stuck and world.happens(0.06) else stuck
    permit = yield from approved(world, permit, until=start, ending=ending)
    if permit.state != "approved":
        return
    if world.happens(0.05):
        yield world.later(30, 90, after=end)
        world.perform(permit, "close_unused", by=work.who[0], opinion="变更改期，当晚未进入。")
        return
    yield world.later(2, 15, after=start)
    yield from stay(world, permit, by=work.who[0], until=end)


def apply(
    world: World,
    room: Record,
    *,
    by: str,
    start: datetime,
    end: datetime,
    reason: str,
    companions: Sequence[int] = (),
    related: str = "",
) -> Record:
    """The 加班进入申请, filled in and submitted."""
    data = {
        "machine_room": room.pk, "planned_from": local(start), "planned_to": local(end), "reason": reason, "companions": list(companions),
        "related_number": related,
    }  # fmt: skip
    return world.create("after_hours_access", data, by=by, submit=True)


def approved(
    world: World, permit: Record, *, until: datetime, ending: str = "", quickly: bool = False
) -> Any:
    """Both approvals, in time for `until`; answers the permit as it then is."""
    yield (
        NEVER
        if ending == "department"
        else min(world.soon(10, 120), until - timedelta(minutes=40))
        if quickly
        else world.soon(10, 120)
    )
    if ending == "refused":
        return world.perform(permit, "refuse", by=world.pick(DEPARTMENT), opinion=world.pick(REFUSE))
    permit = world.perform(permit, "approve", by=world.pick(DEPARTMENT), opinion=world.pick(AGREE))
    yield (
        NEVER
        if ending == "security"
        else min(world.soon(10, 120), until - timedelta(minutes=20))
        if quickly
        else world.soon(10, 120)
    )
    if moment.now() > until:
        return world.perform(
            permit, "refuse", by=world.pick(SECURITY), opinion="申请时间过晚，已过计划开始时间，请另行申请。"
        )
    return world.perform(permit, "approve", by=world.pick(SECURITY), opinion=world.pick(AGREE))


def stay(world: World, permit: Record, *, by: str, until: datetime) -> Story:
    """进入 → 离开."""
    inside = world.attempt(permit, "enter", by=world.pick((by, "guard")))
    if inside is None:
        return
    permit = inside
    yield max(world.later(-30, 25, after=until), world.later(20, 40))
    world.perform(permit, "leave", by=by, exit_words=world.pick(DONE))


def escort(world: World, entry: Any, *, by: str, start: datetime, end: datetime) -> Story:
    """The escort of late visitors is let in too: an hour's margin on both sides, in before them and out after them."""
    yield moment.now() + timedelta(minutes=world.chance.randint(3, 20))
    room = entry.machine_room
    begin, close = start - timedelta(minutes=40), end + timedelta(minutes=100)
    reason = f"陪同{entry.visitor_unit}作业：{entry.purpose}"
    permit = apply(world, room, by=by, start=begin, end=close, reason=reason, related=entry.number)
    permit = yield from approved(world, permit, until=begin, quickly=True)
    if permit.state != "approved":
        return
    yield start - timedelta(minutes=world.chance.randint(12, 25))
    yield from stay(world, permit, by=by, until=end + timedelta(minutes=45))


def local(when: datetime) -> str:
    """A moment as the form takes it."""
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M")
