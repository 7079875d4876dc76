"""Judge the duties: what is due today, what was done, what was missed (a job after midnight, and after each record)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.norms.models import DutyPeriod, DutyState
from govops.kernel.norms.obligations import Obligation, Period, all_obligations
from govops.kernel.organization.models import Person

_postponed: ContextVar[bool] = ContextVar("judging_postponed", default=False)


def judge(day: date | None = None, *, obligations: Iterable[Obligation] | None = None) -> int:
    """Open the periods that hold `day` and close those that ended before it; answers how many were found missed."""
    if _postponed.get():
        return 0
    day = day or moment.today()
    missed = 0
    for obligation in obligations if obligations is not None else all_obligations():
        with transaction.atomic():
            for subject_id, name in obligation.subjects(day):
                _open(obligation, subject_id, name, day)
            missed += _settle(obligation, day)
    return missed


@contextmanager
def postponed() -> Iterator[None]:
    """Nothing is judged within the block: for bulk work, which judges its whole span at once with `judge_between`."""
    token = _postponed.set(True)
    try:
        yield
    finally:
        _postponed.reset(token)


def after_commit(day: date, *, obligations: Iterable[Obligation]) -> None:
    """Judge once the change that is being made has been saved."""
    chosen = list(obligations)
    if not _postponed.get():
        transaction.on_commit(lambda: judge(day, obligations=chosen))


def judge_between(first: date, last: date) -> None:
    """Judge all days from `first` to `last` together, as the nightly job would have, day by day."""
    asked: dict[tuple[object, ...], list[Any]] = {}  # obligations share their subjects and responsible people
    for obligation in all_obligations():
        with transaction.atomic():
            _open_between(obligation, first, last, asked)
            _settle(obligation, last)


def _open_between(
    obligation: Obligation, first: date, last: date, asked: dict[tuple[object, ...], list[Any]]
) -> None:
    """Open every period of [first, last] that is not open yet; `asked` remembers answers."""

    def ask(question: Callable[..., Iterable[Any]], *about: object) -> list[Any]:
        key = (question, *about)
        if key not in asked:
            asked[key] = list(question(*about))
        return asked[key]

    known = set(
        DutyPeriod.objects.filter(obligation=obligation.id, last__gte=first).values_list(
            "subject_id", "first"
        )
    )
    new: list[tuple[DutyPeriod, list[Person]]] = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        period = Period.of(obligation.cycle, day)
        for subject_id, name in ask(obligation.subjects, day):
            if (subject_id, period.first) in known:
                continue
            known.add((subject_id, period.first))
            duty = DutyPeriod(
                obligation=obligation.id,
                subject_id=subject_id,
                subject_name=name,
                first=period.first,
                last=period.last,
            )
            new.append((duty, ask(obligation.responsible, subject_id, day)))
    for duty, _people in new:
        _judged(duty, obligation, last)
    DutyPeriod.objects.bulk_create([duty for duty, _people in new], batch_size=500)
    through = DutyPeriod.responsible.through
    through.objects.bulk_create(
        [through(dutyperiod=duty, person=person) for duty, people in new for person in people],
        batch_size=1000,
    )


def _open(obligation: Obligation, subject_id: int, name: str, day: date) -> None:
    period = Period.of(obligation.cycle, day)
    duty, created = DutyPeriod.objects.get_or_create(
        obligation=obligation.id,
        subject_id=subject_id,
        first=period.first,
        defaults={"last": period.last, "subject_name": name, "judged_at": moment.now()},
    )
    if created or (obligation.is_long and duty.state == DutyState.DUE):  # people change within half a year
        duty.responsible.set(obligation.responsible(subject_id, day))


def _settle(obligation: Obligation, day: date) -> int:
    waiting = DutyPeriod.objects.select_for_update().filter(
        obligation=obligation.id, state=DutyState.DUE, first__lte=day
    )
    judged = [duty for duty in waiting if _judged(duty, obligation, day)]
    DutyPeriod.objects.bulk_update(
        judged, ("state", "evidence_register", "evidence_id", "evidence_words", "done_at", "judged_at"), batch_size=200
    )  # fmt: skip
    return sum(duty.state == DutyState.MISSED for duty in judged)


def _judged(duty: DutyPeriod, obligation: Obligation, day: date) -> bool:
    """Whether it is known by `day` how the duty ended; if so, that stands in it."""
    found = obligation.evidence(duty.subject_id, Period(duty.first, duty.last))
    if found:
        duty.state, duty.evidence_register, duty.evidence_id = (
            DutyState.MET,
            found.register,
            found.record_id,
        )
        duty.evidence_words, duty.done_at = found.words[:200], found.at or moment.now()
        duty.judged_at = max(duty.done_at, min(moment.now(), _midnight_after(duty.last)))
    elif duty.last < day:
        duty.state = DutyState.MISSED
        duty.judged_at = min(moment.now(), _midnight_after(duty.last))
    return duty.state != DutyState.DUE


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
