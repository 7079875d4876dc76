"""Stretches of working time within one day, counted in whole minutes from midnight (0 to 1440)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from itertools import pairwise
from typing import NamedTuple

DAY_MINUTES = 24 * 60


class Span(NamedTuple):
    """From `start` up to but not including `end`, in minutes of the day; `end` may be 1440."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def text(self) -> str:
        """As people write it: 08:30–12:00."""
        return f"{clock_text(self.start)}–{clock_text(self.end)}"


def clock_text(minute: int) -> str:
    """HH:MM of a minute of the day; 1440 reads 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def span_of(starts: time, ends: time) -> Span:
    """The span between two times; an end of 00:00 means midnight at the end of the day."""
    start = starts.hour * 60 + starts.minute
    end = (ends.hour * 60 + ends.minute) or DAY_MINUTES
    if end <= start:
        raise ValueError(f"时间段 {starts:%H:%M}–{ends:%H:%M} 的结束时间必须晚于开始时间")
    return Span(start, end)


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same minutes in order, with overlapping and touching spans joined."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def parse(pairs: Iterable[Iterable[str]]) -> tuple[Span, ...]:
    """Spans of `[["08:30", "12:00"], …]`, in order. Raises ValueError with a Chinese sentence."""
    spans = []
    for pair in pairs:
        texts = list(pair) if not isinstance(pair, str) else [pair]
        if len(texts) != 2:
            raise ValueError(f"时间段“{pair}”应写成开始和结束两个时间，如 08:30 和 12:00")
        start, end = _minute(texts[0]), _minute(texts[1])
        if end <= start:
            raise ValueError(f"时间段 {texts[0]}–{texts[1]} 的结束时间必须晚于开始时间")
        spans.append(Span(start, end))
    ordered = sorted(spans)
    for before, after in pairwise(ordered):
        if after.start < before.end:
            raise ValueError(f"时间段 {before.text} 与 {after.text} 重叠")
    return tuple(ordered)


def dump(spans: Iterable[Span]) -> list[list[str]]:
    """The JSON form that `parse` reads."""
    return [[clock_text(span.start), clock_text(span.end)] for span in spans]


def _minute(text: str) -> int:
    hour, separator, minute = str(text).strip().replace("：", ":").partition(":")
    if not (separator and hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        raise ValueError(f"“{text}”不是时间，应写成 08:30 这样")
    value = int(hour) * 60 + int(minute)
    if int(minute) > 59 or value > DAY_MINUTES:
        raise ValueError(f"“{text}”不是一天之内的时间")
    return value
