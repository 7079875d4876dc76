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
