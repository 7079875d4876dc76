"""维护作业: carried out, judged by its standards, reviewed by another, missed, and shown as a duty."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from govops.kernel.access.answers import Refused
from govops.kernel.calendar import clocks
from govops.kernel.calendar.hooks import ClockMove
from govops.kernel.calendar.sweep import sweep
from govops.kernel.messages.models import Message
from govops.kernel.norms.judging import judge
from govops.kernel.norms.models import DutyPeriod
from govops.kernel.processes.models import WorkItem
from govops.kernel.records import attachments, comments
from govops.modules.configuration.public import events_of, tickets_on
from govops.modules.maintenance import jobs, rules, timing
from govops.modules.maintenance.models import MaintenanceFinding, MaintenanceTask
from tests.modules.maintenance.conftest import EXECUTOR, GOOD, MANAGER, REVIEWER
from tests.moments import at, local

CHANNELS = ["page", "api", "import"]
HOT = [{**GOOD[0], "value": "93", "result": "abnormal", "remark": "夜间批处理占用"}, GOOD[1]]


def test_what_is_due_today_is_work_of_its_executor(task: Any, cast: Any) -> None:
    made = task()
    assert (made.state, made.planned_on) == ("waiting", date(2026, 11, 23))
    assert (
        WorkItem.objects.get(register="maintenance_task", record_id=made.pk).person == cast.people[EXECUTOR]
    )


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    "results",
    [
        [],
        GOOD[:1],
        [{**GOOD[0], "result": ""}, GOOD[1]],
        [{**GOOD[0], "value": "不高"}, GOOD[1]],
        [{**GOOD[0], "value": "93"}, GOOD[1]],
        [{**GOOD[0], "result": "abnormal"}, GOOD[1]],
        [{**GOOD[0], "result": "skipped"}, GOOD[1]],
        [*GOOD, {**GOOD[1], "check": "没有这一项"}],
    ],
    ids=[
        "nothing",
        "one missing",
        "unjudged",
        "no number",
        "outside but normal",
        "no remark",
        "skipped without why",
        "foreign",
    ],
)
def test_a_checklist_is_filled_in_wholly_and_truly(task: Any, do: Any, channel: str, results: Any) -> None:
    made = task()
    with pytest.raises(Refused) as refusal:
        do(made, "carry_out", EXECUTOR, channel=channel, results=results)
    assert "results" in refusal.value.errors
    made.refresh_from_db()
    assert made.state == "waiting"


def test_only_the_executor_carries_it_out(task: Any, do: Any) -> None:
    for other in (REVIEWER, MANAGER, "end_user"):
        with pytest.raises(Refused, match="执行人"):
            do(task(name=f"巡检 {other}"), "carry_out", other, results=GOOD)


def test_in_time_and_reviewed(task: Any, do: Any) -> None:
    made = do(task(), "carry_out", EXECUTOR, results=GOOD, summary="一切正常")
    assert (made.state, made.outcome, made.abnormal_count) == ("done", "on_time", 0)
    reviewed = do(made, "review", REVIEWER)
    assert (reviewed.state, reviewed.reviewed_by.name) == ("reviewed", "胡志刚")


def test_the_executor_never_reviews(task: Any, do: Any, cast: Any) -> None:
    made = do(task(), "carry_out", EXECUTOR, results=GOOD)
    with pytest.raises(Refused):
        do(made, "review", EXECUTOR)
    waiting = task(name="另一巡检")
    with pytest.raises(Refused, match="执行人不能复核"):
        do(waiting, "hand_on", MANAGER, executor=cast.people[REVIEWER], reviewer=cast.people[REVIEWER])


def test_sent_back_it_is_done_again(task: Any, do: Any) -> None:
    made = do(task(), "carry_out", EXECUTOR, results=GOOD)
    back = do(made, "send_back", REVIEWER, opinion="实测值与监控不符")
    assert (back.state, back.done_at, back.outcome) == ("waiting", None, "")
    with at("2026-11-24 09:00"):
        assert do(back, "carry_out", EXECUTOR, results=GOOD).outcome == "late"


def test_evidence_where_the_plan_asks_for_it(
    task: Any, do: Any, actor: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = task(needs_evidence="1")
    with pytest.raises(Refused, match="执行记录"):
        do(made, "carry_out", EXECUTOR, results=GOOD)
    attachments.store(
        SimpleUploadedFile("记录.txt", "已巡检".encode()),
        actor=actor(EXECUTOR),
        register="maintenance_task",
        record_id=made.pk,
    )
    assert do(made, "carry_out", EXECUTOR, results=GOOD).state == "done"


def test_evidence_comes_with_a_remark_of_the_executor(
    task: Any, do: Any, actor: Any, client_of: Any, settings: Any, tmp_path: Any
) -> None:
    """He may not edit the task, so this is the way that its page offers him."""
    settings.MEDIA_ROOT = tmp_path
    made = task(needs_evidence="1")
    assert (
        "请先在备注中添加文件或照片"
        in client_of(EXECUTOR).get(f"/r/maintenance_task/{made.pk}/").content.decode()
    )
    for who in (REVIEWER, EXECUTOR):
        with pytest.raises(Refused, match="执行记录"):
            do(made, "carry_out", EXECUTOR, results=GOOD)
        file = attachments.store(SimpleUploadedFile("记录.txt", "已巡检".encode()), actor=actor(who))
        comments.add(made, text="执行记录", actor=actor(who), files=(file.pk,))
    assert do(made, "carry_out", EXECUTOR, results=GOOD).state == "done"


def test_out_of_standard_becomes_a_finding_and_an_incident(
    task: Any, do: Any, host: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = do(task(), "carry_out", EXECUTOR, results=HOT)
    assert made.abnormal_count == 1
    finding = MaintenanceFinding.objects.get()
    assert (finding.item_id, finding.value, finding.standard) == (host.pk, "93%", "0～80%")
    assert [one.number for one in tickets_on([host.pk])] == [finding.number]
    reported = do(finding, "report", EXECUTOR)
    assert reported.state == "reported"
    assert reported.incident_number.startswith("SJ-2026-")
    assert tickets_on([host.pk]) == [] or finding.number not in [one.number for one in tickets_on([host.pk])]


def test_a_finding_is_settled_only_with_a_conclusion(task: Any, do: Any) -> None:
    do(task(), "carry_out", EXECUTOR, results=HOT)
    finding = MaintenanceFinding.objects.get()
    with pytest.raises(Refused, match="处理结论"):
        do(finding, "settle", EXECUTOR, conclusion="好")
    assert do(finding, "settle", EXECUTOR, conclusion="结束僵死进程，降至 30%").state == "settled"


def test_nobody_makes_or_closes_tasks_by_hand(create: Any, cast: Any, task: Any, do: Any) -> None:
    made = task()
    for channel in CHANNELS:
        with pytest.raises(Refused, match="写权限"):
            create(
                "maintenance_task",
                plan=made.plan_id,
                planned_on="2026-11-23",
                due_at="2026-11-23 18:00",
                channel=channel,
            )
    with pytest.raises(Refused, match="系统自动"):
        do(made, "mark_overdue", MANAGER)
    with pytest.raises(Refused, match="周期还没有结束"):
        do(made, "mark_missed", MANAGER)


def test_overdue_then_missed_when_the_period_is_over(active: Any, do: Any) -> None:
    made = MaintenanceTask.objects.filter(plan=active(frequency="week", day_number=1)).order_by("planned_on")[
        0
    ]
    with at("2026-11-24 00:10"):
        jobs.plan_tasks()
        made.refresh_from_db()
        assert (made.state, made.outcome) == ("waiting", "overdue")
    with at("2026-11-30 00:10"):
        jobs.plan_tasks()
        made.refresh_from_db()
        assert (made.state, made.outcome) == ("missed", "missed")
        with pytest.raises(Refused):
            do(made, "carry_out", EXECUTOR, results=GOOD)


def duty(day: date) -> str:
    return DutyPeriod.objects.get(obligation="N4§4.3-day", first=day).state


def test_a_task_done_is_evidence_and_a_task_missed_is_a_missed_duty(
    task: Any, do: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        do(task(), "carry_out", EXECUTOR, results=GOOD)
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    assert duty(monday) == "met"
    with at("2026-11-25 00:10"):
        judge(tuesday)
        judge(date(2026, 11, 25))
    assert duty(tuesday) == "missed"


def test_the_item_tells_of_it(task: Any, do: Any, host: Any, actor: Any) -> None:
    do(task(), "carry_out", EXECUTOR, results=GOOD)
    told = events_of(host, actor("configuration_manager"))
    assert "服务器巡检 11-23：正常" in [event.title for event in told]


def test_its_clock_runs_to_the_end_of_work_and_reminds_the_executor(task: Any, do: Any, cast: Any) -> None:
    made = task()
    assert made.due_at == local("2026-11-23 17:30")
    clock = clocks.find_open("maintenance_task", made.pk, "完成")
    assert clock
    assert clock.due_at == made.due_at
    with at("2026-11-23 16:30"):
        sweep()
    told = Message.objects.filter(
        register="maintenance_task", record_id=made.pk, person=cast.people[EXECUTOR]
    )
    assert [message.title for message in told] == [f"维护作业“{made.title}”即将到期，请尽快完成并填报"]
    with at("2026-11-23 18:00"):
        assert do(made, "carry_out", EXECUTOR, results=GOOD).outcome == "late"
    assert clocks.find_open("maintenance_task", made.pk, "完成") is None


def test_an_amended_calendar_moves_the_deadline(task: Any) -> None:
    made = task()
    clock = clocks.find_open("maintenance_task", made.pk, "完成")
    assert clock
    timing.on_calendar_changed(None, (ClockMove(clock, clock.due_at, local("2026-11-24 10:00")),))
    made.refresh_from_db()
    assert made.due_at == local("2026-11-24 10:00")


def test_a_filled_in_line_says_its_standard_and_its_unit(task: Any, do: Any) -> None:
    typed = [{**row, "standard": "随便写的"} for row in HOT]
    made = do(task(), "carry_out", EXECUTOR, results=typed)
    told = {row["check"]: (row["standard"], row["value"]) for row in made.results}
    limited = next(one for one in made.checklist if one["unit"])
    assert told[limited["check"]] == ("0～80%", "93%")
    assert all(standard != "随便写的" for standard, _value in told.values())


@pytest.mark.parametrize(
    ("text", "unit", "number", "told"),
    [("74.2", "%", 74.2, "74.2%"), ("74.2 %", "%", 74.2, "74.2%"), ("21℃", "℃", 21.0, "21℃"), ("正常", "%", None, "正常"), ("3", "", 3.0, "3")],
)  # fmt: skip
def test_a_reading_is_a_number_with_or_without_its_unit(
    text: str, unit: str, number: float | None, told: str
) -> None:
    assert (rules.number_in(text, unit), rules.with_unit(text, unit)) == (number, told)
