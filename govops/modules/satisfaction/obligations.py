"""Every quarter a survey, and a visit (norms.md card B9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from govops.kernel.norms.obligations import Evidence, Obligation, Period, declare
from govops.kernel.organization import people
from govops.kernel.organization.models import Person
from govops.modules.satisfaction.choices import SurveyMethod, SurveyState
from govops.modules.satisfaction.models import SatisfactionSurvey
from govops.modules.satisfaction.seats import SURVEYOR

WHOLE = 1  #: the one subject: the bureau as a whole


def bureau(day: date) -> Iterable[tuple[int, str]]:
    return [(WHOLE, "全委")]


def surveyors(subject: int, day: date) -> Iterable[Person]:
    return people.holders(SURVEYOR.code)


def sent(*methods: SurveyMethod) -> Callable[[int, Period], Evidence | None]:
    """The first survey of these kinds that was sent out within the period."""

    def evidence(subject: int, period: Period) -> Evidence | None:
        first = timezone.make_aware(datetime.combine(period.first, time()))
        after = timezone.make_aware(datetime.combine(period.last + timedelta(days=1), time()))
        found = (
            SatisfactionSurvey.objects.filter(method__in=methods, sent_at__gte=first, sent_at__lt=after)
            .order_by("sent_at")
            .first()
        )
        if found is None:
            return None
        words = f"{found.get_method_display()}，{SurveyState(found.state).label}"
        return Evidence("satisfaction_survey", found.pk, found.number, words, found.sent_at)

    return evidence


declare(
    Obligation(
        id="S1§7.3-survey", title="每季满意度调查", cites="S1§7.3", every="quarter", register="satisfaction_survey",
        subjects=bureau, evidence=sent(SurveyMethod.QUESTIONNAIRE, SurveyMethod.CALL_BACK, SurveyMethod.TICKET_RATING),
        responsible=surveyors, url=lambda subject: "/r/satisfaction_survey/new/?method=questionnaire",
    ),
    Obligation(
        id="S1§7.3-visit", title="每季走访", cites="S1§7.3", every="quarter", register="satisfaction_survey",
        subjects=bureau, evidence=sent(SurveyMethod.VISIT), responsible=surveyors,
        url=lambda subject: "/r/satisfaction_survey/new/?method=visit",
    ),
)  # fmt: skip
