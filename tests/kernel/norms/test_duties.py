"""Duties: due, done, missed; a missed one stays missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.norms import duties, judging, obligations
from govops.kernel.norms.models import DutyPeriod, DutyState
from govops.kernel.norms.obligations import Evidence, Obligation, Period

DAY = date(2026, 3, 2)


class Done:
    """What was done on which days, for the evidence."""

    def __init__(self) -> None:
        self.days: set[date] = set()

    def evidence(self, subject: int, period: Period) -> Evidence | None:
        found = sorted(day for day in self.days if period.first <= day <= period.last)
        return Evidence("machine_room", 1, "N-1", f"{found[0]} 已做") if found else None


@pytest.fixture
def done() -> Done:
    return Done()


@pytest.fixture
def duty(request: pytest.FixtureRequest, cast: Bureau, done: Done) -> Iterator[Obligation]:
    every: Any = getattr(request, "param", "day")
    made = Obligation(
        id="TEST-DUTY", title="试做", cites="S4§7", every=every, subjects=lambda day: [(1, "甲")], evidence=done.evidence,
        responsible=lambda subject, day: [cast.people["duty_officer"]],
    )  # fmt: skip
    obligations.declare(made)
    try:
        yield made
    finally:
        del obligations._obligations["TEST-DUTY"]


def states() -> list[str]:
    return list(
        DutyPeriod.objects.filter(obligation="TEST-DUTY").order_by("first").values_list("state", flat=True)
    )


@pytest.mark.rule("R-MR-10")
def test_what_was_not_done_is_missed_the_next_day_and_stays_missed(duty: Obligation, done: Done) -> None:
    assert judging.judge(DAY, obligations=[duty]) == 0
    assert states() == [DutyState.DUE]
    assert judging.judge(date(2026, 3, 3), obligations=[duty]) == 1
    assert states() == [DutyState.MISSED, DutyState.DUE]
    done.days.add(DAY)  # written down too late
    judging.judge(date(2026, 3, 3), obligations=[duty])
    assert states() == [DutyState.MISSED, DutyState.DUE]


def test_what_was_done_is_done_at_once_and_with_its_evidence(duty: Obligation, done: Done) -> None:
    done.days.add(DAY)
    judging.judge(DAY, obligations=[duty])
    row = DutyPeriod.objects.get(obligation="TEST-DUTY")
    assert (row.state, row.evidence_words) == (DutyState.MET, "2026-03-02 已做")
    assert judging.judge(date(2026, 3, 3), obligations=[duty]) == 0


def test_judging_twice_is_judging_once(duty: Obligation) -> None:
    for _ in range(2):
        judging.judge(DAY, obligations=[duty])
    assert len(states()) == 1


def test_who_answers_for_it_sees_it_today_and_what_was_missed_yesterday(
    duty: Obligation, cast: Bureau
) -> None:
    judging.judge(DAY, obligations=[duty])
    judging.judge(date(2026, 3, 3), obligations=[duty])
    mine = [d for d in duties.for_person(cast.people["duty_officer"], date(2026, 3, 3)) if d.title == "试做"]
    assert [d.state for d in mine] == ["missed", "due"]
    assert [d for d in duties.for_person(cast.people["drafter"], date(2026, 3, 3)) if d.title == "试做"] == []


def test_completeness_is_what_was_met_of_what_was_judged(duty: Obligation, done: Done) -> None:
    done.days |= {date(2026, 3, day) for day in (1, 2, 3)}
    for day in (1, 2, 3, 4, 5):
        judging.judge(date(2026, 3, day), obligations=[duty])
    figures = duties.completeness(date(2026, 3, 1), date(2026, 3, 31), obligation="TEST-DUTY")["TEST-DUTY"]
    assert (figures["total"], figures["met"], figures["missed"], figures["share"]) == (5, 3, 1, 75.0)


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        ("day", date(2026, 3, 4), date(2026, 3, 4)), ("week", date(2026, 3, 2), date(2026, 3, 8)),
        ("month", date(2026, 3, 1), date(2026, 3, 31)), ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_periods(every: Any, first: date, last: date) -> None:
    assert Period.of(every, date(2026, 3, 4)) == Period(first, last)


@pytest.mark.parametrize("duty", ["week"], indirect=True)
def test_a_week_is_missed_when_it_is_over(duty: Obligation) -> None:
    judging.judge(DAY, obligations=[duty])
    assert judging.judge(date(2026, 3, 8), obligations=[duty]) == 0
    assert judging.judge(date(2026, 3, 9), obligations=[duty]) == 1
