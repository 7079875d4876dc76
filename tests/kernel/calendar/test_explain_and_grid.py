"""What people are shown: 计时明细 and the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from govops.kernel import moment
from govops.kernel.calendar import clocks, years
from govops.kernel.calendar.day_specs import DaySpec
from govops.kernel.calendar.explain import explain
from govops.kernel.calendar.grid import year_grid
from govops.kernel.calendar.models import Clock
from govops.kernel.calendar.sweep import sweep
from tests.kernel.calendar.conftest import when
from tests.kernel.calendar.pure import snapshot


def start(actor, at: str, minutes: int) -> Clock:
    with moment.at(when(at)):
        return clocks.start(
            register="incident", record_id=17, name="解决", budget_minutes=minutes, actor=actor
        )


def shown(clock: Clock) -> list[tuple[str, str, int, tuple[str, ...]]]:
    return [(line.text, line.segments_text, line.minutes, line.notes) for line in explain(clock)]


def test_a_running_clock_day_by_day(calendar, actor):
    clock = start(actor, "2026-09-30 16:30", 120)
    lines = explain(clock)
    assert len(lines) == 9
    first, holiday, last = lines[0], lines[1], lines[-1]
    assert (first.segments_text, first.minutes, first.notes) == ("16:30–17:30", 60, ("16:30 开始计时",))
    assert (holiday.name, holiday.badge, holiday.minutes) == ("国庆节", "休", 0)
    assert (last.text, last.segments_text, last.notes, last.is_due) == (
        "10月8日（星期四）",
        "08:30–09:30",
        ("09:30 到期",),
        True,
    )
    assert (last.total_minutes, last.remaining) == (120, timedelta())
    assert [line.is_due for line in lines[:-1]] == [False] * 8


def test_pauses_thresholds_and_the_overdue_stop(calendar, actor):
    clock = start(actor, "2026-11-26 17:00", 120)
    with moment.at(when("2026-11-27 09:00")):
        clocks.pause(clock, actor=actor, reason="等待用户补充材料")
    with moment.at(when("2026-11-30 11:00")):
        clocks.resume(clock, actor=actor)
    sweep(when("2026-11-30 14:00"))
    with moment.at(when("2026-11-30 14:00")):
        clocks.stop(clock, actor=actor, reason="已解决")
    assert shown(clock) == [
        ("11月26日（星期四）", "17:00–17:30", 30, ("17:00 开始计时",)),
        ("11月27日（星期五）", "08:30–09:00", 30, ("09:00 暂停：等待用户补充材料",)),
        ("11月28日（星期六）", "", 0, ()),
        ("11月29日（星期日）", "", 0, ()),
        (
            "11月30日（星期一）",
            "11:00–12:00、13:30–14:00",
            90,
            (
                "11:00 恢复计时",
                "11:30 已用时限的 75%",
                "12:00 已用时限的 100%",
                "12:00 到期",
                "14:00 停止计时：已解决",
            ),
        ),
    ]
    assert explain(clock)[-1].remaining == timedelta(minutes=-30)


def test_while_paused_the_lines_end_with_the_pause(calendar, actor):
    clock = start(actor, "2026-11-26 17:00", 120)
    with moment.at(when("2026-11-27 09:00")):
        clocks.pause(clock, actor=actor, reason="等待")
    lines = explain(clock)
    assert [line.total_minutes for line in lines] == [30, 60]
    assert not any(line.is_due for line in lines)


def test_a_moved_deadline_tells_by_what(calendar, actor):
    clock = start(actor, "2026-11-27 17:00", 60)
    with moment.at(when("2026-11-27 17:10")):
        years.amend_year(
            2026,
            days=[DaySpec(date(2026, 11, 30), "off", "停电")],
            notice_no="信〔2026〕3号",
            reason="检修",
            actor=actor,
            calendar=calendar,
        )
    first = explain(clock)[0]
    assert first.notes[1] == (
        "17:10 重新计算，到期时间由 2026-11-30 09:00 改为 2026-12-01 09:00：修订 2026 年日历：信〔2026〕3号，检修"
    )


@pytest.mark.parametrize("minutes", [1, 210, 450, 4321])
def test_the_lines_up_to_the_deadline_add_up_to_the_budget(calendar, actor, minutes):
    clock = start(actor, "2026-01-28 10:17:31", minutes)
    lines = explain(clock)
    assert lines[-1].total == clock.budget
    assert lines[-1].segments_used[-1][1] == clock.due_at


def test_the_year_as_a_grid():
    grid = year_grid(2026, snapshot(status={2026: "approved"}))
    assert (grid.status_text, grid.is_confirmed, grid.working_days) == ("已核定", True, 248)
    assert [month.label for month in grid.months] == [f"{n}月" for n in range(1, 13)]
    assert sum(len(month.days) for month in grid.months) == 365
    for month in grid.months:
        assert {len(week) for week in month.weeks} == {7}
        assert [day for week in month.weeks for day in week if day] == list(month.days)
        assert all(
            day.date.weekday() == column for week in month.weeks for column, day in enumerate(week) if day
        )
    october = grid.months[9]
    assert "".join(day.badge or "·" for day in october.days) == "休休休休休休休··班" + "·" * 21


def test_an_unpublished_year_shows_what_the_law_names():
    grid = year_grid(2027, snapshot())
    assert (grid.status_text, grid.is_confirmed) == ("未发布", False)
    assert grid.months[1].days[5].name == "春节"
