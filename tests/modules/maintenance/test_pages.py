"""维护日历: what it shows, to whom, at what price."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.modules.maintenance.conftest import EXECUTOR, GOOD, MANAGER
from tests.moments import at


def page_of(client: Any, month: str = "2026-11") -> str:
    answer = client.get("/m/maintenance/", {"month": month})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_month_with_its_tasks_and_figures(task: Any, do: Any, client_of: Any) -> None:
    do(task(), "carry_out", EXECUTOR, results=GOOD)
    page = page_of(client_of(MANAGER))
    assert "服务器巡检 待复核" in page
    assert "计划及时完成率" in page
    assert ">100<" in page


def test_strangers_are_turned_away(client_of: Any) -> None:
    assert client_of("end_user").get("/m/maintenance/").status_code == 403


def test_a_month_that_is_none_is_this_month(client_of: Any) -> None:
    assert "2026年11月" in page_of(client_of(MANAGER), month="昨天")


def test_it_costs_the_same_with_many_tasks(active: Any, client_of: Any) -> None:
    client = client_of(MANAGER)

    def queries() -> int:
        page_of(client)  # what is remembered for seconds is read again
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page_of(client)
        return len(asked)

    active(frequency="day", off_day="skip", day_number=None)
    few = queries()
    for number in range(5):
        active(name=f"巡检{number}", frequency="day", off_day="skip", day_number=None)
    assert queries() <= few
    assert "另 2 项" in page_of(client)


def test_the_day_leads_to_its_tasks(task: Any, client_of: Any) -> None:
    task()
    with at("2026-11-23 10:00"):
        listed = client_of(MANAGER).get("/r/maintenance_task/", {"day": "2026-11-23"}).content.decode()
    assert "服务器巡检 11-23" in listed
    assert "服务器巡检 11-24" not in listed


def test_what_lies_beyond_the_planned_days_is_foreseen(active: Any, client_of: Any) -> None:
    """A monthly plan has one task; the calendar shows its next turns by the working calendar all the same."""
    active(frequency="month", day_number=30, off_day="later")
    january = page_of(client_of(MANAGER), month="2027-01")
    assert "服务器巡检 预排" in january
    assert "预排" not in page_of(client_of(MANAGER), month="2026-10")


def test_a_year_shows_every_plan_by_month(active: Any, task: Any, do: Any, client_of: Any) -> None:
    do(task(name="每日巡检"), "carry_out", EXECUTOR, results=GOOD)
    active(name="季度维护", frequency="quarter", month_number=3, day_number=28, off_day="earlier")
    page = client_of(MANAGER).get("/m/maintenance/year/?year=2026").content.decode()
    assert page.index("每日巡检") < page.index("季度维护")
    assert "按期 1，待执行 5" in page  # 23 to 30 November, its working days
    assert "1/6" in page
    assert "0/1" in page  # the quarter's turn in December
    assert "季度维护" in client_of(MANAGER).get("/m/maintenance/year/?year=2027").content.decode()
    assert "没有维护作业" in client_of(MANAGER).get("/m/maintenance/year/?year=2020").content.decode()
    assert client_of("end_user").get("/m/maintenance/year/").status_code == 403


def test_a_year_leads_to_its_tasks(task: Any, client_of: Any) -> None:
    made = task()
    listed = client_of(MANAGER).get(f"/r/maintenance_task/?plan={made.plan_id}&month=2026-11")
    assert "服务器巡检 11-23" in listed.content.decode()
    none = client_of(MANAGER).get(f"/r/maintenance_task/?plan={made.plan_id}&month=2026-01")
    assert "服务器巡检 11-23" not in none.content.decode()


def test_a_year_costs_the_same_with_many_plans(active: Any, client_of: Any) -> None:
    client = client_of(MANAGER)

    def queries() -> int:
        client.get("/m/maintenance/year/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/m/maintenance/year/")
        return len(asked)

    active()
    few = queries()
    for number in range(4):
        active(name=f"巡检{number}")
    assert queries() <= few <= 12


def test_a_finding_leads_to_a_change(task: Any, do: Any, client_of: Any) -> None:
    hot = [{**GOOD[0], "value": "93", "result": "abnormal", "remark": "容量不足"}, GOOD[1]]
    made = do(task(), "carry_out", EXECUTOR, results=hot)
    finding = made.findings.get()
    page = client_of(EXECUTOR).get(f"/r/maintenance_finding/{finding.pk}/").content.decode()
    assert f"items={finding.item_id}" in page
    assert "填写变更单" in page
