"""《携物出门证明》: what left the machine rooms, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from govops.demo.history.identity import identity_number, phone_of
from govops.demo.history.overtime import SECURITY, local
from govops.demo.history.rooms import Rooms
from govops.demo.history.visits import GUARDS
from govops.demo.history.world import NEVER, Story, World
from govops.kernel.records.models import Record

Item = dict[str, str]


class Load(NamedTuple):
    """Something that is carried out. `host` asks for it; `head` signs; `back`: days until its return, 0 never."""

    host: str
    carrier: tuple[str, str]
    items: tuple[Item, ...]
    reason: str
    back: int
    category: str = "equipment"
    note: str = ""
    room: str = "A"


def _item(name: str, quantity: int = 1, storage: str = "no", asset: str = "") -> Item:
    return {"name": name, "quantity": str(quantity), "storage": storage, "asset": asset}


ERASED = "硬盘已由网络维护人员覆写三遍并登记，保密办监督"
REMOVED = "存储部件已拆除留存机房，整机不含数据"
ENCRYPTED = "数据已用国密算法加密，口令另行交接"
LOADS = (
    Load(
        "support_l3",
        ("谭小龙", "华信网络技术有限公司"),
        (_item("机架服务器主板", 1, asset="ZC-2021-0347"),),
        "主板故障，返厂检测维修",
        30,
    ),
    Load(
        "support_l3",
        ("卫志强", "华信网络技术有限公司"),
        (_item("机架服务器", 1, "yes", "ZC-2020-0118"),),
        "整机返厂维修",
        30,
        note=REMOVED,
    ),
    Load(
        "backup_operator",
        ("张文博", "云岭存储系统有限公司"),
        (_item("存储控制器", 1, asset="ZC-2022-0051"),),
        "B 控故障，更换后旧件返厂",
        0,
    ),
    Load(
        "backup_operator",
        ("范思远", "运行维护科"),
        (_item("LTO 磁带", 6, "yes"),),
        "月度备份磁带异地存放，送档案楼介质库",
        0,
        note=ENCRYPTED,
    ),
    Load(
        "network_engineer",
        ("杜鹏程", "网络安全科"),
        (_item("48 口接入交换机", 2, asset="ZC-2019-0226"),),
        "送青河局更换故障交换机",
        0,
    ),
    Load(
        "network_engineer",
        ("杜鹏程", "网络安全科"),
        (_item("光功率计"), _item("网线测试仪")),
        "到监测中心处理线路故障",
        3,
    ),
    Load(
        "escort",
        ("何大伟", "江源光华电源有限公司"),
        (_item("UPS 功率模块", 1, asset="ZC-2018-0093"),),
        "功率模块故障，返厂维修",
        20,
    ),
    Load("escort", ("贾建民", "恒宁环境设备有限公司"), (_item("空调变频驱动板"),), "返厂检测", 15),
    Load(
        "maoyiming",
        ("毛一鸣", "防汛处"),
        (_item("会商视频编码器", 1, asset="ZC-2022-0140"), _item("高清摄像头", 2)),
        "赴上游水利枢纽现场会商使用",
        7,
    ),
    Load("jinzeyu", ("金泽宇", "水文处"), (_item("水文数据采集终端", 3),), "更换野外站点故障终端", 0),
    Load(
        "project_manager",
        ("戴春阳", "信息中心"),
        (_item("机房竣工图纸光盘", 1, "yes"),),
        "机房改造设计交底",
        5,
        category="material",
        note=ENCRYPTED,
    ),
    Load(
        "changhongyu",
        ("常宏宇", "监测中心"),
        (_item("测试用笔记本电脑", 1, "yes", "ZC-2023-0020"),),
        "到下属站点部署接收软件",
        5,
        note=ENCRYPTED,
    ),
    Load(
        "support_l2",
        ("朱文杰", "运行维护科"),
        (_item("公用软件安装光盘", 4, "yes"),),
        "为监测中心安装办公软件",
        2,
        category="material",
        note="仅含公用软件安装包，无业务数据；已查毒",
    ),
    Load(
        "configuration_manager",
        ("秦岚", "信息中心"),
        (_item("报废服务器", 3, "yes"),),
        "报废设备移交资产库房",
        0,
        note=ERASED,
    ),
    Load(
        "support_l1",
        ("徐航", "运行维护科"),
        (_item("KVM 切换器"), _item("显示器")),
        "临时支援灾备机房调试",
        2,
        room="B",
    ),
)
AGREE_HEAD = ("同意携出。", "情况属实，同意。", "同意，请按期归还。", "同意")
AGREE_SECURITY = ("已核，同意携出。", "同意，出门时逐件核验。", "同意，存储部件处理情况已核实。", "同意")
REFUSE = (
    "存储介质未写明处理人，请补充后重新申请。",
    "该设备在保修期内应由厂家上门维修，不同意携出。",
    "资产编号与台账不符，请核实。",
)
CHECKED = ("名称、数量、资产编号与证明一致。", "逐件核对一致，携带人证件已查验。", "一致，包装内无其他物品。")
RETURNED = ("物品齐全、完好，已归位。", "已归还，外观完好，通电正常。", "维修后归还，附维修单。")


@dataclass
class Carrying:
    """One load on one day; `stuck`: the step where it waits today."""

    load: Load
    at: datetime
    asked_at: datetime
    ending: str = ""
    stuck: str = ""


def tell(world: World, rooms: Rooms) -> None:
    """Begin the stories, about two a week."""
    for day in world.days():
        if day < world.today and world.is_working_day(day) and world.happens(0.38):
            world.begin(story(world, rooms, _drawn(world, day)))
    for carrying in _waiting(world):
        world.begin(story(world, rooms, carrying))


def _drawn(world: World, day: date) -> Carrying:
    at = world.at(day, world.pick((10, 11, 14, 15, 16)), world.pick((0, 15, 30))).replace(second=0)
    asked = at - timedelta(days=world.pick((1, 1, 2)), minutes=world.chance.randint(0, 60))
    while not world.is_working_day(asked.date()):
        asked -= timedelta(days=1)
    ending = world.chance.choices(
        ("", "refused by head", "refused by security", "cancelled"), weights=(90, 2, 5, 3)
    )[0]
    return Carrying(world.pick(LOADS), at, max(asked, world.at(world.first, 9, 20)), ending)


def _waiting(world: World) -> list[Carrying]:
    """What lies in the hands of heads, 保卫保密 and the guard today."""
    days = world.last_working_days(3)
    leave = world.at(world.today + timedelta(days=4), 10)
    heads = (
        ("end_user", 0),
        ("maoyiming", 2),
        ("jinzeyu", 1),
        ("support_l2", 0),
        ("project_manager", 1),
        ("changhongyu", 2),
    )
    made = [
        Carrying(
            LOADS[index % len(LOADS)]._replace(host=host),
            leave,
            world.at(days[ago], 14, 10 + 7 * index),
            stuck="head",
        )
        for index, (host, ago) in enumerate(heads)
    ]
    for index, (step, ago) in enumerate(
        (("security", 0), ("security", 1), ("security", 2), ("enrol", 1), ("check", 2), ("check", 1))
    ):
        made.append(Carrying(LOADS[index + 3], leave, world.at(days[ago], 9, 10 + 9 * index), stuck=step))
    return made


def story(world: World, rooms: Rooms, carrying: Carrying) -> Story:
    """申请 → 部门领导签发 → 保卫保密核批 → 登记 → 出门核验 → 归还核销."""
    load = carrying.load
    yield carrying.asked_at
    permit = world.create("carry_out_permit", _form(world, rooms, carrying), by=load.host, submit=True)
    yield _due(world, carrying, "head", 15, 200)
    head = _head_of(world, load)
    if carrying.ending == "refused by head":
        world.perform(permit, "refuse", by=head, opinion=world.pick(REFUSE))
        return
    permit = world.perform(permit, "approve", by=head, opinion=world.pick(AGREE_HEAD))
    yield _due(world, carrying, "security", 20, 160)
    security = world.pick([name for name in SECURITY if name != head])
    if carrying.ending == "refused by security":
        world.perform(permit, "refuse", by=security, opinion=world.pick(REFUSE))
        return
    permit = world.perform(permit, "approve", by=security, opinion=world.pick(AGREE_SECURITY))
    yield _due(world, carrying, "enrol", 5, 40)
    permit = world.perform(permit, "enrol", by=security)
    if carrying.ending == "cancelled":
        yield world.soon(20, 100)
        world.perform(permit, "cancel", by=load.host, opinion="厂家改为上门维修，不再携出。")
        return
    yield (
        NEVER if carrying.stuck == "check" else max(world.later(0, 25, after=carrying.at), world.later(4, 15))
    )
    permit = world.perform(permit, "check_out", by=world.pick(GUARDS), check_words=world.pick(CHECKED))
    yield from _back(world, load, permit, security)


def _back(world: World, load: Load, permit: Record, security: str) -> Story:
    if not load.back:
        yield world.soon(100, 900)
        world.perform(permit, "settle", by=security, opinion="已移交接收单位，无需归还。")
        return
    days = max(1, load.back + world.chance.randint(-4, 2))
    day = timezone.localtime(permit.updated_at).date() + timedelta(days=days)
    while not world.is_working_day(day):
        day += timedelta(days=1)
    yield world.at(day, world.pick((9, 10, 14, 15)), world.chance.randrange(60))
    world.perform(permit, "give_back", by=world.pick((*GUARDS, security)), return_words=world.pick(RETURNED))


def _due(world: World, carrying: Carrying, step: str, low: int, high: int) -> datetime:
    return NEVER if carrying.stuck == step else world.soon(low, high)


def _head_of(world: World, load: Load) -> str:
    """A head of the applicant's unit, nearest first, who is neither the applicant nor the carrier."""
    return world.head_of(load.host, but=(load.carrier[0],))


def _form(world: World, rooms: Rooms, carrying: Carrying) -> dict[str, Any]:
    load = carrying.load
    name, unit = load.carrier
    return_on = (carrying.at.date() + timedelta(days=load.back)).isoformat() if load.back else ""
    return {
        "machine_room": rooms.rooms[load.room].pk,
        "planned_at": local(carrying.at),
        "carrier_name": name,
        "carrier_unit": unit,
        "identity_number": identity_number("mainland", name),
        "phone": phone_of(name),
        "category": load.category,
        "items": list(load.items),
        "reason": load.reason,
        "encryption_note": load.note,
        "return_on": return_on,
    }
