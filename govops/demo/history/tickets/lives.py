"""How a ticket goes its way: taken in, given to a line, handed on, set aside, solved, reopened, confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from govops.demo.history.bulk import Life
from govops.demo.history.tickets import phrases as said
from govops.demo.history.tickets.complaints import Complaint
from govops.demo.history.tickets.course import REOPENED, SET_ASIDE, Course
from govops.demo.history.tickets.office import DESK, THIRD_LINE, VENDOR, Office
from govops.demo.history.tickets.planning import Case
from govops.demo.history.tickets.wishes import Wish

_ON_SITE = {"桌面支持组", "网络支持组"}
_REFUSED = 0.03


def life(office: Office, case: Case) -> Life:
    """The whole life of a case, as it would go if nobody stopped the time."""
    data = {**case.form, "applicant": office.person(case.reporter)}
    course = incident(office, case) if isinstance(case.about, Complaint) else request(office, case)
    return Life(office.world.actor(case.writer), case.at, data, tuple(course.done))


# --- 事件 -------------------------------------------------------------------------------------------------------------


def incident(office: Office, case: Case) -> Course:
    about, chance = case.about, office.world.chance
    assert isinstance(about, Complaint)
    course = Course(office, case, case.at)
    if chance.random() < 0.018:
        course.do(
            "withdraw",
            case.reporter,
            course.at(course.answer_minutes * 0.7),
            opinion=chance.choice(said.WITHDRAWN),
        )
        return course
    _speak_before(course)
    if case.writer in DESK and chance.random() < about.desk * 0.7:  # helped while still on the phone
        course.share = min(course.share, 24 / course.promised.resolve_minutes)
        solved = course.do(
            "resolve", case.writer, course.at(chance.randint(3, 18)), **_solution(course, about)
        )
        return _to_the_end(course, case.writer, solved)
    helper = _into_hands(course, office.support_of(about.service), about.desk)
    _at_work(course, helper, office.support_of(about.service))
    helper = _handed_on(course, helper, about.vendor)
    if chance.random() < SET_ASIDE:
        course.wait(helper, 0.55)
    solved = course.do("resolve", helper, course.part(1), **_solution(course, about))
    return _to_the_end(course, helper, solved)


def _into_hands(course: Course, group: str, desk: float) -> str:
    """Judged and given to somebody, or taken by whoever sees it first; answers who has it."""
    office, case, chance = course.office, course.case, course.office.world.chance
    taken = course.at(course.answer_minutes)
    if chance.random() < desk * 0.5:
        helper = chance.choice(DESK)
        course.do("take", helper, taken)
        return helper
    judged = {
        "category": _category(course), "impact": case.form["impact"], "urgency": case.form["urgency"],
        "group": office.made.groups[group],
    }  # fmt: skip
    course.do("triage", "service_desk", course.at(course.answer_minutes * 0.4), **judged)
    return _given(course, group, taken)


def _given(course: Course, group: str, taken: datetime) -> str:
    office, chance = course.office, course.office.world.chance
    helper = office.helper(group)
    if chance.random() < 0.55:
        course.do("take", helper, taken)
        return helper
    person = office.person(helper)
    before = course.at(course.answer_minutes * 0.6)
    course.do("dispatch", chance.choice(DESK), before, group=office.made.groups[group], assignee=person)
    course.do("start", helper, taken)
    return helper


def _category(course: Course) -> str:
    item: Any = course.office.made.services[course.case.about.service]
    return str(item.default_category or item.group)


def _handed_on(course: Course, helper: str, vendor: float) -> str:
    """To the vendor, or to the third line; answers who has it then."""
    office, chance = course.office, course.office.world.chance
    if chance.random() < vendor:
        group, words = VENDOR, said.HANDED_ON["vendor"]
    elif chance.random() < 0.05:
        group, words = THIRD_LINE, said.HANDED_ON["third"]
    else:
        return helper
    if helper in office.members[group]:
        return helper
    at = course.part(0.3)
    course.do("hand_on", helper, at, group=office.made.groups[group], opinion=chance.choice(words))
    other = office.helper(group)
    course.do("take", other, course.part(0.42))
    return other


def _solution(course: Course, about: Complaint) -> dict[str, Any]:
    ending = course.office.world.pick(about.endings)
    return {
        "resolution": ending.words, "closure_code": ending.code, "category": _category(course), "root_cause": ending.cause,
        "into_knowledge": course.office.world.happens(0.03),
    }  # fmt: skip


# --- 服务请求 ----------------------------------------------------------------------------------------------------------


def request(office: Office, case: Case) -> Course:
    about, chance, world = case.about, office.world.chance, office.world
    assert isinstance(about, Wish)
    submitted = case.at + timedelta(minutes=chance.randint(1, 4))
    accepted, before = submitted, [office.verb("submit", case.writer, submitted)]
    if office.made.services[about.service].needs_approval:
        accepted = world.soon(15, 330, after=submitted)
        head = world.head_of(case.reporter)
        if chance.random() < _REFUSED:
            before.append(office.verb("refuse", head, accepted, opinion=chance.choice(said.REFUSED)))
            return Course(office, case, accepted, done=[*before])
        before.append(office.verb("approve", head, accepted, opinion=chance.choice(said.APPROVED)))
    course = Course(office, case, accepted, done=[*before])
    group = office.support_of(about.service)
    if chance.random() < about.desk:
        helper = chance.choice(DESK)
        course.do("take", helper, course.at(course.answer_minutes))
    else:
        helper = _given(course, group, course.at(course.answer_minutes))
    _speak_within(course, helper)
    if chance.random() < SET_ASIDE * 0.7:
        course.wait(helper, 0.5)
    solved = course.do("fulfil", helper, course.part(1), **_fulfilment(course, about))
    return _to_the_end(course, helper, solved)


def _fulfilment(course: Course, about: Wish) -> dict[str, Any]:
    words, code = course.office.world.pick(about.endings)
    return {"resolution": words, "closure_code": code, "into_knowledge": False}


# --- what every ticket may go through ---------------------------------------------------------------------------------


def _speak_before(course: Course) -> None:
    if course.office.world.happens(0.16):
        course.remark(
            course.case.reporter,
            course.at(course.answer_minutes * 0.3),
            course.office.world.pick(said.FROM_REPORTERS),
        )


def _speak_within(course: Course, helper: str) -> None:
    world = course.office.world
    if world.happens(0.24):
        course.remark(helper, course.part(0.1), world.pick(said.FROM_STAFF))
    if world.happens(0.09):
        course.remark(DESK[0], course.part(0.2), world.pick(said.INTERNAL), internal=True)


def _at_work(course: Course, helper: str, group: str) -> None:
    """On the way, there, and what is said meanwhile."""
    _speak_within(course, helper)
    promised = course.promised.on_site_minutes
    if promised and course.office.world.happens(0.8):
        course.do(
            "arrive",
            helper,
            course.at(course.answer_minutes + min(promised * 0.8, course.solution_minutes * 0.25)),
        )
    elif group in _ON_SITE and course.office.world.happens(0.3):
        course.do("arrive", helper, course.part(0.25))


def _to_the_end(course: Course, helper: str, solved: datetime) -> Course:
    office, case, chance = course.office, course.case, course.office.world.chance
    if chance.random() < REOPENED:
        at = office.world.soon(10, 300, after=solved)
        course.do("reopen", case.reporter, at, opinion=chance.choice(said.NOT_SOLVED))
        course.do("start", helper, office.world.soon(5, 60, after=at))
        verb = "resolve" if isinstance(case.about, Complaint) else "fulfil"
        words = (
            _solution(course, case.about)
            if isinstance(case.about, Complaint)
            else _fulfilment(course, case.about)
        )
        solved = course.do(verb, helper, office.world.soon(30, 400, after=course.last), **words)
    course.is_confirmed(solved, helper=helper)
    return course
