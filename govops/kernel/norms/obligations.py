"""Obligations: duties that fall due every day, week or month, with the evidence that they were done.

Obligation("R-MR-10", title="机房温湿度记录", cites="S4§7", every="day", subjects=rooms, evidence=readings, responsible=on_duty)
"""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from govops.kernel.organization.models import Person

Every = Literal["day", "week", "month", "quarter", "half", "year"]
EVERY_WORDS = {
    "day": "每日", "week": "每周", "month": "每月", "quarter": "每季", "half": "每半年", "year": "每年",
}  # fmt: skip
_MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both inclusive."""

    first: date
    last: date

    @classmethod
    def of(cls, every: Every, day: date) -> Period:
        """The period of kind `every` that holds `day`; weeks begin on Monday (ISO)."""
        if every == "day":
            return cls(day, day)
        if every == "week":
            monday = day - timedelta(days=day.weekday())
            return cls(monday, monday + timedelta(days=6))
        length = _MONTHS[every]
        begin = (day.month - 1) // length * length + 1
        end = begin + length - 1
        return cls(date(day.year, begin, 1), date(day.year, end, months.monthrange(day.year, end)[1]))

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()} 至 {self.last.isoformat()}"


@dataclass(frozen=True)
class Evidence:
    """What shows that the duty was done for one subject in one period."""

    register: str
    record_id: int
    number: str
    words: str
    at: Any = None


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """A periodic duty, `every` so often (a function where operators set how often).

    `subjects(day)` → (id, name) pairs that owe it; `evidence(subject_id, period)` → Evidence or None;
    `responsible(subject_id, day)` → the people who should do it; `url(subject_id)` → where it is done.
    """

    id: str
    title: str
    cites: str
    every: Every | Callable[[], Every]
    subjects: Callable[[date], Iterable[tuple[int, str]]]
    evidence: Callable[[int, Period], Evidence | None]
    responsible: Callable[[int, date], Iterable[Person]]
    rule: str = ""
    register: str = ""
    url: Callable[[int], str] = lambda subject: ""

    @property
    def cycle(self) -> Every:
        """How often, as it is now."""
        return self.every() if callable(self.every) else self.every

    @property
    def is_long(self) -> bool:
        """Whether its periods are longer than a month, so that most months see none of them end."""
        return self.cycle in {"quarter", "half", "year"}


_obligations: dict[str, Obligation] = {}


def declare(*new: Obligation) -> None:
    for obligation in new:
        if obligation.id in _obligations:
            raise ValueError(f"obligation {obligation.id} is declared twice")
        _obligations[obligation.id] = obligation


def all_obligations() -> list[Obligation]:
    return list(_obligations.values())


def get(id: str) -> Obligation:
    return _obligations[id]
