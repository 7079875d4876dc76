"""The daily round of both rooms: rosters and shifts, patrols, cleaning, and what they found wrong.

What went as usual is written in months (`bulk`); bad days and the last ten days are told through the doors.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from govops.demo.history import climate
from govops.demo.history.bulk import Life, Verb, go_on, live
from govops.demo.history.rooms import Rooms
from govops.demo.history.world import Story, World
from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.registers import site

#: Who takes turns in which room.
TURNS = {
    "A": ("duty_officer", "sunhaoran", "liuzixuan", "escort"),
    "B": ("support_l1", "support_l2", "backup_operator"),
}
CLEANERS = {"A": ("保洁员 郝桂芳", "保洁员 郝桂芳", "保洁员 苗秀英"), "B": ("保洁员 苗秀英",)}
REVIEWERS = ("incident_manager", "mr_manager")
RECENT = timedelta(days=10)
DAILY = ("擦拭机柜表面、清理地面", "清扫地板、清空废纸", "清理通道、擦拭门把手和控制台")
WEEKLY = ("静电地板吸尘、擦拭机柜内外、清理线槽口", "全面打扫：地板下吸尘、墙面除尘、空调外壳擦拭")
SITUATION = (
    "各系统运行正常，温湿度正常，无告警。", "运行正常；配合外来维护 1 次，全程陪同。", "运行正常，夜间巡视两次无异常。", "运行正常，备份任务全部成功。",
    "运行正常；处理业务部门咨询 2 起。", "运行正常，UPS 负载平稳。",
)  # fmt: skip
CALLS = (
    "",
    "",
    "",
    "防汛处来电询问会商系统，已转服务台。",
    "信通公司通知线路例行测试。",
    "青河局来电反映网络慢，已转网络工程师。",
)
HANDED = (
    "机房钥匙、值班手机、登记本齐全。",
    "钥匙、门卡、值班手机已交接；关注 2 号空调运行。",
    "物品齐全；今日有外来维护，见登记表。",
    "物品齐全，无特别事项。",
)
UNFINISHED = ("无", "无", "无", "等待厂家寄送备件", "2 号空调滤网待更换")


class Calendar:
    """What chance has settled for each room and day, asked as often as one likes."""

    def __init__(self, world: World) -> None:
        self.world = world

    def _chance(self, what: str, room: str, day: date) -> Random:
        return Random(f"{what}{room}{day}")

    def on_duty(self, room: str, day: date) -> str:
        turns = TURNS[room]
        return turns[day.toordinal() % len(turns)]

    def is_absent(self, room: str, day: date) -> bool:
        return self._chance("absent", room, day).random() < 0.006 and not self._is_recent(day)

    def successor(self, room: str, day: date) -> str:
        after = day + timedelta(days=1)
        return "mr_manager" if self.is_absent(room, after) else self.on_duty(room, after)

    def is_patrolled(self, room: str, day: date) -> bool:
        likely = 0.012 if self.world.is_working_day(day) else 0.035
        return self._is_recent(day) or (
            not self.is_absent(room, day) and self._chance("patrol", room, day).random() >= likely
        )

    def is_cleaned(self, room: str, day: date) -> bool:
        return self._chance("clean", room, day).random() >= (0.01 if self.world.is_working_day(day) else 0.06)

    def is_swept(self, room: str, day: date) -> bool:
        return day.weekday() == 4 and self._chance("sweep", room, day).random() >= 0.05

    def trouble(self, room: str, day: date) -> climate.Trouble | None:
        chance = self._chance("trouble", room, day)
        likely = 0.05 if 6 <= day.month <= 8 else 0.022
        return climate.trouble(chance, day) if chance.random() < likely else None

    def moment_of(self, what: str, room: str, day: date, hour: int, minutes: int) -> datetime:
        """`hour` o'clock and up to `minutes` more."""
        seconds = self._chance(what + "at", room, day).randrange(minutes * 60)
        return timezone.make_aware(datetime.combine(day, time(hour))) + timedelta(seconds=seconds)

    def word(self, what: str, room: str, day: date, choices: tuple[str, ...]) -> str:
        return self._chance(what, room, day).choice(choices)

    def _is_recent(self, day: date) -> bool:
        return day >= self.world.today - RECENT


def tell(world: World, rooms: Rooms) -> None:
    """Begin the stories of rosters, months, bad days and the last ten days."""
    calendar = Calendar(world)
    recent = world.today - RECENT
    for month in _months(world):
        for room in rooms.rooms:
            world.begin(_roster(world, rooms, calendar, room, month))
    for first, after in _stretches(world.first, recent):
        world.begin(_stretch(world, rooms, calendar, first, after))
    for day in world.days():
        for room in rooms.rooms:
            if day >= recent:
                world.begin(_shift(world, rooms, calendar, room, day))
            if day >= recent or calendar.trouble(room, day):
                world.begin(_patrol(world, rooms, calendar, room, day))
            if day >= recent:
                world.begin(_cleaning(world, rooms, calendar, room, day))


def _months(world: World) -> list[date]:
    """The first days of all months of the history, and of the next when its roster is due."""
    month, found = world.first.replace(day=1), []
    while month <= world.today + timedelta(days=6):
        found.append(month)
        month = _next(month)
    return found


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _stretches(first: date, after: date) -> Iterator[tuple[date, date]]:
    """[first, after) cut at the months."""
    while first < after:
        cut = min(_next(first.replace(day=1)), after)
        yield first, cut
        first = cut


# --- rosters and shifts -----------------------------------------------------------------------------------------------


def _roster(world: World, rooms: Rooms, calendar: Calendar, room: str, month: date) -> Story:
    """Drawn up five days before the month, published the next morning."""
    drawn = max(month - timedelta(days=5), world.first)
    yield world.at(drawn, 8, 10) + timedelta(minutes=2 if room == "B" else 0)
    days = [month + timedelta(days=offset) for offset in range((_next(month) - month).days)]
    rows = [
        {
            "day": day.isoformat(),
            "shift": "whole_day",
            "person": world.bureau.people[calendar.on_duty(room, day)].name,
        }
        for day in days
        if day >= world.first
    ]
    data = {
        "machine_room": rooms.rooms[room].pk, "month": f"{month:%Y-%m}", "leader": world.bureau.people["service_level_manager"].pk, "rows": rows,
    }  # fmt: skip
    roster = world.create("duty_roster", data, by="mr_manager")
    yield world.later(2, 4)
    # The shifts first, all at once; publishing then finds them standing and would otherwise make each through the door.
    lives = [_shift_life(world, rooms, calendar, room, day) for day in days if day >= world.first]
    live("duty_shift", lives)
    world.perform(roster, "publish", by="mr_manager")


def _shift_life(world: World, rooms: Rooms, calendar: Calendar, room: str, day: date) -> Life:
    person = world.bureau.people[calendar.on_duty(room, day)]
    data = {
        "machine_room": rooms.rooms[room], "day": day, "shift": "whole_day", "person": person,
        "leader": world.bureau.people["service_level_manager"], "phone": person.mobile, "applicant": person,
    }  # fmt: skip
    return Life(SYSTEM, moment.now(), data)


def _shift(world: World, rooms: Rooms, calendar: Calendar, room: str, day: date) -> Story:
    """签到 → 交班 → 接班确认, through the doors."""
    yield calendar.moment_of("in", room, day, 8, 25) + timedelta(minutes=8)
    shift = site.get("duty_shift").model.objects.get(machine_room=rooms.rooms[room], day=day)
    person = calendar.on_duty(room, day)
    shift = world.perform(shift, "sign_in", by=person)
    yield _handed_over_at(calendar, room, day)
    shift = world.perform(shift, "hand_over", by=person, **_handover(world, calendar, room, day))
    yield world.later(2, 9)
    world.perform(shift, "confirm", by=calendar.successor(room, day), takeover_words="情况清楚，物品齐全。")


def _handed_over_at(calendar: Calendar, room: str, day: date) -> datetime:
    return calendar.moment_of("out", room, day + timedelta(days=1), 8, 12) + timedelta(minutes=34)


def _handover(world: World, calendar: Calendar, room: str, day: date) -> dict[str, Any]:
    return {
        "situation": calendar.word("situation", room, day, SITUATION),
        "calls": calendar.word("calls", room, day, CALLS),
        "handover": calendar.word("handed", room, day, HANDED),
        "unfinished": calendar.word("unfinished", room, day, UNFINISHED),
        "successor": world.bureau.people[calendar.successor(room, day)],
    }


def _shift_verbs(world: World, calendar: Calendar, room: str, day: date) -> tuple[Verb, ...]:
    if calendar.is_absent(room, day):
        return (
            Verb(
                "mark_absent",
                SYSTEM,
                calendar.moment_of("job", room, day + timedelta(days=1), 0, 1) + timedelta(minutes=20),
            ),
        )
    person, after, out = (
        calendar.on_duty(room, day),
        calendar.successor(room, day),
        _handed_over_at(calendar, room, day),
    )
    came = calendar.moment_of("in", room, day, 8, 25) + timedelta(minutes=8)
    return (
        Verb("sign_in", world.actor(person), came),
        Verb("hand_over", world.actor(person), out, _handover(world, calendar, room, day)),
        Verb(
            "confirm",
            world.actor(after),
            out + timedelta(minutes=5),
            {"takeover_words": "情况清楚，物品齐全。"},
        ),
    )


# --- months as usual --------------------------------------------------------------------------------------------------


def _stretch(world: World, rooms: Rooms, calendar: Calendar, first: date, after: date) -> Story:
    """All that went as usual from `first` up to the day before `after`."""
    yield world.at(after, 10, 30)
    days = [first + timedelta(days=offset) for offset in range((after - first).days)]
    places = [(room, day) for day in days for room in rooms.rooms]
    shifts = site.get("duty_shift").model.objects.filter(day__gte=first, day__lt=after)
    by_place = {(shift.machine_room_id, shift.day): shift.pk for shift in shifts}
    go_on(
        "duty_shift",
        {by_place[rooms.rooms[r].pk, day]: _shift_verbs(world, calendar, r, day) for r, day in places},
    )
    live(
        "environment_patrol",
        [_patrol_life(world, rooms, calendar, r, d) for r, d in places if _is_usual(calendar, r, d)],
    )
    live(
        "cleaning_record",
        [_cleaning_life(world, rooms, calendar, r, d) for r, d in places if calendar.is_cleaned(r, d)],
    )


def _is_usual(calendar: Calendar, room: str, day: date) -> bool:
    return calendar.is_patrolled(room, day) and calendar.trouble(room, day) is None


def _patrol_life(world: World, rooms: Rooms, calendar: Calendar, room: str, day: date) -> Life:
    at = calendar.moment_of("patrol", room, day, 9, 80)
    data = {
        "machine_room": rooms.rooms[room],
        "patrolled_at": at - timedelta(minutes=6),
        **climate.reading(room, day),
    }
    reviewer = REVIEWERS[day.toordinal() // 7 % 2]
    review = Verb("review", world.actor(reviewer), _reviewed_at(world, calendar, room, day))
    return Life(world.actor(calendar.on_duty(room, day)), at, data, (review,))


def _reviewed_at(world: World, calendar: Calendar, room: str, day: date) -> datetime:
    day += timedelta(days=1)
    while not world.is_working_day(day):
        day += timedelta(days=1)
    return calendar.moment_of("review", room, day, 9, 60)


def _cleaning_life(world: World, rooms: Rooms, calendar: Calendar, room: str, day: date) -> Life:
    at, data = _cleaning_data(rooms, calendar, room, day)
    return Life(world.actor(calendar.on_duty(room, day)), at, data | {"machine_room": rooms.rooms[room]})


def _cleaning_data(rooms: Rooms, calendar: Calendar, room: str, day: date) -> tuple[datetime, dict[str, Any]]:
    at = calendar.moment_of("cleaning", room, day, 16, 70)
    swept = calendar.is_swept(room, day)
    return at, {
        "kind": "weekly" if swept else "daily",
        "cleaned_at": at - timedelta(minutes=12),
        "cleaned_by": calendar.word("cleaner", room, day, CLEANERS[room]),
        "content": calendar.word("content", room, day, WEEKLY if swept else DAILY),
        "no_unrelated_items": True,
        "no_food_or_smoke": True,
    }


# --- through the doors ------------------------------------------------------------------------------------------------


def _patrol(world: World, rooms: Rooms, calendar: Calendar, room: str, day: date) -> Story:
    """登记巡检 → (告警 → 确认 → 关闭) → 复核."""
    if not calendar.is_patrolled(room, day):
        return
    at = calendar.moment_of("patrol", room, day, 9, 80)
    if day == world.today and room == "B":
        at = world.at(day, 16, 30)  # still owed this morning, and in the list of today's duties
    yield at
    found = calendar.trouble(room, day)
    person = calendar.on_duty(room, day)
    if calendar.is_absent(room, day):
        return
    read = {"patrolled_at": _local(at - timedelta(minutes=6)), **climate.reading(room, day)}
    if found:
        read |= {**found.values, "abnormality": found.abnormality, "handling": found.handling}
    data = {"machine_room": rooms.rooms[room].pk, **{key: str(value) for key, value in read.items()}}
    patrol = world.create("environment_patrol", data, by=person)
    if found:
        yield from _alerts(world, patrol, person, found)
    yield max(_reviewed_at(world, calendar, room, day), world.later(5, 10))
    world.perform(
        patrol,
        "review",
        by=REVIEWERS[day.toordinal() // 7 % 2],
        opinion="已核。" if not found else "已督促处理。",
    )


def _alerts(world: World, patrol: Any, person: str, found: climate.Trouble) -> Story:
    """Each alert of the patrol: taken up by who is on duty, closed by the manager with a conclusion."""
    alerts = site.get("room_alert").model.objects.filter(source_number=patrol.number).order_by("id")
    for alert in list(alerts):
        yield world.later(6, 35)
        taken = world.perform(alert, "acknowledge", by=person)
        yield world.soon(60, 600)
        world.perform(taken, "close", by="mr_manager", conclusion=found.conclusion)


def _cleaning(world: World, rooms: Rooms, calendar: Calendar, room: str, day: date) -> Story:
    if not calendar.is_cleaned(room, day):
        return
    at, data = _cleaning_data(rooms, calendar, room, day)
    yield at
    data |= {
        "cleaned_at": _local(data["cleaned_at"]),
        "machine_room": rooms.rooms[room].pk,
        "no_unrelated_items": "1",
        "no_food_or_smoke": "1",
    }
    world.create("cleaning_record", data, by=calendar.on_duty(room, day))


def _local(when: datetime) -> str:
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M")
