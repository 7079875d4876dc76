"""The days of a year as someone hands them in, before they are in the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from govops.kernel.access.answers import Refused
from govops.kernel.calendar.holidays import OFF, WORK, DayRule
from govops.kernel.calendar.spans import Span

NAME_LENGTH = 60


@dataclass(frozen=True)
class DaySpec:
    """A date off or worked, with its name and, if it differs from the ordinary, its hours."""

    date: date
    kind: str
    name: str
    spans: tuple[Span, ...] | None = None


@dataclass(frozen=True)
class YearFile:
    """What a file says of a year: its days and where they come from (gov.cn addresses, a notice number)."""

    year: int
    days: tuple[DaySpec, ...]
    source: str = ""


def specs_of(rules: Mapping[date, DayRule]) -> tuple[DaySpec, ...]:
    """Specs of the days a library or statute knows."""
    return tuple(DaySpec(day, rule.kind, rule.name, rule.spans) for day, rule in sorted(rules.items()))


def check(year: int, specs: Iterable[DaySpec]) -> tuple[DaySpec, ...]:
    """The same days in order. Refuses what no notice of that year can say, naming the date.

    A notice may reach a few days into the years beside it: that of 2019 begins with the working day 2018-12-29.
    """
    found = sorted(specs, key=lambda spec: spec.date)
    seen: set[date] = set()
    for spec in found:
        sentence = _fault(year, spec, seen)
        if sentence:
            raise Refused(f"{spec.date:%Y-%m-%d}：{sentence}", field="days", status=422)
        seen.add(spec.date)
    return tuple(found)


def _fault(year: int, spec: DaySpec, seen: set[date]) -> str:
    if not date(year - 1, 12, 1) <= spec.date <= date(year + 1, 1, 31):
        return f"不在 {year} 年放假安排的范围内，请核对年份"
    if spec.date in seen:
        return "重复出现，请只保留一行"
    if spec.kind not in (OFF, WORK):
        return f"类型“{spec.kind}”无法识别，应为“休”或“班”"
    if not spec.name.strip():
        return "缺少名称，如“国庆节”"
    if len(spec.name) > NAME_LENGTH:
        return f"名称超过 {NAME_LENGTH} 个字"
    if spec.kind == OFF and spec.spans:
        return "放假日不能填写作息时间段"
    return ""
