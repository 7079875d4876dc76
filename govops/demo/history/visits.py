"""外来人员登记: who came to the machine rooms in the year, and who is there or expected now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from govops.demo.history import overtime
from govops.demo.history import visit_material as said
from govops.demo.history.identity import identity_number, phone_of
from govops.demo.history.overtime import local
from govops.demo.history.rooms import Rooms
from govops.demo.history.visit_material import Errand
from govops.demo.history.world import NEVER, Story, World
from govops.kernel.records.models import Record

ESCORTS = ("escort", "duty_officer", "sunhaoran", "liuzixuan", "support_l1", "support_l2")
MANAGERS = ("mr_manager", "mr_manager", "incident_manager")
SECURITY = ("security_secrecy_dept", "pengzhiqiang", "pengzhiqiang")
FOREIGN_AFFAIRS = ("foreign_affairs_dept", "yewanqing")
GUARDS = ("guard", "tianbaoshan")


LONG_AGO = timedelta(days=21)


@dataclass
class Visit:
    """One visit as it is going to happen. `ending`: as planned, or how else; `stuck`: the step where it waits today."""

    errand: Errand
    host: str
    escort: str
    start: datetime
    end: datetime
    asked_at: datetime
    ending: str = "archived"
    stuck: str = ""

    @property
    def manager(self) -> str:
        return "incident_manager" if self.host == "mr_manager" else "mr_manager"


def tell(world: World, rooms: Rooms) -> None:
    """Begin the stories of all visits; the usual ones of long ago go together, by the week."""
    from govops.demo.history import visits_past

    planned = [visit for day in world.days() for visit in _visits_of(world, day)]
    before = world.today - LONG_AGO
    usual = [visit for visit in planned if visits_past.is_usual(world, visit, before=before)]
    visits_past.tell(world, rooms, usual)
    chosen = {id(visit) for visit in usual}
    for visit in (*(visit for visit in planned if id(visit) not in chosen), *_today(world)):
        world.begin(story(world, rooms, visit))


# --- what is going to happen ------------------------------------------------------------------------------------------


def _visits_of(world: World, day: date) -> list[Visit]:
    if day == world.today:
        return []
    if not world.is_working_day(day):
        return [_at_night(world, day, world.chance.randint(9, 15))] if world.happens(0.13) else []
    count = world.pick((0, 0, 1, 1, 1, 1, 1, 2, 2))
    made = [_ordinary(world, day) for _ in range(count)]
    if world.happens(0.045):
        made.append(_at_night(world, day, world.chance.randint(19, 21)))
    return made


def _drawn(world: World, errands: Sequence[Errand]) -> Errand:
    return world.chance.choices(errands, weights=[errand.weight for errand in errands])[0]


def _ordinary(world: World, day: date, errand: Errand | None = None) -> Visit:
    errand = errand or _drawn(world, said.ABROAD if world.happens(0.045) else said.ERRANDS)
    start = world.at(day, world.pick((9, 9, 10, 10, 14, 14, 15)), world.pick((0, 0, 10, 15, 20, 30, 40)))
    minutes = min(world.chance.randint(*errand.minutes), 180 if start.hour < 12 else 150)
    end = min(start + timedelta(minutes=minutes // 10 * 10), world.at(day, 17, 25))
    urgent = errand.category == "repair" and world.happens(0.5)
    ahead = world.chance.randint(5, 8) if urgent else world.chance.randint(10, 34)
    ending = world.chance.choices(
        ("archived", "refused by manager", "refused by security", "returned", "revoked"),
        weights=(88, 4, 2, 5, 1),
    )[0]
    visit = _visit(world, errand, start, end, hours=ahead)
    return replace(visit, ending=ending)


def _at_night(world: World, day: date, hour: int) -> Visit:
    errand = _drawn(world, said.NIGHT_ERRANDS)
    start = world.at(day, hour, world.pick((0, 30)))
    return _visit(
        world,
        errand,
        start,
        start + timedelta(minutes=world.chance.randint(*errand.minutes) // 10 * 10),
        hours=20,
    )


def _visit(world: World, errand: Errand, start: datetime, end: datetime, *, hours: int) -> Visit:
    asked = _working_hours_before(world, start, hours)
    escort = world.pick(ESCORTS)
    host = world.pick([name for name in errand.hosts if name != escort] or ["project_manager"])
    return Visit(errand, host, escort, start.replace(second=0), end.replace(second=0), asked)


def _working_hours_before(world: World, when: datetime, hours: int) -> datetime:
    """Some moment in office hours, about `hours` working hours before `when` and never before the history."""
    days, left = when.date(), hours
    while left > 8:
        days -= timedelta(days=1)
        left -= 8 if world.is_working_day(days) else 0
    asked = world.at(days, 8, 40) + timedelta(minutes=world.chance.randint(0, 150))
    while not world.is_working_day(asked.date()):
        asked -= timedelta(days=1)
    return max(asked if asked < when else when - timedelta(hours=4), world.at(world.first, 9, 0))


def _today(world: World) -> list[Visit]:
    """What a person finds today: people inside, permits to use, and forms waiting in every approver's hands."""
    now = timezone.localtime(world.now)
    days = world.last_working_days(3)
    coming = [now.date() + timedelta(days=offset) for offset in range(1, 9)]
    coming = [day for day in coming if world.is_working_day(day)]
    made = []
    for minutes, index in ((95, 0), (40, 6), (20, 8)):
        start = now - timedelta(minutes=minutes)
        errand = (
            said.NIGHT_ERRANDS[index % 4]
            if not world.calendar.is_working_moment(start)
            else said.ERRANDS[index]
        )
        visit = _visit(world, errand, start, now + timedelta(minutes=60 + minutes), hours=14)
        made.append(replace(visit, escort=ESCORTS[index % 5]))
    for index, day in enumerate(coming[:3]):
        made.append(
            replace(_ordinary(world, day), ending="archived", asked_at=world.at(days[1], 9, 10 * index + 5))
        )
    stuck = (
        (said.ERRANDS[3], "manager", days[2], 15), (said.ERRANDS[6], "manager", days[0], 16), (said.ERRANDS[0], "manager", days[0], 17),
        (said.ERRANDS[4], "security", days[2], 10), (said.ERRANDS[9], "security", days[1], 14), (said.ERRANDS[13], "security", days[0], 15),
        (said.ABROAD[0], "joint", days[1], 11), (said.ABROAD[3], "joint", days[0], 14), (said.ABROAD[4], "foreign", days[2], 14),
    )  # fmt: skip
    for index, (errand, where, asked, hour) in enumerate(stuck):
        visit = _ordinary(world, coming[index % len(coming)], errand)
        made.append(replace(visit, ending="archived", stuck=where, asked_at=world.at(asked, hour, 5 * index)))
    for index in (10, 18):
        made.append(
            replace(
                _ordinary(world, coming[-1], said.ERRANDS[index]),
                stuck="draft",
                asked_at=world.at(days[0], 16, 20 + index),
            )
        )
    return made


# --- how it happens ---------------------------------------------------------------------------------------------------


def story(world: World, rooms: Rooms, visit: Visit) -> Story:
    """填写 → 审批 → 进入 → 离开 → 归档, or what became of it instead."""
    yield visit.asked_at
    entry = world.create("visitor_entry", form_data(world, rooms, visit), by=visit.host)
    if visit.stuck == "draft":
        yield NEVER
    yield world.later(1, 6)
    entry = world.perform(entry, "submit", by=visit.host)
    if entry.is_after_hours:
        world.begin(overtime.escort(world, entry, by=visit.escort, start=visit.start, end=visit.end))
    if visit.ending == "revoked":
        yield world.later(10, 60)
        world.perform(entry, "revoke", by=visit.host, opinion="对方行程有变，改期后另行申请。")
        return
    entry = yield from _approved(world, visit, entry)
    if entry.state == "approved":
        yield from _stay(world, visit, entry)


def _approved(world: World, visit: Visit, entry: Record) -> Any:
    """The way through the approval; answers the entry as it then is."""
    yield _due(world, visit, "manager", 12, 150)
    if visit.ending == "refused by manager":
        return world.perform(entry, "refuse", by=visit.manager, opinion=world.pick(said.REFUSE_MANAGER))
    if visit.ending == "returned":
        world.perform(entry, "return", by=visit.manager, opinion=world.pick(said.RETURN_WORDS))
        yield world.soon(15, 90)
        world.update(entry, {"new_equipment": "更换设备位于 A-07 机柜，工具清单已补齐"}, by=visit.host)
        yield world.later(1, 5)
        world.perform(entry, "submit", by=visit.host)
        yield world.soon(10, 60)
    entry = world.perform(entry, "approve", by=visit.manager, opinion=world.pick(said.AGREE))
    if visit.errand.kind == "mainland":
        yield _due(world, visit, "security", 20, 200)
        if visit.ending == "refused by security":
            return world.perform(
                entry, "refuse", by=world.pick(SECURITY), opinion=world.pick(said.REFUSE_SECURITY)
            )
        return world.perform(
            entry, "approve", by=world.pick(SECURITY), opinion=world.pick(said.AGREE_SECURITY)
        )
    return (yield from _approved_jointly(world, visit, entry))


def _approved_jointly(world: World, visit: Visit, entry: Record) -> Any:
    """保卫保密 and 外事 together."""
    yield _due(world, visit, "joint", 30, 160)
    world.perform(entry, "approve", by=world.pick(SECURITY), opinion=world.pick(said.AGREE_SECURITY))
    yield _due(world, visit, "foreign", 20, 120)
    if visit.ending == "refused by security":
        return world.perform(
            entry, "refuse", by=world.pick(FOREIGN_AFFAIRS), opinion=world.pick(said.REFUSE_ABROAD)
        )
    return world.perform(
        entry, "approve", by=world.pick(FOREIGN_AFFAIRS), opinion=world.pick(said.AGREE_ABROAD)
    )


def _due(world: World, visit: Visit, step: str, low: int, high: int) -> datetime:
    """When the step is decided: after a while at a desk, or not yet."""
    return NEVER if visit.stuck == step else world.soon(low, high)


def _stay(world: World, visit: Visit, entry: Any) -> Story:
    """进入 → 离开 → 归档; a leave that came too late for the day is given back."""
    arrival = max(world.later(-6, 18, after=visit.start), world.later(3, 12))
    inside = None
    if _still_possible(world, entry, visit, arrival):
        yield arrival
        gate = world.pick((*GUARDS, visit.escort))
        inside = world.attempt(
            entry, "enter", by=gate, escort_confirmed=True, items_at_entry=world.pick(said.ITEMS_IN)
        )
    if inside is None:
        yield world.soon(30, 200, after=visit.end)
        world.perform(entry, "close_unused", by=visit.host, opinion="当日未能进入，另行约定时间后重新申请。")
        return
    entry = inside
    yield max(world.later(-15, 12, after=visit.end), world.later(20, 40))
    entry = world.perform(
        entry, "leave", by=world.pick((*GUARDS, visit.escort)), items_at_exit=world.pick(said.ITEMS_OUT)
    )
    yield world.soon(20, 420)
    world.perform(entry, "archive", by=world.pick(MANAGERS))


def _still_possible(world: World, entry: Any, visit: Visit, arrival: datetime) -> bool:
    """On the day, and in office hours unless the visit was meant for the night."""
    day = timezone.localtime(visit.start).date()
    return timezone.localtime(arrival).date() == day and (
        entry.is_after_hours or arrival < world.at(day, 17, 20)
    )


# --- what the form says -----------------------------------------------------------------------------------------------


def form_data(world: World, rooms: Rooms, visit: Visit) -> dict[str, Any]:
    """The 登记表 as its host typed it."""
    errand = visit.errand
    names = world.chance.sample(errand.people, k=world.chance.randint(1, len(errand.people)))
    return {
        "visitor_unit": errand.unit,
        "visitor_name": names[0],
        "visitor_phone": phone_of(names[0]),
        "visitor_kind": errand.kind,
        "identity_document": errand.document,
        "identity_number": identity_number(errand.kind, names[0]),
        "companions": [
            {"name": n, "kind": errand.kind, "identity_number": identity_number(errand.kind, n)}
            for n in names[1:]
        ],
        "category": errand.category,
        "purpose": world.pick(errand.purposes),
        "machine_room": rooms.rooms[errand.room].pk,
        "zones": rooms.zone_ids(errand.room, errand.zones),
        "planned_from": local(visit.start),
        "planned_to": local(visit.end),
        "escort": world.bureau.people[visit.escort].pk,
        "carried_items": list(errand.items),
        "new_equipment": world.pick(said.NEW_EQUIPMENT)
        if errand.category in {"maintenance", "tuning"}
        else "",
        "prohibited_items": list(errand.prohibited),
        "prohibited_reason": errand.reason,
        "pledged": "1",
    }
