"""Problems behind what keeps coming back: found from real repeats, investigated, known, cured, reviewed; through the doors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from govops.demo.history.catalogue import Catalogue
from govops.demo.history.data_centre.naming import Naming
from govops.demo.history.tickets.complaints import COMPLAINTS
from govops.demo.history.tickets.troubles import DISMISSED, TROUBLES, Trouble
from govops.demo.history.world import Story, World
from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.records import links
from govops.modules.knowledge.models import KnowledgeArticle
from govops.modules.problem.actions import suggest
from govops.modules.problem.models import ProblemSuggestion
from govops.modules.service_desk.models import Incident

MANAGER = "problem_manager"
_ORDER = ("registered", "classified", "investigating", "known_error", "resolved", "reviewed", "closed")
_SOURCES = 6
_WRITES_ARTICLES = "support_l2"
_LINKED = 40


def tell(world: World, made: Catalogue, naming: Naming | None = None) -> None:
    """Begin the story of every problem in its week."""
    for number, row in enumerate(TROUBLES):
        day = world.first + timedelta(days=7 * row.week + 1 + number % 3)
        while not world.is_working_day(day):
            day += timedelta(days=1)
        if day < world.today:
            world.begin(_problem(world, made, row, world.at(day, 10 + number % 6, 8 * number % 60), naming))


def today(world: World) -> None:
    """The hints of this morning, some of them answered; the articles by which tickets were solved."""
    with moment.at(world.now):
        suggest()
        waiting = list(ProblemSuggestion.objects.filter(state="waiting").order_by("count", "id"))
        for hint in waiting[: len(waiting) // 3]:
            world.perform(hint, "dismiss", by=MANAGER, reason=DISMISSED)
        _link_articles(world)


def _problem(world: World, made: Catalogue, row: Trouble, at: Any, naming: Naming | None) -> Story:
    yield at
    found = Incident.objects.filter(subject__contains=row.about, created_at__gte=at - timedelta(days=70))
    data = {
        "subject": row.subject, "description": row.description, "category": row.category, "service": made.services[row.service].pk,
        "system": row.system, "scope": row.scope, "items": naming.items(row.system, row.handler) if naming else [], "impact": "unit", "urgency": "medium",
        "sources": [{"number": one.number, "title": one.title} for one in found.order_by("-id")[:_SOURCES]],
    }  # fmt: skip
    far = _ORDER.index(row.ending)
    problem: Any = world.create("problem", data, by=MANAGER)
    if far < 1:
        return
    yield world.soon(30, 300)
    handler = world.bureau.people[row.handler]
    judged = {"category": row.category, "impact": "unit", "urgency": "medium", "handler": handler}
    problem = world.perform(problem, "classify", by=MANAGER, **judged)
    if far < 2:
        return
    yield world.soon(60, 500)
    problem = world.perform(problem, "investigate", by=row.handler)
    if far < 3:
        return
    yield world.soon(900, 2600)
    cause = {"cause_kind": row.cause_kind, "root_cause": row.cause}
    known = {
        **cause,
        "workaround": row.workaround,
        "into_knowledge": far == 3 and row.handler == _WRITES_ARTICLES,
    }
    problem = world.perform(problem, "mark_known", by=row.handler, **known)
    if far < 4:
        return
    yield world.soon(2500, 6500)
    problem = world.perform(
        problem, "resolve", by=row.handler, **cause, permanent_fix=row.fix, into_knowledge=False
    )
    if far < 5:
        return
    yield world.soon(400, 2400)
    problem = world.perform(problem, "review", by=MANAGER, review_conclusion=row.review)
    if far < 6:
        return
    yield world.soon(60, 900)
    world.perform(problem, "close", by=MANAGER)


def _link_articles(world: World) -> None:
    """“依据”: the latest solved tickets refer to the article that told how."""
    articles = {one.subject: one for one in KnowledgeArticle.objects.filter(state="published")}
    by_words = {
        words: articles[text.article]
        for text in COMPLAINTS
        if text.article in articles
        for words in text.subjects
    }
    solved = Incident.objects.filter(state__in=("closed", "confirmed", "resolved"), subject__in=by_words)
    for incident in solved.select_related("assignee").order_by("-id")[:_LINKED]:
        try:
            links.add(incident, by_words[incident.subject], kind="依据", actor=world.actor("service_desk"))
        except Refused:
            continue
