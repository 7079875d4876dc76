"""Publishing a year, amending it, and what that does to open clocks."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.calendar import clocks, hooks, hours, years
from govops.kernel.calendar.day_specs import DaySpec, YearFile
from govops.kernel.calendar.models import CalendarYear, ClockEvent, DayOverride
from govops.kernel.calendar.recompute import recompute_open
from govops.kernel.calendar.spans import Span
from govops.kernel.calendar.sweep import sweep
from govops.kernel.calendar.working_time import working_time
from tests.kernel.calendar.conftest import when

pytestmark = pytest.mark.django_db

NOTICE_2027 = YearFile(
    2027,
    (
        DaySpec(date(2027, 1, 1), "off", "元旦"),
        DaySpec(date(2027, 1, 3), "work", "元旦"),
        DaySpec(date(2027, 1, 4), "off", "元旦"),
    ),
    "http://www.gov.cn/example",
)


def start(actor, at: str, minutes: int, name: str = "解决"):
    with moment.at(when(at)):
        return clocks.start(register="incident", record_id=17, name=name, budget_minutes=minutes, actor=actor)


def test_the_seeded_calendar(calendar):
    states = {row.year: (row.status, row.source) for row in calendar.years.all()}
    assert states[2026][0] == "approved"
    assert states[2026][1].startswith("chinesecalendar ")
    assert states[2027] == ("tentative", "《全国年节及纪念日放假办法》法定放假日（尚无国务院办公厅通知）")
    assert [str(row) for row in calendar.segments.filter(weekday=0)] == [
        "星期一 08:30–12:00",
        "星期一 13:30–17:30",
    ]
    assert hours.ensure_default(years=(2026, 2027)) == calendar
    assert calendar.segments.count() == 10


def test_a_year_is_prefilled_approved_and_then_stays(calendar, actor):
    row = CalendarYear.objects.get(calendar=calendar, year=2026)
    assert (row.notice_no, row.published_by_name) == ("国办发明电〔2025〕7号", "系统")
    for act in (
        lambda: years.prefill(2026, actor=actor, calendar=calendar),
        lambda: years.approve_year(2026, notice_no="x", actor=actor, calendar=calendar),
    ):
        with pytest.raises(Refused, match="已"):
            act()


def test_nothing_is_approved_without_days_or_without_a_notice(calendar, actor):
    with pytest.raises(Refused, match="尚未预排"):
        years.approve_year(2028, notice_no="x", actor=actor, calendar=calendar)
    assert not CalendarYear.objects.filter(year=2028).exists()
    with pytest.raises(Refused) as refused:
        years.approve_year(2027, notice_no=" ", actor=actor, calendar=calendar)
    assert (refused.value.field, refused.value.status) == ("notice_no", 422)


def test_a_calendar_without_holidays_has_no_years(actor):
    with pytest.raises(Refused, match="不执行法定节假日"):
        years.prefill(2027, actor=actor, calendar=hours.ensure_always())


def test_the_notice_moves_the_open_clocks_and_makes_them_firm(calendar, actor):
    clock = start(actor, "2026-12-31 17:00", 60)
    told = []
    hooks.on_calendar_changed.append(lambda calendar, moves: told.append(moves))
    change = years.import_year(NOTICE_2027, actor=actor, calendar=calendar)
    assert date(2027, 1, 3) in change.added
    assert date(2027, 10, 1) in change.removed
    clock.refresh_from_db()
    assert (clock.due_at, clock.is_provisional) == (when("2027-01-03 09:00"), True)
    approved = years.approve_year(2027, notice_no="国办发明电〔2026〕9号", actor=actor, calendar=calendar)
    clock.refresh_from_db()
    assert (clock.due_at, clock.is_provisional) == (when("2027-01-03 09:00"), False)
    assert (approved.recomputed.checked, approved.recomputed.changed, approved.recomputed.moved) == (1, 1, ())
    [[move], nothing] = told
    assert (move.due_before, move.due_after) == (when("2027-01-04 09:00"), when("2027-01-03 09:00"))
    assert nothing == ()
    lines = ClockEvent.objects.filter(clock=clock, kind="recompute")
    assert [line.due_before for line in lines] == [when("2027-01-04 09:00"), when("2027-01-03 09:00")]
    assert lines[0].reason.startswith("预排 2027 年日历")


def test_a_holiday_prolonged_after_the_fact(calendar, actor):
    """As in January 2020: the notice comes while people are overdue."""
    clock = start(actor, "2026-02-24 08:30", 60)
    sweep(when("2026-02-24 10:00"))
    clock.refresh_from_db()
    assert clock.is_breached
    with moment.at(when("2026-02-24 10:00")):
        change = years.amend_year(
            2026,
            days=[DaySpec(date(2026, 2, 24), "off", "春节"), DaySpec(date(2026, 2, 28), "off", "周六")],
            restored=[date(2026, 2, 14)],
            notice_no="国办发明电〔2026〕1号",
            reason="延长春节假期",
            actor=actor,
            calendar=calendar,
        )
    assert (change.added, change.changed, change.removed) == (
        (date(2026, 2, 24),),
        (date(2026, 2, 28),),
        (date(2026, 2, 14),),
    )
    clock.refresh_from_db()
    assert clock.due_at == when("2026-02-25 09:30")
    assert (clock.breached_at, clock.warned_75_at, clock.spent_seconds) == (None, None, 0)
    assert list(clock.events.values_list("kind", flat=True)) == [
        "start",
        "threshold",
        "threshold",
        "recompute",
    ]
    assert [event.percent for event in sweep(when("2026-02-25 09:31"))] == [75, 100]
    old, new = DayOverride.objects.filter(calendar=calendar, date=date(2026, 2, 28))
    assert (old.kind, old.superseded_by, new.kind, new.retired_at) == ("work", new, "off", None)
    assert new.source_notice == "国办发明电〔2026〕1号"
    row = CalendarYear.objects.get(calendar=calendar, year=2026)
    assert (row.status, row.notice_no) == ("approved", "国办发明电〔2026〕1号")


@pytest.mark.parametrize(
    ("days", "restored", "reason", "sentence"),
    [
        ([], [], "x", "请至少给出一个要调整的日期"),
        ([DaySpec(date(2026, 3, 3), "off", "x")], [date(2026, 3, 3)], "x", "不能既调整又恢复"),
        ([DaySpec(date(2026, 10, 1), "off", "国庆节")], [], "x", "与现行安排相同"),
        ([DaySpec(date(2026, 3, 3), "off", "x")], [], " ", "请填写修订原因"),
        ([DaySpec(date(2025, 3, 3), "off", "x")], [], "x", "不在 2026 年放假安排的范围内"),
        ([DaySpec(date(2026, 3, 3), "off", "x", (Span(510, 720),))], [], "x", "放假日不能填写作息时间段"),
        ([DaySpec(date(2026, 3, 3), "rest", "x")], [], "x", "类型“rest”无法识别"),
        ([DaySpec(date(2026, 3, 3), "off", " ")], [], "x", "缺少名称"),
        ([DaySpec(date(2026, 3, 3), "off", "长" * 61)], [], "x", "名称超过 60 个字"),
        ([DaySpec(date(2026, 3, 3), "off", "x")] * 2, [], "x", "重复出现"),
    ],
)
def test_an_amendment_that_makes_no_sense_is_refused(calendar, actor, days, restored, reason, sentence):
    with pytest.raises(Refused, match=sentence):
        years.amend_year(
            2026, days=days, restored=restored, notice_no="x", reason=reason, actor=actor, calendar=calendar
        )


def test_a_notice_reaching_into_the_year_before(calendar, actor):
    file = YearFile(
        2027, (DaySpec(date(2026, 12, 26), "work", "元旦"), DaySpec(date(2027, 1, 1), "off", "元旦"))
    )
    years.import_year(file, actor=actor, calendar=calendar)
    assert working_time().day(date(2026, 12, 26)).badge == "班"
    assert working_time().day(date(2026, 10, 1)).badge == "休", "the other year's own days stay"
    years.import_year(NOTICE_2027, actor=actor, calendar=calendar)
    assert working_time().day(date(2026, 12, 26)).badge == ""


def test_importing_the_same_again_changes_nothing(calendar, actor):
    years.import_year(NOTICE_2027, actor=actor, calendar=calendar)
    count = DayOverride.objects.count()
    again = years.import_year(NOTICE_2027, actor=actor, calendar=calendar)
    assert (again.added, again.changed, again.removed) == ((), (), ())
    assert DayOverride.objects.count() == count


def test_everything_is_on_the_trail(calendar, actor):
    last = AuditEntry.objects.latest("id").pk
    start(actor, "2026-12-31 17:00", 60)
    years.import_year(NOTICE_2027, actor=actor, calendar=calendar)
    imported, job = AuditEntry.objects.filter(id__gt=last).order_by("id")
    assert (imported.operation, imported.register, imported.number) == (
        "import",
        "calendar_year",
        "default 2027",
    )
    assert imported.before["days"]["2027-10-01"] == "休 国庆节"
    assert imported.after["days"] == {
        "2027-01-01": "休 元旦",
        "2027-01-03": "班 元旦",
        "2027-01-04": "休 元旦",
    }
    assert (job.operation, job.register, job.after) == ("job", "work_calendar", {"checked": 1, "moved": 1})
    assert "到期时间变动 1 个" in job.summary


def test_a_listener_that_objects_undoes_the_whole_change(calendar, actor):
    clock = start(actor, "2026-12-31 17:00", 60)

    def object_to(calendar, moves):
        raise RuntimeError("no")

    hooks.on_calendar_changed.append(object_to)
    with pytest.raises(RuntimeError):
        years.import_year(NOTICE_2027, actor=actor, calendar=calendar)
    clock.refresh_from_db()
    assert clock.due_at == when("2027-01-04 09:00")
    assert not DayOverride.objects.filter(date=date(2027, 1, 4), retired_at=None).exists()


def test_paused_and_stopped_clocks_when_the_calendar_changes(calendar, actor):
    paused = start(actor, "2026-11-27 16:30", 60, "响应")
    stopped = start(actor, "2026-11-27 16:30", 60)
    with moment.at(when("2026-11-30 09:00")):
        clocks.pause(paused, actor=actor, reason="x")
        clocks.stop(stopped, actor=actor)
        years.amend_year(
            2026,
            days=[DaySpec(date(2026, 11, 27), "off", "停电")],
            notice_no="x",
            reason="x",
            actor=actor,
            calendar=calendar,
        )
    paused.refresh_from_db()
    stopped.refresh_from_db()
    assert (paused.due_at, paused.spent_minutes) == (None, 30)
    assert (stopped.due_at, stopped.spent_minutes) == (when("2026-11-27 17:30"), 90), (
        "what is over stays as it was"
    )


def test_recomputing_without_a_change_writes_no_lines(calendar, actor):
    start(actor, "2026-11-27 16:30", 60)
    found = recompute_open(calendar, actor=actor, reason="复核")
    assert (found.checked, found.changed, found.moved) == (1, 0, ())


def test_the_cost_of_recomputing_does_not_grow_with_the_clocks(calendar, actor):
    for number in range(3):
        start(actor, "2026-12-31 17:00", 60, f"计时{number}")
    years.import_year(NOTICE_2027, actor=actor, calendar=calendar, recompute=False)
    few = recompute_queries(calendar, actor)
    for number in range(3, 12):
        start(actor, "2026-12-31 17:00", 60, f"计时{number}")
    calendar.overrides.filter(date=date(2027, 1, 3)).update(kind="off", segments=None)
    assert recompute_queries(calendar, actor) == few


def recompute_queries(calendar, actor) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert recompute_open(calendar, actor=actor, reason="x").moved
    return len(queries)


def test_summer_hours_set_by_people_move_clocks_and_are_recorded(calendar, actor):
    clock = start(actor, "2026-06-01 17:00", 60)
    found = hours.set_hours(
        calendar,
        weekdays=hours.MONDAY_TO_FRIDAY,
        hours=hours.SUMMER_HOURS,
        valid_from=date(2026, 6, 1),
        valid_to=date(2026, 9, 30),
        actor=actor,
        reason="夏令作息",
    )
    clock.refresh_from_db()
    assert (len(found.moved), clock.due_at) == (1, when("2026-06-01 18:00"))
    entry = AuditEntry.objects.filter(operation="update", register="work_calendar").get()
    assert "夏令作息" in entry.summary
    assert working_time().day(date(2026, 10, 8)).segments[-1].text == "13:30–17:30"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"weekdays": ()}, "请选择星期一至星期日"),
        ({"weekdays": (7,)}, "请选择星期一至星期日"),
        ({"hours": ()}, "请至少填写一个时间段"),
        ({"hours": (Span(500, 600), Span(590, 700))}, "重叠"),
        ({"valid_to": date(2026, 5, 1)}, "失效日期不能早于生效日期"),
        ({"reason": ""}, "请填写调整作息时间的原因"),
    ],
)
def test_hours_that_make_no_sense_are_refused(calendar, actor, changes, sentence):
    arguments = {
        "weekdays": (0,),
        "hours": hours.SUMMER_HOURS,
        "valid_from": date(2026, 6, 1),
        "actor": actor,
        "reason": "夏令",
    }
    with pytest.raises(Refused, match=sentence):
        hours.set_hours(calendar, **arguments | changes)
