"""《机房门卡申请表》 and the cards made from them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from govops.demo.history.overtime import SECURITY
from govops.demo.history.rooms import Rooms
from govops.demo.history.world import NEVER, Story, World
from govops.kernel.records.models import Record
from govops.kernel.registers import site

OFFICER = "access_card_officer"
#: Who works in the machine rooms and got a card in the first weeks, with the zones on it.
FIRST = (
    "mr_manager", "incident_manager", "duty_officer", "sunhaoran", "liuzixuan", "escort", "support_l1", "support_l2", "support_l3",
    "backup_operator", "release_manager", "problem_manager", "network_engineer", "cuiyongjian",
)  # fmt: skip
#: Who asked for one later, for less.
LATER = (
    "configuration_manager", "project_manager", "service_desk", "maoyiming", "jinzeyu", "app_liaison", "changhongyu", "key_officer",
    "change_manager", "archivist", "portal_editor", "unit_secrecy_officer", "zouwei", "zhangxiaohe", "wenzihao", "qiyong", "om_vendor",
    "end_user", "panruolin", "contract_officer", "drafter", "registry_clerk", "oa_admin", "tianbaoshan",
)  # fmt: skip
REASONS = {
    "YWK": "负责机房日常运行维护，需经常进入", "WAK": "负责网络和安全设备运行维护", "XXZX": "信息化项目实施，需定期进入机房",
    "HX": "驻场运维服务，按合同承担设备巡检", "FXC": "防汛会商系统值守，汛期需进入机房", "SWC": "水文数据接收服务器维护",
    "JCZX": "汇聚节点设备维护",
}  # fmt: skip
AGREE = ("同意。", "工作需要，同意办理。", "同意，仅限所列区域。", "同意")
REFUSE = (
    "进入机房次数少，可由信息中心人员陪同，不必单独办卡。",
    "非机房运维岗位，不同意办理。",
    "申请区域超出工作需要，请按实际重新申请。",
)


def tell(world: World, rooms: Rooms) -> None:
    """Begin the stories: the first cards, later ones, lost and changed ones, and what waits today."""
    begun = _working_days(world, world.first, 12)
    for index, username in enumerate(FIRST):
        world.begin(
            _card(
                world,
                rooms,
                username,
                world.at(begun[index % len(begun)], 9 + index % 6, 7 * index % 60),
                number=index + 1,
            )
        )
    spread = (world.today - world.first).days
    for index, username in enumerate(LATER):
        day = _working_days(world, world.first + timedelta(days=spread * (index + 2) // (len(LATER) + 3)), 1)[
            0
        ]
        number = len(FIRST) + index + 1
        world.begin(
            _card(world, rooms, username, world.at(day, 10 + index % 5, 11 * index % 60), number=number)
        )
    _changes(world, rooms, spread)
    _waiting(world, rooms)


def _working_days(world: World, day: date, count: int) -> list[date]:
    found: list[date] = []
    while len(found) < count:
        if world.is_working_day(day):
            found.append(day)
        day += timedelta(days=1)
    return found


def _changes(world: World, rooms: Rooms, spread: int) -> None:
    """Lost, damaged and changed cards; each some months after it was made."""
    lost = (("liuzixuan", 30), ("support_l3", 55), ("network_engineer", 78), ("release_manager", 91))
    for index, (username, percent) in enumerate(lost):
        day = _working_days(world, world.first + timedelta(days=spread * percent // 100), 1)[0]
        world.begin(_lost(world, rooms, username, world.at(day, 8, 50), number=60 + index))
    for index, (username, percent) in enumerate(
        (("escort", 40), ("support_l2", 62), ("problem_manager", 84), ("support_l1", 70))
    ):
        day = _working_days(world, world.first + timedelta(days=spread * percent // 100), 1)[0]
        world.begin(_changed(world, rooms, username, world.at(day, 14, 20 + index)))


def _waiting(world: World, rooms: Rooms) -> None:
    """Forms in the hands of heads, 保卫 and the card officer, and a card to be collected."""
    days = world.last_working_days(3)
    waiting = (
        ("houzhenhua", "head", 1), ("supervisor_officer", "head", 0), ("portal_approver", "head", 2), ("budget_officer", "head", 0),
        ("hr_division", "security", 0), ("wangchunsheng", "security", 1), ("seal_officer", "make", 0), ("internal_auditor", "make", 2),
        ("classification_originator", "collect", 1),
    )  # fmt: skip
    for index, (username, step, ago) in enumerate(waiting):
        world.begin(
            _card(
                world, rooms, username, world.at(days[ago], 9, 5 + 6 * index), number=80 + index, stuck=step
            )
        )


def _card(world: World, rooms: Rooms, username: str, at: datetime, *, number: int, stuck: str = "") -> Story:
    """申请 → 部门主管领导签字 → 保卫批准 → 制卡 → 领取签收."""
    yield at
    application = world.create(
        "access_card_application", _form(world, rooms, username), by=username, submit=True
    )
    refusal = "" if stuck or username in FIRST else _refused_by(world)
    application = yield from _approved(world, application, username, stuck=stuck, refusal=refusal)
    if application.state == "approved":
        yield from _made(world, application, username, number=number, stuck=stuck)


def _refused_by(world: World) -> str:
    return world.chance.choices(("", "head", "security"), weights=(80, 8, 12))[0]


def _approved(world: World, application: Record, username: str, *, stuck: str = "", refusal: str = "") -> Any:
    head = world.head_of(username)
    security = world.pick([name for name in SECURITY if name != head])  # nobody signs at two steps
    for step, person in (("head", head), ("security", security)):
        yield NEVER if stuck == step else world.soon(20, 300)
        if refusal == step:
            return world.perform(application, "refuse", by=person, opinion=world.pick(REFUSE))
        application = world.perform(application, "approve", by=person, opinion=world.pick(AGREE))
    return application


def _made(world: World, application: Record, username: str, *, number: int, stuck: str = "") -> Story:
    yield NEVER if stuck == "make" else world.soon(30, 400)
    application = world.perform(
        application, "make_card", by=OFFICER, card_number=f"MK{world.first.year % 100}{number:04d}"
    )
    yield NEVER if stuck == "collect" else world.soon(20, 500)
    world.perform(application, "collect", by=username)


def _held_by(world: World, username: str) -> Any:
    model = site.get("access_card").model
    return (
        model.objects.filter(holder=world.bureau.people[username], state__in=("in_use", "lost"))
        .order_by("-id")
        .first()
    )


def _lost(world: World, rooms: Rooms, username: str, at: datetime, *, number: int) -> Story:
    """挂失 → 补办."""
    yield at
    card = _held_by(world, username)
    if card is None:
        return
    world.perform(
        card,
        "report_lost",
        by=username,
        state_reason=world.pick(("上班途中遗失", "出差期间遗失，已报门岗", "随公文包一同遗失")),
    )
    yield world.soon(30, 200)
    data = _form(world, rooms, username) | {
        "kind": "replacement",
        "former_number": card.card_number,
        "reason": "原卡遗失，已挂失，申请补办",
    }
    application = world.create("access_card_application", data, by=username, submit=True)
    application = yield from _approved(world, application, username)
    yield from _made(world, application, username, number=number)


def _changed(world: World, rooms: Rooms, username: str, at: datetime) -> Story:
    """权限变更: other zones on the same card."""
    yield at
    card = _held_by(world, username)
    if card is None:
        return
    zones = [zone.pk for zone in rooms.zones.values()]
    data = _form(world, rooms, username) | {
        "kind": "change", "former_number": card.card_number, "zones": zones, "hours": "always", "reason": "兼管灾备机房，需增加区域",
    }  # fmt: skip
    application = world.create("access_card_application", data, by=username, submit=True)
    application = yield from _approved(world, application, username)
    yield from _made(world, application, username, number=0)


def _form(world: World, rooms: Rooms, username: str) -> dict[str, Any]:
    person = world.bureau.people[username]
    unit = person.unit.code
    if username in FIRST:
        zones = [zone.pk for (room, _name), zone in rooms.zones.items() if room == "A" or unit == "YWK"]
    else:
        zones = rooms.zone_ids("A", ("服务器区",) if unit in REASONS else ("基础设施区",))
    return {
        "kind": "new",
        "reason": REASONS.get(unit, "配合业务系统建设，需进入机房核对设备"),
        "zones": zones,
        "hours": "always" if username in FIRST else "workday",
        "valid_to": (world.today + timedelta(days=365)).isoformat() if unit == "HX" else "",
    }
