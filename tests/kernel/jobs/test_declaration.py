"""Declaring jobs, and when they are due."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from govops.kernel.jobs import declaration
from govops.kernel.jobs.declaration import Job, job

SHANGHAI = ZoneInfo("Asia/Shanghai")


def daily(every: str | None = "30 7 * * *") -> Job:
    return Job(name="trial.daily", title="试", function=daily, every=every)


def test_times_are_those_of_shanghai() -> None:
    """07:30 in Shanghai is 23:30 UTC of the day before."""
    due = daily().due(datetime(2026, 3, 2, 0, 0, tzinfo=UTC))
    assert due == datetime(2026, 3, 2, 7, 30, tzinfo=SHANGHAI)


def test_the_due_moment_itself_counts() -> None:
    at = datetime(2026, 3, 2, 7, 30, tzinfo=SHANGHAI)
    assert daily().due(at) == at
    assert daily().next_due(at) == datetime(2026, 3, 3, 7, 30, tzinfo=SHANGHAI)


def test_without_a_schedule_nothing_is_due() -> None:
    assert daily(None).due(datetime(2026, 3, 2, tzinfo=UTC)) is None


@pytest.mark.parametrize("line", ["", "every day", "61 * * * *", "* * * *", "0 0 * * * *"])
def test_a_wrong_cron_line_fails_at_start_up(line: str) -> None:
    with pytest.raises(ValueError, match="cron line"):
        job(every=line, title="试")


def test_a_wrong_name_gets_the_nearest_right_one() -> None:
    with pytest.raises(LookupError, match=r"did you mean 'jobs[.]forget_old_runs'"):
        declaration.find("jobs.forget_old_run")


def test_two_functions_cannot_share_a_name() -> None:
    def other() -> None:
        raise NotImplementedError

    with pytest.raises(ValueError, match="two jobs are called"):
        job(title="试", name="jobs.forget_old_runs")(other)


def test_the_name_is_part_and_function() -> None:
    assert "jobs.forget_old_runs" in [declared.name for declared in declaration.all_jobs()]
