"""How days, durations, sizes and time left are said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from govops.kernel.web import words
from govops.kernel.web.templatetags import ui

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (datetime(2026, 11, 25, 9, 12, tzinfo=UTC), "09:12"),
        (datetime(2026, 11, 24, 16, 30, tzinfo=UTC), "昨天 16:30"),
        (datetime(2026, 11, 26, 9, 0, tzinfo=UTC), "明天 09:00"),
        (datetime(2026, 11, 20, 11, 20, tzinfo=UTC), "周五 11:20"),
        (datetime(2026, 11, 19, 11, 20, tzinfo=UTC), "11-19 11:20"),
        (datetime(2026, 12, 1, 8, 0, tzinfo=UTC), "12-01 08:00"),
        (datetime(2025, 11, 25, 9, 0, tzinfo=UTC), "2025-11-25"),
    ],
)
def test_a_moment_is_said_as_short_as_it_can_be_without_doubt(when: datetime, said: str) -> None:
    assert words.short(when, TODAY) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (26 * 60, "剩 26 分"),
        (6000, "剩 1 小时 40 分"),
        (7200, "剩 2 小时"),
        (3 * 3600 + 900, "剩 3 小时"),
        (43200, "剩 1.5 工作日"),
        (28800, "剩 1 工作日"),
        (20, "剩 不足 1 分"),
        (-480, "超时 8 分"),
        (-2 * 28800, "超时 2 工作日"),
    ],
)
def test_time_left_is_said_in_working_time(seconds: int, said: str) -> None:
    assert words.words_left(seconds) == said


@pytest.mark.parametrize(("seconds", "tone"), [(5000, "green"), (2500, "amber"), (900, "red"), (-1, "red")])
def test_colour_follows_the_share_that_is_spent(seconds: int, tone: str) -> None:
    assert words.left(seconds, 10000)["tone"] == tone


def test_a_paused_clock_neither_runs_nor_alarms() -> None:
    told = words.left(-60, 100, paused=True)
    assert (told["words"], told["tone"], told["running"]) == ("已暂停", "muted", False)


@pytest.mark.parametrize(
    ("minutes", "said"), [(42, "42 分"), (100, "1 小时 40 分"), (120, "2 小时"), (1500, "1 天 1 小时")]
)
def test_durations(minutes: int, said: str) -> None:
    assert words.duration(minutes) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [(0, "0 B"), (900, "900 B"), (1536, "1.5 KB"), (219136, "214 KB"), (5 << 20, "5.0 MB")],
)
def test_sizes(amount: int, said: str) -> None:
    assert words.size(amount) == said


def test_a_day_is_said_in_full() -> None:
    assert words.cn_date(date(2026, 11, 23)) == "2026年11月23日 星期一"


def test_a_deadline_in_a_year_that_is_not_settled_says_so() -> None:
    due = datetime(2027, 2, 9, 6, 41, tzinfo=UTC)
    assert "为预计" in ui.time_left(words.left(3600, 7200, due=due, is_provisional=True))
    assert "预计" not in ui.time_left(words.left(3600, 7200, due=due))
