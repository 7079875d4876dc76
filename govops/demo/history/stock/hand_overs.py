"""Who got what, who gave it back, what went to be mended and what was given up: signed by both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.data_centre.places import room_of
from govops.demo.history.releases.course import working_day
from govops.demo.history.world import NEVER, Story, World
from govops.demo.people import PEOPLE
from govops.modules.configuration.models import ConfigurationItem

KEEPER = "asset_officer"


class Paper(NamedTuple):
    """`back`: days before today; `items`: keys; `giver` and `receiver`: usernames; `ending`: done, or handed: not signed for yet."""

    back: int
    kind: str
    items: tuple[str, ...]
    giver: str
    receiver: str
    reason: str
    place: str = ""
    zone: str = ""
    repairer: str = ""
    ending: str = "done"


class Lot(NamedTuple):
    """The `pieces` oldest computers of a unit, given up `back` days before today; `waits_for`: whose word is still missing."""

    back: int
    unit: str
    pieces: int
    waits_for: str = ""


P = Paper
LOTS = (Lot(240, "JGC", 3), Lot(172, "SWC", 2), Lot(6, "SZY", 3, "budget_officer"))
_AGREED = (
    ("service_level_manager", "同意。"), ("configuration_manager", "实物与清单一致。"), ("secrecy_office", "介质消磁记录齐全。"), ("budget_officer", "同意核销。"),
)  # fmt: skip
#: so many days before today two servers were ordered
_ORDERED = 110
_MAKER = "江城办公设备公司维修站"


def _stock(*numbers: int) -> tuple[str, ...]:
    return tuple(f"pc_{900 + number:04d}" for number in numbers)


#: new computers leave the store for these people
PAPERS = (
    P(330, "issue", _stock(1, 2), KEEPER, "zouwei", "规划处新进人员两名，领用办公计算机。", "zouwei", "intranet"), P(275, "issue", _stock(3), KEEPER, "jinzeyu", "原机主板损坏无法修复，更换。", "jinzeyu", "intranet"),
    P(236, "issue", _stock(4, 5, 6), KEEPER, "unit_secrecy_officer", "建管处旧机到期更换。", "unit_secrecy_officer", "intranet"), P(188, "issue", _stock(7), KEEPER, "panruolin", "人教处新进人员领用。", "panruolin", "intranet"),
    P(126, "issue", _stock(8, 9), KEEPER, "maoyiming", "防汛值班室增配计算机。", "duty", "intranet"), P(61, "issue", _stock(10), KEEPER, "portal_editor", "宣传稿件制作用机更换。", "archive_office", "extranet"),
    P(8, "issue", _stock(11, 12), KEEPER, "zhangxiaohe", "青河局窗口更换用机。", "qinghe_office", "intranet"), P(1, "issue", _stock(13), KEEPER, "drafter", "办公室新增岗位领用。", "drafter", "intranet", ending="handed"),
)  # fmt: skip


def tell(world: World, plant: Plant) -> None:
    for paper in (*PAPERS, *_moved(plant)):
        if world.today - timedelta(days=paper.back) > world.first + timedelta(days=6):
            world.begin(_signed(world, plant, paper))
    for lot in LOTS:
        if world.today - timedelta(days=lot.back) > world.first + timedelta(days=6):
            world.begin(_scrapped(world, plant, lot))
    if world.today - timedelta(days=_ORDERED) > world.first + timedelta(days=6):
        world.begin(_bought(world, plant))


def _own(plant: Plant, username: str) -> str:
    """The key of the person's own computer."""
    return next(item.key for item in plant.estate.of("personal_computer") if item.keeper == username)


def _moved(plant: Plant) -> Iterator[Paper]:
    """Transfers between people, and machines that went to be mended and came back."""
    for back, giver, receiver, reason in (
        (258, "zouwei", "end_user", "分工调整，台式机移交使用。"), (163, "wangchunsheng", "jinzeyu", "水文处内部调整。"), (84, "finance_division", "contract_officer", "财经处岗位交接。"),
    ):  # fmt: skip
        yield P(back, "transfer", (_own(plant, giver),), giver, receiver, reason, receiver)
    printers = plant.estate.of("printer")
    for number, back in enumerate((291, 219, 147, 70)):
        printer = printers[number * 7 + 3]
        yield P(
            back,
            "repair",
            (printer.key,),
            printer.keeper,
            KEEPER,
            "反复卡纸，现场无法修复。",
            repairer=_MAKER,
        )
        yield P(
            back - 12,
            "repaired",
            (printer.key,),
            KEEPER,
            printer.keeper,
            "更换定影组件，试打正常。",
            repairer=_MAKER,
        )
    last = printers[31]
    yield P(5, "repair", (last.key,), last.keeper, KEEPER, "主板故障，返厂检测。", repairer=_MAKER)


def _signed(world: World, plant: Plant, paper: Paper) -> Story:
    day = (
        working_day(world, world.today - timedelta(days=paper.back))
        if paper.back > 6
        else world.last_working_days(paper.back)[-1]
    )
    if paper.giver == paper.receiver:
        return
    yield world.at(day, 9, 40 + paper.back % 15)
    hand_over = _filed(world, plant, paper)
    yield world.later(5, 40)
    hand_over = world.perform(hand_over, "hand_out", by=paper.giver)
    if paper.ending == "handed":
        yield NEVER
    yield world.soon(30, 300)
    world.perform(hand_over, "receive", by=paper.receiver)


def _filed(world: World, plant: Plant, paper: Paper) -> Any:
    people = world.bureau.people
    data = {
        "kind": paper.kind, "items": plant.some(*paper.items), "reason": paper.reason, "giver": people[paper.giver].pk, "receiver": people[paper.receiver].pk,
        "to_unit": people[paper.receiver].unit_id, "to_zone": paper.zone, "repairer": paper.repairer, "to_location": _place(plant, paper.place),
    }  # fmt: skip
    return world.create("hand_over", data, by=KEEPER)


def _place(plant: Plant, words: str) -> int | None:
    """A place of the estate by its key, or the room of a person."""
    if words in plant.ids:
        return plant.ids[words]
    numbers = {row.username: number for number, row in enumerate(PEOPLE, start=1)}
    return plant.ids[f"office_{room_of(numbers[words])}"] if words in numbers else None


def _scrapped(world: World, plant: Plant, lot: Lot) -> Story:
    """Old machines of a unit: agreed to by a head, looked at, agreed to by secrecy and finance."""
    day = working_day(world, world.today - timedelta(days=lot.back))
    yield world.at(day, 10, 15)
    computers = [item for item in plant.estate.of("personal_computer") if item.owner == lot.unit]
    old = sorted((item for item in computers if item.keeper != "end_user"), key=_age)[: lot.pieces]
    data = {
        "items": plant.some(*(item.key for item in old)), "kind": "worn", "reason": "已超过使用年限，性能不能满足办公需要，无维修价值。",
        "appraisal": "主板、电源老化，配件停产，无利用价值。", "wipe_method": "degauss", "wiped_by": world.bureau.people["network_engineer"].pk,
        "wiped_on": (day - timedelta(days=1)).isoformat(), "wipe_note": "硬盘拆出消磁两遍并登记。",
    }  # fmt: skip
    request = world.create("scrap_request", data, by=KEEPER, submit=True)
    for who, words in _AGREED:
        yield world.soon(60, 400)
        if who == lot.waits_for:
            yield NEVER
        request = world.perform(request, "approve", by=who, opinion=words)


def _age(item: Any) -> date:
    bought: date = item.facts["purchased_on"]
    return bought


def _bought(world: World, plant: Plant) -> Story:
    """Two servers bought from the operating fund: ordered, delivered, put in the rack."""
    day = working_day(world, world.today - timedelta(days=_ORDERED))
    yield world.at(day, 9, 20)
    people = world.bureau.people
    made = []
    for number in (1, 2):
        data = {
            "name": f"备用应用服务器{'一二'[number - 1]}", "type": plant.types["application_server"], "enters_as": "planned", "owner_unit": world.bureau.units["YWK"].pk,
            "custodian": people[KEEPER].pk, "network_zone": "standalone", "brand": "衡岳", "model_name": "HY-R3200", "funding": "operation", "original_value": "57800",
            "supplier": "江城信通科技公司", "contract_number": f"JW-CG-{day.year}-018", "is_domestic": "1", "values": {"form": "机架式", "cores": "32", "memory": "256"},
        }  # fmt: skip
        made.append(world.create("configuration_item", data, by=KEEPER))
    yield world.at(working_day(world, day + timedelta(days=21)), 15, 30)
    for number, item in enumerate(made, start=1):
        arrived = {
            "serial_number": f"HY7C{number}0026{number}", "asset_number": f"JW-SRV-9{number}", "location": ConfigurationItem.objects.get(pk=plant.ids["store"]),
            "purchased_on": world.today_there(), "warranty_until": world.today_there().replace(day=1) + timedelta(days=1100), "reason": "到货验收合格，入库",
        }  # fmt: skip
        made[number - 1] = world.perform(item, "receive", by=KEEPER, **arrived)
    yield world.soon(800, 1600)
    data = {
        "kind": "issue", "items": [item.pk for item in made], "reason": "补充应用服务器资源，上架备用。", "giver": people[KEEPER].pk, "receiver": people["support_l3"].pk,
        "to_unit": people["support_l3"].unit_id, "to_location": plant.ids["rack_B06"], "to_zone": "intranet",
    }  # fmt: skip
    paper = world.create("hand_over", data, by=KEEPER)
    paper = world.perform(paper, "hand_out", by=KEEPER)
    yield world.soon(30, 200)
    world.perform(paper, "receive", by="support_l3")
