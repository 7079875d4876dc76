"""Problems: found, investigated, known, cured; hints: taken up or not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q

from govops.kernel import moment, parameters
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.messages import sending
from govops.kernel.messages.kinds import MessageKind, Word, declare
from govops.kernel.organization import people
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import links
from govops.kernel.registers import doors, site
from govops.modules.knowledge.public import draft_from
from govops.modules.problem import incidents, seats
from govops.modules.problem.choices import OPEN, SuggestionState
from govops.modules.problem.models import Problem, ProblemSuggestion, about_items
from govops.modules.problem.parameters import REPEAT_COUNT, REPEAT_DAYS, SUGGEST
from govops.modules.service_catalogue.public import priority_of

declare(
    MessageKind(
        code="problem_suggested", name="建议立问题", when="同类事件反复发生，告知问题经理", title="{对象} {天数} 天内 {起数} 起同类事件，建议立问题",
        words=(
            Word("对象", "系统、设备、配置项或服务", "三楼打印机"), Word("天数", "统计天数", "30"), Word("起数", "事件起数", "4"),
        ),
    )
)  # fmt: skip


def prepare(problem: Any, actor: Actor) -> None:
    """The priority follows impact and urgency; every source is an incident that one may see, told by its title."""
    problem.priority = priority_of(problem.impact, problem.urgency)
    before = Problem.objects.filter(pk=problem.pk).values_list("sources", flat=True).first() or []
    incidents.require_known(problem.sources, {row["number"] for row in before}, actor)
    found = incidents.named([row["number"] for row in problem.sources if not row.get("title")], actor)
    for row in problem.sources:
        if row["number"] in found:
            row["title"] = found[row["number"]].title


def link_sources(problem: Any, actor: Actor) -> None:
    incidents.link(problem, [row["number"] for row in problem.sources], actor)


def handler_of(problem: Any) -> list[Person]:
    return [problem.handler] if problem.handler else []


def classify(problem: Any, deed: Deed) -> None:
    problem.priority = priority_of(problem.impact, problem.urgency)


def know(problem: Any, deed: Deed) -> None:
    problem.known_at = deed.at
    write_down(problem, deed)


def resolve(problem: Any, deed: Deed) -> None:
    problem.resolved_at = deed.at
    write_down(problem, deed)


def reopen(problem: Any, deed: Deed) -> None:
    problem.resolved_at = None


def review(problem: Any, deed: Deed) -> None:
    problem.reviewed_at, problem.reviewed_by = deed.at, deed.actor.person


def close(problem: Any, deed: Deed) -> None:
    problem.closed_at = deed.at


def write_down(problem: Any, deed: Deed) -> None:
    """导入知识库: a draft of the article, once, where it was asked for."""
    if not problem.into_knowledge or problem.article_number:
        return
    article = draft_from(
        register="problem", record_id=problem.pk, title=problem.subject, symptom=problem.description, cause=problem.root_cause,
        solution=problem.permanent_fix or problem.workaround, category=problem.category, system=problem.system, actor=deed.actor,
    )  # fmt: skip
    problem.article_number = article.number


# --- hints -----------------------------------------------------------------------------------------------------------


def adopt(suggestion: Any, deed: Deed) -> None:
    """立问题: the problem with its incidents, in one step."""
    data = {
        "subject": f"{suggestion.about}反复出现同类事件"[:100],
        "description": f"{suggestion.days} 天内发生 {suggestion.count} 起同类事件，请查明根本原因。",
        "category": suggestion.category, "service": suggestion.service_id, "system": suggestion.system,
        "items": [suggestion.item_id] if suggestion.item_id else [],
        "sources": suggestion.incidents, "secrecy_level": suggestion.secrecy_level,
    }  # fmt: skip
    suggestion.problem = doors.create(site.get("problem"), data, actor=deed.actor)
    links.add(suggestion.problem, suggestion, kind="依据", actor=deed.actor)
    suggestion.decided_at = deed.at


def dismiss(suggestion: Any, deed: Deed) -> None:
    suggestion.decided_at = deed.at


def suggest() -> int:
    """Hint at every thing that keeps failing and of which nobody knows yet; answers how many hints (R-PRB-01)."""
    if not parameters.value(SUGGEST.key):
        return 0
    days, least = int(parameters.value(REPEAT_DAYS.key)), int(parameters.value(REPEAT_COUNT.key))
    return sum(
        _hint(one, days) for one in incidents.recurring(days=days, least=least) if not _is_known(one, days)
    )


def _is_known(one: incidents.Recurrence, days: int) -> bool:
    """Whether a hint waits or was dismissed within the period, or a problem about it is open."""
    about = {
        "category": one.category,
        "item": one.item,
        "system": one.system,
        "service": one.service if not one.system else None,
    }
    hints = ProblemSuggestion.objects.filter(**about)
    lately = moment.now() - timedelta(days=days)
    return (
        hints.filter(state=SuggestionState.WAITING).exists()
        or hints.filter(state=SuggestionState.DISMISSED, decided_at__gte=lately).exists()
        or Problem.objects.filter(_of_the_same(one), category=one.category, state__in=OPEN).exists()
    )


def _of_the_same(one: incidents.Recurrence) -> Q:
    """Problems about the same item, else system, else service."""
    if one.item is not None:
        return about_items([one.item])
    return Q(system=one.system) if one.system else Q(system="", service=one.service)


def _hint(one: incidents.Recurrence, days: int) -> int:
    managers = _managers()
    data = {
        "category": one.category, "item": one.item, "system": one.system, "service": None if one.system else one.service, "count": one.count, "days": days,
        "incidents": incidents.told(one.ids), "applicant": managers[0] if managers else None,
    }  # fmt: skip
    if not managers:
        return 0
    made: Any = doors.create(site.get("problem_suggestion"), data, actor=SYSTEM)
    values = {"对象": made.about, "天数": str(days), "起数": str(one.count)}
    told = [person.pk for person in managers]
    sending.tell("problem_suggested", told, values, register="problem_suggestion", record_id=made.pk)
    return 1


def _managers() -> list[Person]:
    return people.holders(seats.MANAGER.code)
