"""Stretches of a day."""

from __future__ import annotations

from datetime import time

import pytest

from govops.kernel.calendar import spans
from govops.kernel.calendar.spans import Span


def test_reading_and_writing():
    pairs = [["13:30", "24:00"], ["08：30", "12:00"]]
    found = spans.parse(pairs)
    assert found == (Span(510, 720), Span(810, 1440))
    assert spans.dump(found) == [["08:30", "12:00"], ["13:30", "24:00"]]
    assert spans.span_of(time(9), time(0)) == Span(540, 1440)


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([["08:30"]], "应写成开始和结束两个时间"),
        (["08:30"], "应写成开始和结束两个时间"),
        ([["8点", "12:00"]], "“8点”不是时间"),
        ([["08:60", "12:00"]], "不是一天之内的时间"),
        ([["08:30", "24:01"]], "不是一天之内的时间"),
        ([["12:00", "12:00"]], "结束时间必须晚于开始时间"),
        ([["08:00", "12:00"], ["11:59", "13:00"]], "重叠"),
    ],
)
def test_what_is_no_span_is_said(pairs, sentence):
    with pytest.raises(ValueError, match=sentence):
        spans.parse(pairs)


def test_an_end_before_the_start():
    with pytest.raises(ValueError, match="结束时间必须晚于开始时间"):
        spans.span_of(time(9), time(8))


def test_joining():
    assert spans.united([Span(5, 9), Span(0, 3), Span(3, 5), Span(20, 30)]) == (Span(0, 9), Span(20, 30))
