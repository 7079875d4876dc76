"""Judge the duties: what is due today, what was done, what was missed (a job after midnight, and after each record)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from govops.kernel import moment
from govops.kernel.norms.models import DutyPeriod, DutyState
from govops.kernel.norms.obligations import Obligation, Period, all_obligations


def judge(day: date | None = None, *, obligations: Iterable[Obligation] | None = None) -> int:
    """Open the periods that hold `day` and close those that ended before it; answers how many were found missed."""
    day = day or moment.today()
    missed = 0
    for obligation in obligations if obligations is not None else all_obligations():
        with transaction.atomic():
            for subject_id, name in obligation.subjects(day):
                _open(obligation, subject_id, name, day)
            missed += _settle(obligation, day)
    return missed


def judge_between(first: date, last: date) -> None:
    """Judge day by day, as the nightly job would have."""
    day = first
    while day <= last:
        judge(day)
        day += timedelta(days=1)


def _open(obligation: Obligation, subject_id: int, name: str, day: date) -> None:
    period = Period.of(obligation.every, day)
    duty, created = DutyPeriod.objects.get_or_create(
        obligation=obligation.id,
        subject_id=subject_id,
        first=period.first,
        defaults={"last": period.last, "subject_name": name, "judged_at": moment.now()},
    )
    if created:
        duty.responsible.set(obligation.responsible(subject_id, day))


def _settle(obligation: Obligation, day: date) -> int:
    missed = 0
    for duty in DutyPeriod.objects.select_for_update().filter(obligation=obligation.id, state=DutyState.DUE, first__lte=day):
        found = obligation.evidence(duty.subject_id, Period(duty.first, duty.last))
        if found:
            duty.state, duty.evidence_register, duty.evidence_id = DutyState.MET, found.register, found.record_id
            duty.evidence_words, duty.done_at = found.words[:200], found.at or moment.now()
        elif duty.last < day:
            duty.state = DutyState.MISSED
            missed += 1
        else:
            continue
        duty.judged_at = moment.now()
        duty.save()
    return missed
