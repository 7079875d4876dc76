"""Draw the sample, take the answers, count them; call back who is unhappy (R-SAT-01)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, Min, Q, QuerySet, Value
from django.db.models.functions import MD5, Cast, Concat
from django.utils import timezone

from govops.kernel import parameters
from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.norms.rules import declare
from govops.kernel.organization.models import Person
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.registers import doors, site
from govops.modules.satisfaction.choices import (
    CONTENT,
    UNHAPPY,
    AnsweredBy,
    Level,
    ResponseState,
    SurveyIndicator,
    SurveyMethod,
)
from govops.modules.satisfaction.models import SatisfactionSurvey, SurveyResponse
from govops.modules.satisfaction.parameters import MOST_ASKED
from govops.modules.satisfaction.rules import UNHAPPY_IS_CALLED
from govops.modules.satisfaction.seats import SURVEYOR

TICKETS = ("incident", "service_request")
CLOSED = "closed"

declare(
    "R-SAT-01", cites="S1§7.3", level="D", title=UNHAPPY_IS_CALLED, by="satisfaction.actions.call_back_if_unhappy"
)  # fmt: skip


# --- asking ----------------------------------------------------------------------------------------------------------


def closed_tickets(survey: SatisfactionSurvey, register: str) -> QuerySet[Any]:
    """The tickets solved within the period and closed since; what few may know is not asked about."""
    first = timezone.make_aware(datetime.combine(survey.first, time()))
    after = timezone.make_aware(datetime.combine(survey.last + timedelta(days=1), time()))
    found: QuerySet[Any] = site.get(register).model._default_manager.filter(
        state=CLOSED, resolved_at__gte=first, resolved_at__lt=after, is_restricted=False,
        secrecy_level__lte=SecrecyLevel.INTERNAL, applicant__is_active=True,
    )  # fmt: skip
    return found.order_by()


def sample(survey: SatisfactionSurvey, *, size: int) -> list[tuple[str, int, int]]:
    """(register, ticket, person) of `size` people at most, one ticket each: the same for the same seed and tickets."""
    drawn = [_by_lot(survey, register) for register in TICKETS]
    rows = drawn[0].union(*drawn[1:], all=True).order_by("lot")[: 2 * size]
    chosen: dict[int, tuple[str, int, int]] = {}
    for row in rows:
        _hash, register, pk = row["lot"].split(":")
        chosen.setdefault(row["applicant"], (register, int(pk), row["applicant"]))
    return list(chosen.values())[:size]


def _by_lot(survey: SatisfactionSurvey, register: str) -> QuerySet[Any]:
    """Each reporter with the smallest lot of his tickets; a lot is a digest of the seed and the ticket."""
    key = Concat(Value(f"{survey.seed}:{register}:"), Cast("pk", CharField()), output_field=CharField())
    tail = Concat(Value(f":{register}:"), Cast("pk", CharField()), output_field=CharField())
    lot = Concat(MD5(key), tail, output_field=CharField())
    return closed_tickets(survey, register).values("applicant").annotate(lot=Min(lot))


def send(survey: SatisfactionSurvey, deed: Deed) -> None:
    """发放: the sample is drawn and everybody in it is asked; ratings of tickets need no asking."""
    survey.sent_at = deed.at
    survey.population = sum(closed_tickets(survey, register).count() for register in TICKETS)
    if not survey.population:
        raise Refused("期间内没有已关闭的工单，无从抽样；请核对期间。", field="first", status=422)
    if survey.method == SurveyMethod.TICKET_RATING:
        return
    wanted = math.ceil(survey.population * float(survey.ratio) / 100)
    chosen = sample(survey, size=min(wanted, int(parameters.value(MOST_ASKED.key))))
    survey.sampled = len(chosen)
    for register, ticket, person in chosen:
        data = {"survey": survey.pk, register: ticket, "applicant": person}
        doors.create(site.get("survey_response"), data, actor=SYSTEM)


def respondent(response: SurveyResponse) -> list[Person]:
    return [response.applicant] if response.applicant else []


def surveyors(survey: Any) -> list[Person]:
    return SURVEYOR.holders(survey)


# --- answering -------------------------------------------------------------------------------------------------------


def take_answer(response: SurveyResponse, deed: Deed) -> None:
    _taken(response, deed, AnsweredBy.SELF)


def write_down_answer(response: SurveyResponse, deed: Deed) -> None:
    by_phone = response.survey.method == SurveyMethod.CALL_BACK
    _taken(response, deed, AnsweredBy.PHONE if by_phone else AnsweredBy.VISIT)


def _taken(response: SurveyResponse, deed: Deed, how: AnsweredBy) -> None:
    response.answered_at, response.answered_by = deed.at, how
    call_back_if_unhappy(response)


def call_back_if_unhappy(response: SurveyResponse) -> None:
    """One answer below 基本满意 is enough: the service desk calls back (R-SAT-01)."""
    worst = max(response.answers.values(), key=Level.values.index, default="")
    if worst not in UNHAPPY:
        return
    ticket = response.ticket
    data = {
        "incident" if response.incident is not None else "service_request": ticket.pk,
        "applicant": response.applicant_id,
        "satisfaction": worst,
        "words": (response.words or _named(response))[:300],
        "phone": ticket.phone,
        "secrecy_level": ticket.secrecy_level,
    }
    response.call_back_number = doors.create(site.get("call_back"), data, actor=SYSTEM).number


def _named(response: SurveyResponse) -> str:
    """“响应速度不满意” where nothing was said in words."""
    said = [
        f"{SurveyIndicator(name).label}{Level(level).label}"
        for name, level in response.answers.items()
        if level in UNHAPPY
    ]
    return f"满意度调查：{'，'.join(said)}。"


# --- counting --------------------------------------------------------------------------------------------------------


def close_collection(survey: SatisfactionSurvey, deed: Deed) -> None:
    """结束回收: who has not answered is asked no more."""
    survey.collected_at = deed.at
    waiting = SurveyResponse.objects.filter(survey=survey, state=ResponseState.WAITING).order_by("id")
    for pk in list(waiting.values_list("pk", flat=True)):
        engine.perform_within("survey_response", pk, "lapse", actor=SYSTEM)


def count(survey: SatisfactionSurvey, deed: Deed) -> None:
    """统计: 回收率, 总体满意度, and each indicator on its scale."""
    if survey.method == SurveyMethod.TICKET_RATING:
        tallies = {SurveyIndicator.OVERALL.value: _ratings(survey)}
        survey.sampled = survey.population
    else:
        tallies = _tallies(survey)
    survey.returned = sum(tallies[SurveyIndicator.OVERALL].values())
    survey.return_rate = percent(survey.returned, survey.sampled or 0)
    survey.results = list(_rows(tallies))
    survey.overall = share_of(tallies[SurveyIndicator.OVERALL])


def _ratings(survey: SatisfactionSurvey) -> dict[str, int]:
    """Level → number of the period's tickets that were rated so; one statement a register."""
    found = dict.fromkeys(Level.values, 0)
    for register in TICKETS:
        rated = closed_tickets(survey, register).exclude(satisfaction="")
        for level, number in rated.values_list("satisfaction").annotate(n=Count("pk")):
            found[level] += number
    return found


def _tallies(survey: SatisfactionSurvey) -> dict[str, dict[str, int]]:
    """Indicator → level → number of answers; one statement."""
    wanted = {
        f"{name}__{level}": Count("pk", filter=Q(**{name: level}))
        for name in survey.indicators
        for level in Level.values
    }
    answered = SurveyResponse.objects.filter(survey=survey, state=ResponseState.ANSWERED).order_by()
    told = answered.aggregate(**wanted)
    return {name: {level: told[f"{name}__{level}"] for level in Level.values} for name in survey.indicators}


def _rows(tallies: dict[str, dict[str, int]]) -> Iterator[dict[str, Any]]:
    for name, tally in tallies.items():
        share = share_of(tally)
        yield {
            "indicator": SurveyIndicator(name).label, **tally, "answers": sum(tally.values()), "share": "—" if share is None else str(share),
        }  # fmt: skip


def share_of(tally: dict[str, int]) -> Decimal | None:
    """The share of 基本满意 and better, in percent."""
    return percent(sum(tally[level] for level in CONTENT), sum(tally.values()))


def percent(part: int, whole: int) -> Decimal | None:
    """In percent with one decimal; None of nothing."""
    return round(Decimal(100 * part) / whole, 1) if whole else None


def mark_reported(survey: SatisfactionSurvey, deed: Deed) -> None:
    survey.reported_at = deed.at
