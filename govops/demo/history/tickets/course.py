"""The course of a ticket in time: how long its promises give, how much of them is used, what comes when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from govops.demo.history.bulk import Aside, Verb
from govops.demo.history.tickets import phrases as said
from govops.demo.history.tickets.office import Office
from govops.demo.history.tickets.planning import Case
from govops.kernel.access.actor import SYSTEM
from govops.kernel.calendar.working_time import working_time

LATE_SOLUTIONS, LATE_ANSWERS = 0.05, 0.02
REOPENED, SET_ASIDE = 0.034, 0.11
CONFIRMED, BY_PHONE = 0.62, 0.07
RATED = 0.85
_RATINGS = (
    ("very_satisfied", 46),
    ("satisfied", 36),
    ("acceptable", 11),
    ("dissatisfied", 5),
    ("very_dissatisfied", 2),
)
_WAITS = (("user", 30), ("vendor", 20), ("parts", 20), ("appointment", 22), ("change", 8))  # fmt: skip
_TEN = timedelta(minutes=10)


@dataclass
class Course:
    """A ticket under way: what has been done so far; `share` of the promised time is used when it is solved."""

    office: Office
    case: Case
    begun_at: datetime
    share: float = 0.0
    done: list[Verb | Aside] = field(default_factory=list)

    def __post_init__(self) -> None:
        chance, form = self.office.world.chance, self.case.form
        self.promised = self.office.targets(
            self.case.about.service, form["impact"], form["urgency"], self.begun_at
        )
        self.working = working_time(self.promised.calendar_code)
        is_late = chance.random() < LATE_SOLUTIONS
        self.share = self.share or (
            chance.uniform(1.03, 1.8) if is_late else 0.94 * chance.betavariate(1.5, 4)
        )
        self._base, self._base_minutes = self.begun_at, 0.0
        late_answer = chance.random() < LATE_ANSWERS
        answered = chance.uniform(1.05, 1.7) if late_answer else 0.95 * chance.betavariate(1.4, 3.6)
        self.answer_minutes = min(answered * self.promised.respond_minutes, self.solution_minutes * 0.6)

    @property
    def solution_minutes(self) -> float:
        return max(6.0, self.share * self.promised.resolve_minutes)

    def at(self, minutes: float) -> datetime:
        """When so much of the promised time has been used."""
        after = max(1, round(minutes - self._base_minutes))
        seconds = self.office.world.chance.randrange(60)
        return self.working.add_minutes(self._base, after).at.replace(microsecond=0) + timedelta(
            seconds=seconds
        )

    def part(self, share: float) -> datetime:
        """`share` of the way from the answer to the solution."""
        return self.at(self.answer_minutes + (self.solution_minutes - self.answer_minutes) * share)

    @property
    def last(self) -> datetime:
        return self.done[-1].at if self.done else self.begun_at

    def do(self, name: str, by: Any, at: datetime, **data: Any) -> datetime:
        """The next deed, not before the last one."""
        at = max(at, self.last + timedelta(seconds=40))
        self.done.append(self.office.verb(name, by, at, **data))
        return at

    def remark(self, by: str, at: datetime, text: str, *, internal: bool = False) -> None:
        at = max(at, self.last + timedelta(seconds=30))
        self.done.append(self.office.remark(by, at, text, internal=internal))

    def wait(self, by: str, share: float) -> None:
        """Set aside for a day or two, then taken up again; what waiting takes is not counted."""
        world = self.office.world
        reason = world.chance.choices([name for name, _ in _WAITS], [often for _, often in _WAITS])[0]
        since = self.part(share)
        words = world.pick(said.WAITING[reason])
        used = self.answer_minutes + (self.solution_minutes - self.answer_minutes) * share
        until = working_time().add_minutes(since, world.chance.randint(300, 1100)).at
        since = self.do(
            "set_aside",
            by,
            since,
            pending_reason=reason,
            pending_until=until + timedelta(hours=2),
            opinion=words,
        )
        again = max(until, since + timedelta(minutes=30))
        back = (
            "报告人答复：" + world.pick(("设备编号已补充。", "下午都在。", "就是昨天的那份收文。"))
            if reason == "user"
            else world.pick(said.GOES_ON)
        )
        again = self.do("take_up_again", self.case.reporter if reason == "user" else by, again, opinion=back)
        self._base, self._base_minutes = again, used

    def is_confirmed(self, solved: datetime, *, helper: str) -> None:
        """Confirmed by the reporter, on the phone, or by the days; rated or not; closed by the program."""
        world, chance = self.office.world, self.office.world.chance
        drawn = chance.random()
        if drawn < CONFIRMED:
            at = world.soon(4, 500, after=solved)
            rated = self._rating() if chance.random() < RATED else {}
            at = self.do("confirm", self.case.reporter, at, **rated)
        elif drawn < CONFIRMED + BY_PHONE:
            caller = "service_desk" if helper != "service_desk" else "incident_manager"
            words = world.pick(said.BY_PHONE).format_map(self.case.blanks)
            at = self.do(
                "confirm_by_phone", caller, world.soon(60, 700, after=solved), opinion=words, **self._rating()
            )
        else:
            at = self.do("confirm", SYSTEM, _next_ten(working_time().add_days(solved, 3).at))
        self.do("close", SYSTEM, _next_ten(working_time().add_days(at, 1).at))

    def _rating(self) -> dict[str, str]:
        chance = self.office.world.chance
        how = chance.choices([name for name, _ in _RATINGS], [often for _, often in _RATINGS])[0]
        if self.share > 1 and chance.random() < 0.3:
            how = chance.choice(("acceptable", "dissatisfied", "very_dissatisfied"))
        words = said.BLAME if "dis" in how else said.SO_SO if how == "acceptable" else said.PRAISE
        return {"satisfaction": how, "satisfaction_words": chance.choice(words)}


def _next_ten(at: datetime) -> datetime:
    """The next run of the job that looks every ten minutes."""
    return at.replace(minute=at.minute // 10 * 10, second=2, microsecond=0) + _TEN
