"""The indicators of norms.md §2.4, counted and led back to their records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Refused
from govops.kernel.registers import lists, site
from govops.modules.reports import periods, workload
from govops.modules.reports.choices import ReportKind
from govops.modules.reports.gathering import Figures, gather, repeated_things
from govops.modules.reports.indicators import BY_CODE, INDICATORS
from tests.modules.reports.conftest import OCTOBER, WRITER

MONTH = ReportKind.MONTH


def figures(actor: Actor = SYSTEM) -> Figures:
    return gather(MONTH, periods.until(MONTH, OCTOBER), actor)


def rows_behind(url: str, actor: Actor) -> int:
    """How many records the list at that address has for the actor."""
    parts = urlsplit(url)
    register = site.get(parts.path.split("/")[2])
    return lists.narrowed(register, lists.base(register, actor), parse_qs(parts.query), actor).count()


EXPECTED = {
    "incident_resolution": 75.0,  # 3 of 4: the one of the last minute is still being worked on
    "repair_time": 2.0,
    "respond_on_time": 75.0,
    "on_site_on_time": None,
    "resolve_on_time": 0.0,
    "agreement_met": 75.0,
    "repeated": 50.0,  # 邮件 on 30 September, 1 October and 8 October
    "first_line": 50.0,
    "satisfaction": 66.7,
    "rated": 75.0,
    "called_back": None,
    "problem_resolution": None,
    "problem_time": None,
    "tickets": 5.0,
    "late": 2.0,
    "escalated": 0.0,
    "majors": 1.0,
    "change_unapproved": None,
    "change_unsuccessful": None,
    "change_cancelled": None,
    "change_emergency": None,
    "change_paper_late": 0.0,
    "release_success": None,
    "release_on_time": None,
    "release_cmdb": None,
    "maintenance_on_time": None,
}


@pytest.mark.parametrize("code", EXPECTED)
def test_an_indicator_counts_the_tickets_received_in_its_period(october: None, code: str) -> None:
    assert BY_CODE[code].compute(figures(), OCTOBER) == EXPECTED[code]


def test_every_indicator_is_proved_here() -> None:
    assert set(EXPECTED) == {one.code for one in INDICATORS}


def test_every_number_leads_to_exactly_its_records(october: None, actor: Callable[..., Actor]) -> None:
    reader = actor(WRITER)
    told = figures(reader)
    lists_seen = 0
    for one in INDICATORS:
        for drilled in one.drilled(told, OCTOBER):
            if drilled.url.startswith("/r/"):
                assert rows_behind(drilled.url, reader) == drilled.number, (one.title, drilled.title)
                lists_seen += 1
    assert lists_seen > 15


def test_what_came_again_is_named_with_its_incidents(october: None, actor: Callable[..., Actor]) -> None:
    assert repeated_things(OCTOBER, SYSTEM) == [("desktop", "邮件", None, 2)]


def test_work_is_told_by_category_channel_priority_and_unit(
    october: None, actor: Callable[..., Actor]
) -> None:
    reader = actor(WRITER)
    told = workload.workload(OCTOBER, reader)
    assert [(line.title, line.incidents, line.requests, line.late) for line in told["category"]] == [
        ("桌面系统", 3, 1, 2),
        ("网络系统", 1, 0, 0),
    ]
    for lines in told.values():
        assert sum(line.total for line in lines) == 5
        for line in lines:
            assert rows_behind(line.incidents_url, reader) == line.incidents


def test_a_hidden_ticket_counts_for_nobody_who_may_not_see_it(
    october: None, ticket: Any, actor: Callable[..., Actor]
) -> None:
    ticket("2026-10-09 09:00", secrecy_level=3)
    assert figures().of("incident_received", OCTOBER) == 5
    assert figures(actor(WRITER)).of("incident_received", OCTOBER) == 4


def test_the_number_of_statements_does_not_grow(
    october: None, ticket: Any, actor: Callable[..., Actor]
) -> None:
    reader = actor(WRITER)
    figures(reader)
    with CaptureQueriesContext(connection) as before:
        figures(reader)
    for day in range(1, 28):
        ticket(f"2026-10-{day:02} 10:00")
    with CaptureQueriesContext(connection) as after:
        figures(reader)
    assert len(after) == len(before) <= 7


def test_the_page_asks_at_most_twelve_times(october: None, client_of: Callable[[str], Client]) -> None:
    client = client_of(WRITER)
    client.get("/m/reports/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/m/reports/?kind=month&at=2026-10-08")
    assert len(asked) <= 12


def test_weeks_begin_on_monday_and_a_trend_has_twelve_periods() -> None:
    week = periods.of("week", date(2026, 11, 22))
    assert (week.first, week.last) == (date(2026, 11, 16), date(2026, 11, 22))
    assert periods.words(ReportKind.WEEK, week) == "2026 年第 47 周"
    assert periods.words(ReportKind.QUARTER, periods.of("quarter", date(2026, 11, 22))) == "2026 年第四季度"
    months = periods.until(MONTH, OCTOBER)
    assert (len(months), months[0].first, months[-1]) == (12, date(2025, 11, 1), OCTOBER)


# --- the pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "workload/", "repeated/"])
@pytest.mark.parametrize("kind", list(ReportKind))
def test_the_pages_show_each_kind_of_period(
    october: None, client_of: Callable[[str], Client], path: str, kind: ReportKind
) -> None:
    answer = client_of(WRITER).get(f"/m/reports/{path}?kind={kind.value}&at=2026-10-08")
    assert answer.status_code == 200
    assert "2026" in answer.content.decode()


def test_the_pages_are_not_for_everybody(client_of: Callable[[str], Client]) -> None:
    assert client_of("end_user").get("/m/reports/").status_code == 403
    wrong = client_of(WRITER).get("/m/reports/?kind=decade")
    assert wrong.status_code == 404
    assert client_of(WRITER).get("/m/reports/?at=gestern").status_code == 422


@pytest.mark.parametrize("query", ["late_clock=午睡", "clock=午睡", "support_line=零线"])
def test_a_narrowing_refuses_what_it_does_not_know(actor: Callable[..., Actor], query: str) -> None:
    register = site.get("incident")
    with pytest.raises(Refused, match="取值不正确"):
        lists.narrowed(register, lists.base(register, actor(WRITER)), parse_qs(query), actor(WRITER))


@pytest.mark.parametrize("query", ["late_clock=响应", "support_line=first", "system=邮件"])
def test_a_narrowed_list_works_for_those_who_see_little_too(
    october: None, client_of: Callable[[str], Client], query: str
) -> None:
    for name in ("end_user", "unit_head", WRITER):
        answer = client_of(name).get(f"/r/incident/?{query}")
        assert answer.status_code == 200
