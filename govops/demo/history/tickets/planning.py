"""When people come to the desk, and with what: some three thousand cases in a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from govops.demo.history.tickets.complaints import COMPLAINTS, Complaint
from govops.demo.history.tickets.office import DESK, Office, is_month_end
from govops.demo.history.tickets.wishes import WISHES, Wish

A_DAY = 11.2  #: cases of an ordinary working day
COMPLAINTS_SHARE = 0.67
_WEEKDAYS = (1.34, 1.02, 0.97, 0.94, 0.82, 0.6, 0.6)  # a Saturday that is worked for a holiday is quiet
_HOURS = {8: 16, 9: 22, 10: 15, 11: 9, 13: 6, 14: 17, 15: 13, 16: 9, 17: 3}
_CHANNELS = {"web": 52, "phone": 36, "mail": 5, "on_site": 4, "instant_message": 3}
_FLOOD = range(6, 9)
_BY_MONITORING = {"机房设施报修", "服务器故障处置", "专线与汇聚节点故障"}
_WATCHERS = ("duty_officer", "backup_operator", "escort")


@dataclass(frozen=True)
class Case:
    """What somebody comes with. `writer`: who writes it down; `about`: the text it was made from; `form`: as the page's form has it."""

    kind: str
    at: datetime
    reporter: str
    writer: str
    about: Complaint | Wish
    form: dict[str, Any]
    blanks: dict[str, str]


def cases(office: Office, first: date, last: date) -> Iterator[Case]:
    """All cases from `first` to `last`, in the order of time."""
    world = office.world
    for number in range((last - first).days + 1):
        day = date.fromordinal(first.toordinal() + number)
        moments = [_moment(office, day) for _ in range(_how_many(office, day))]
        for at in sorted(moments):
            if at <= world.now:
                yield case(office, at)


def _how_many(office: Office, day: date) -> int:
    world = office.world
    if not world.is_working_day(day):
        return 1 if world.happens(0.25) else 0
    many = A_DAY * _WEEKDAYS[day.weekday()]
    many *= 1.22 if is_month_end(world, day) else 1.08 if day.month in _FLOOD else 1
    return max(2, round(world.chance.gauss(many, many**0.5 * 0.6)))


def _moment(office: Office, day: date) -> datetime:
    chance = office.world.chance
    hour = chance.choices(list(_HOURS), list(_HOURS.values()))[0]
    if chance.random() < 0.02:
        hour = chance.choice((7, 12, 18, 20))
    minutes = range(30, 60) if hour in {8, 13} else range(31) if hour == 17 else range(60)
    return office.world.at(day, hour, chance.choice(minutes))


def case(office: Office, at: datetime, *, about: Complaint | Wish | None = None, reporter: str = "") -> Case:
    """One case; what and by whom as chance has it, unless told."""
    chance = office.world.chance
    if about is None:
        texts: tuple[Any, ...] = COMPLAINTS if chance.random() < COMPLAINTS_SHARE else WISHES
        weights = [text.weight * _season(office, text.when, at) for text in texts]
        about = chance.choices(texts, weights)[0]
    assert about is not None
    needs_approval = office.made.services[about.service].needs_approval
    channel = chance.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    if isinstance(about, Complaint) and about.service in _BY_MONITORING:
        reporter, channel = reporter or chance.choice(_WATCHERS), "monitoring"
    reporter = reporter or office.reporter(approved=needs_approval)
    if needs_approval and not isinstance(about, Complaint):
        channel = "web"  # one's own request, for one's own head to agree to
    writer = chance.choice(DESK) if channel in {"phone", "on_site", "instant_message"} else reporter
    blanks = office.blanks(reporter, at)
    form = _form(office, about, blanks, channel)
    form["items"] = office.items(form["system"], reporter, writer)
    kind = "incident" if isinstance(about, Complaint) else "service_request"
    return Case(kind, at, reporter, writer, about, form, blanks)


def _season(office: Office, when: str, at: datetime) -> float:
    if when == "month_end":
        return 1.9 if is_month_end(office.world, at.date()) else 0.85
    if when == "flood":
        return 2.0 if at.month in _FLOOD else 0.6
    if when == "monday":
        return 1.6 if at.weekday() == 0 else 0.85
    return 1.0


def _form(office: Office, about: Any, blanks: dict[str, str], channel: str) -> dict[str, Any]:
    chance = office.world.chance
    impact, urgency = getattr(about, "impact", "person"), getattr(about, "urgency", "medium")
    if chance.random() < 0.12:
        impact = {"person": "unit", "unit": "bureau" if chance.random() < 0.25 else "unit"}[impact]
    if chance.random() < 0.22:
        urgency = chance.choice(("low", "medium", "high"))
    return {
        "subject": chance.choice(about.subjects).format_map(blanks)[:100],
        "description": chance.choice(about.details).format_map(blanks),
        "item": office.made.services[about.service], "system": about.system.format_map(blanks), "location": f"{blanks['room']} 室",
        "answers": office.answers(about.service, about.answers, blanks), "channel": channel, "impact": impact, "urgency": urgency,
    }  # fmt: skip
