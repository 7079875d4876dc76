"""What other modules and bridges may use of the service catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from govops.kernel import parameters
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import Person
from govops.kernel.records.visibility import visible
from govops.modules.service_catalogue.choices import (
    CATEGORY_ICONS,
    Impact,
    ItemState,
    Priority,
    QuestionKind,
    ServiceCategory,
    ServiceKind,
    SupportLine,
    Urgency,
)
from govops.modules.service_catalogue.models import ServiceItem, ServiceLevelAgreement, SupportGroup
from govops.modules.service_catalogue.parameters import PRIORITY_MATRIX, matrix_in
from govops.modules.service_catalogue.rules.in_force import Targets, default_targets, targets_for
from govops.modules.service_catalogue.rules.items import choices_in


@dataclass(frozen=True, slots=True)
class Question:
    """An extra question of a service's form: `kind` text, choice, date or yesno."""

    key: str
    title: str
    kind: str
    required: bool
    choices: tuple[str, ...] = ()


def questions_of(item: ServiceItem) -> list[Question]:
    """What the service asks besides the ordinary fields, in order."""
    return [
        Question(
            row["key"], row["title"], row["kind"], row.get("required") == "yes", choices_in(row.get("choices") or "")
        )
        for row in item.form_fields
    ]  # fmt: skip


def answers_to(item: ServiceItem, given: Mapping[str, Any]) -> dict[str, str]:
    """Key → checked answer to the extra questions; Refused 422 with a sentence for the first that is wrong.

    Answers are text: dates as 2026-11-23, yes and no as 是 and 否. Unknown keys are refused; empty answers left out.
    """
    questions = {question.key: question for question in questions_of(item)}
    for key in given:
        if key not in questions:
            raise Refused(f"“{item.name}”没有“{key}”这个问题，请删去后重试。", field=key, status=422)
    checked = {key: _answer(question, given.get(key)) for key, question in questions.items()}
    return {key: text for key, text in checked.items() if text}


def _answer(question: Question, raw: Any) -> str:
    text = {True: "是", False: "否"}.get(raw, raw) if isinstance(raw, bool) else raw
    text = "" if text is None else str(text).strip()
    if not text:
        if question.required:
            raise Refused(f"请填写“{question.title}”。", field=question.key, status=422)
        return ""
    if question.kind == QuestionKind.CHOICE and text not in question.choices:
        raise Refused(
            f"“{question.title}”只能是：{'、'.join(question.choices)}。", field=question.key, status=422
        )
    if question.kind == QuestionKind.YES_NO and text not in {"是", "否"}:
        raise Refused(f"“{question.title}”请填写是或否。", field=question.key, status=422)
    if question.kind == QuestionKind.DATE:
        return _day(question, text)
    if len(text) > 500:
        raise Refused(f"“{question.title}”不能超过 500 个字，请缩短。", field=question.key, status=422)
    return text


def _day(question: Question, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused(
            f"“{question.title}”应为日期，如 2026-11-23。", field=question.key, status=422
        ) from None


def catalogue(actor: Actor, *, kind: str = "") -> QuerySet[ServiceItem]:
    """The services in use that `actor` may ask for, in the order of the tiles; `kind`: request or incident only."""
    items = visible(ServiceItem.objects.filter(state=ItemState.IN_USE), actor, register="service_item")
    if kind:
        items = items.filter(kind__in=(kind, ServiceKind.BOTH))
    return items.order_by("group", "position", "id")


def priority_of(impact: str, urgency: str) -> str:
    """P1 to P4 from impact and urgency by the matrix of the parameters; ValueError for words it does not know."""
    return matrix_in(parameters.value(PRIORITY_MATRIX.key))[
        Impact(impact).value, Urgency(urgency).value
    ].value


def groups_of(person: Person) -> QuerySet[SupportGroup]:
    """The active support groups in which the person is."""
    return SupportGroup.objects.filter(is_active=True, members__contains=[person.pk]).order_by("id")


def members_of(group: SupportGroup) -> list[Person]:
    """The group's people who still work here, the leader first."""
    found = Person.objects.filter(pk__in=[*group.members], is_active=True).select_related("unit")
    return sorted(found, key=lambda person: (person.pk != group.leader_id, group.members.index(person.pk)))


__all__ = [
    "CATEGORY_ICONS",
    "Impact",
    "ItemState",
    "Priority",
    "Question",
    "QuestionKind",
    "ServiceCategory",
    "ServiceItem",
    "ServiceKind",
    "ServiceLevelAgreement",
    "SupportGroup",
    "SupportLine",
    "Targets",
    "Urgency",
    "answers_to",
    "catalogue",
    "default_targets",
    "groups_of",
    "members_of",
    "priority_of",
    "questions_of",
    "targets_for",
]
