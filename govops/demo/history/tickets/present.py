"""Tickets through the doors: those of the last days, and what lies on the desk now in every state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils import timezone

from govops.demo.history.bulk import Aside, Life
from govops.demo.history.tickets import phrases as said
from govops.demo.history.tickets.complaints import COMPLAINTS
from govops.demo.history.tickets.course import Course
from govops.demo.history.tickets.office import DESK, Office
from govops.demo.history.tickets.planning import Case, case
from govops.demo.history.tickets.wishes import WISHES
from govops.demo.history.world import Story, World
from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.calendar.sweep import sweep
from govops.kernel.calendar.working_time import WorkingTime
from govops.kernel.processes import engine
from govops.kernel.records import comments
from govops.kernel.records.visibility import visible
from govops.kernel.registers import doors, site
from govops.modules.configuration.models import ConfigurationItem
from govops.modules.service_desk.jobs import go_on

_STEP = timedelta(minutes=10)


def through_the_doors(kind: str, life: Life) -> Story:
    """A life as its people lived it; what the program does by itself is left to its jobs."""
    yield life.at
    form = form_of(life.data)
    record: Any = doors.create(
        site.get(kind), form | {"items": seen(form.get("items", []), life.actor)}, actor=life.actor
    )
    for verb in life.verbs:
        if verb.actor is SYSTEM:
            continue
        yield verb.at
        if isinstance(verb, Aside):
            record.refresh_from_db()
            comments.add(
                record, text=verb.data["text"], actor=verb.actor, is_internal=verb.data["is_internal"]
            )
        elif _still_can(kind, record, verb.name):
            record = engine.perform(kind, record.pk, verb.name, actor=verb.actor, data=verb.data).record
        else:
            return


def _still_can(kind: str, record: Any, verb: str) -> bool:
    """Whether no job was quicker: confirmed by the days, or taken up again."""
    record.refresh_from_db()
    process = site.get(kind).process
    assert process is not None
    return verb not in process.moves or record.state in process.moves[verb].sources


def seen(items: list[int], actor: Actor) -> list[int]:
    """Those of the items that the actor may choose: his own, and for the staff all."""
    if not items:
        return []
    known = visible(ConfigurationItem.objects.filter(pk__in=items), actor, register="configuration_item")
    return sorted(known.values_list("pk", flat=True))


def form_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a form sends them."""
    return {name: value.pk if isinstance(value, Model) else value for name, value in data.items()}


def jobs(world: World, days: Iterable[date], *, minutes: int) -> Story:
    """On these days the clocks are looked at and silent tickets go on, every so many minutes instead of every few."""
    for day in sorted(set(days)):
        for since in range(8 * 60 + 20, 19 * 60, minutes):
            yield world.at(day, since // 60, since % 60)
            sweep(moment.now())
            if since % 120 == 20:
                go_on(actor=SYSTEM)


class Standing(NamedTuple):
    """A ticket as it lies there now: its state, and how much of the promised time is used."""

    kind: str
    about: int
    state: str
    used: float
    reason: str = ""
    reporter: str = ""


S = Standing
STANDING = (
    S("incident", 8, "new", 0.01), S("incident", 0, "new", 0.04), S("incident", 20, "new", 0.1), S("incident", 16, "triaged", 0.12),
    S("incident", 26, "triaged", 0.06), S("incident", 5, "assigned", 0.1), S("incident", 23, "assigned", 0.08),
    S("incident", 13, "in_progress", 0.82), S("incident", 4, "in_progress", 0.93, "", "end_user"), S("incident", 21, "in_progress", 0.86),
    S("incident", 28, "in_progress", 0.5), S("incident", 30, "in_progress", 0.77), S("incident", 15, "in_progress", 1.12),
    S("incident", 10, "pending", 0.4, "parts"), S("incident", 2, "pending", 0.3, "vendor"), S("incident", 22, "pending", 0.25, "user", "end_user"),
    S("incident", 18, "in_progress", 0.96), S("incident", 1, "resolved", 0.3, "", "end_user"),
    S("service_request", 5, "approving", 0.06), S("service_request", 8, "approving", 0.06, "", "end_user"), S("service_request", 11, "approving", 0.06),
    S("service_request", 9, "accepted", 0.05), S("service_request", 0, "accepted", 0.02), S("service_request", 12, "assigned", 0.1),
    S("service_request", 6, "in_progress", 0.88), S("service_request", 13, "in_progress", 0.4), S("service_request", 17, "in_progress", 0.6),
    S("service_request", 3, "pending", 0.2, "appointment"), S("service_request", 15, "draft", 0.1),
)  # fmt: skip


def on_the_desk(office: Office) -> Iterator[Story]:
    """What nobody has finished yet."""
    for row in STANDING:
        about: Any = (COMPLAINTS if row.kind == "incident" else WISHES)[row.about]
        now = office.world.now
        asked = case(office, now, about=about, reporter=row.reporter)
        course = Course(office, asked, now, share=0.5)
        begun = _begun(course.working, now, row.used * course.promised.resolve_minutes, office.world)
        told = Case(row.kind, begun, asked.reporter, asked.writer, about, asked.form, asked.blanks)
        course = Course(office, told, begun, share=0.5)
        _as_far_as(course, row)
        data = {**told.form, "applicant": office.person(told.reporter)}
        yield through_the_doors(
            row.kind, Life(office.world.actor(told.writer), begun, data, tuple(course.done))
        )


def _begun(working: WorkingTime, now: datetime, minutes: float, world: World) -> datetime:
    """The latest moment since which so much working time has passed."""
    at = now - _STEP
    while working.between(at, now) < timedelta(minutes=minutes) or _is_free(working, at, world):
        at -= _STEP
    return at


def _is_free(working: WorkingTime, at: datetime, world: World) -> bool:
    """Whether nobody is at work who could come with it; what runs around the clock is watched around the clock."""
    return working.observes_holidays and not world.is_working_day(timezone.localtime(at).date())


def _as_far_as(course: Course, row: Standing) -> None:
    """The deeds that lead to the state, early in the time that has passed."""
    office, told = course.office, course.case
    step = max(1.0, row.used * course.promised.resolve_minutes / 20)
    if row.kind == "service_request" and row.state != "draft":
        course.do("submit", told.writer, course.at(1))
        if row.state != "approving" and office.made.services[told.about.service].needs_approval:
            course.do("approve", office.world.head_of(told.reporter), course.at(2), opinion="同意。")
    if row.state in {"new", "draft", "approving", "accepted"}:
        return
    name = office.support_of(told.about.service)
    group, helper = office.made.groups[name], office.helper(name)
    if row.kind == "incident":
        judged = {"category": office.made.services[told.about.service].group, "group": group}
        course.do(
            "triage",
            DESK[0],
            course.at(step),
            **judged,
            impact=told.form["impact"],
            urgency=told.form["urgency"],
        )
    if row.state == "triaged":
        return
    course.do("dispatch", DESK[0], course.at(step * 1.3), group=group, assignee=office.person(helper))
    if row.state == "assigned":
        return
    course.do("start", helper, course.at(step * 2))
    course.remark(helper, course.at(step * 3), office.world.pick(said.FROM_STAFF))
    if row.state == "pending":
        until = office.world.calendar.add_minutes(office.world.now, 400).at
        words = office.world.pick(said.WAITING[row.reason])
        course.do(
            "set_aside",
            helper,
            course.at(step * 5),
            pending_reason=row.reason,
            pending_until=until,
            opinion=words,
        )
    elif course.promised.on_site_minutes and row.kind == "incident":
        course.do("arrive", helper, course.at(step * 3))
    if row.state == "resolved":
        ending = told.about.endings[0]
        course.do(
            "resolve",
            helper,
            course.at(step * 12),
            resolution=ending[0],
            closure_code="fixed",
            category="desktop",
            root_cause=ending[1],
        )
