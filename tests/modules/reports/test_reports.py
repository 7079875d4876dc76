"""The service report: drafted, edited, approved, handed out (ISO/IEC 20000-1 §6.2, GB/T 28827.1 9.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client

from govops.kernel.access import table
from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.norms import obligations
from govops.kernel.norms.obligations import Period
from govops.kernel.processes.models import ItemKind, ItemStatus, WorkItem
from govops.kernel.registers import doors, site
from govops.modules.reports import charts, jobs
from govops.modules.reports.choices import READERS, SECTIONS, ReportKind
from govops.modules.reports.document import document_of
from govops.modules.reports.models import ServiceReport
from tests.modules.reports.conftest import WRITER
from tests.moments import at

REVIEWER, APPROVER = "info_center", "it_lead"
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def edit(actor: Any) -> Callable[..., Any]:
    def edited(report: Any, by: str = WRITER, **changes: Any) -> Any:
        fresh = ServiceReport.objects.get(pk=report.pk)
        return doors.update(
            site.get("service_report"), report.pk, changes, actor=actor(by), version=fresh.version
        )

    return edited


# --- what it says ----------------------------------------------------------------------------------------------------


def test_a_draft_has_every_section_and_says_what_the_norm_asks(october: None, report: Any) -> None:
    made = report()
    assert made.title == "2026 年 10 月信息化运维服务月报"
    assert all(getattr(made, name).strip() for name in SECTIONS)
    assert "共受理工单 5 件，其中事件 4 件、服务请求 1 件" in made.overview
    assert (made.first, made.last, made.frequency) == (date(2026, 10, 1), date(2026, 10, 31), "每月一次")
    assert [name for name, words in document_of(made).facts if words] == [
        "标识",
        "期间",
        "目的",
        "读者",
        "频率",
        "数据源",
    ]
    assert "截至 2026-11-23 09:30" in made.data_source


def test_any_day_names_its_whole_period(report: Any) -> None:
    made = report(kind="quarter", first="2026-08-15")
    assert (made.first, made.last) == (date(2026, 7, 1), date(2026, 9, 30))


def test_an_empty_period_makes_a_report_too(report: Any) -> None:
    made = report()
    assert made.majors == "本期没有发生重大事件。"
    assert document_of(made).parts[0].paragraphs


def test_data_stay_as_they_were_until_they_are_taken_anew(
    october: None, report: Any, ticket: Any, edit: Any, do: Any
) -> None:
    made = report()
    mark = made.data_source
    ticket("2026-10-09 09:00")
    made = edit(made, next_steps="1. 加强邮件系统巡检。")
    assert made.data_source == mark
    assert "工单 5 件" in made.overview
    again = do(made, "gather_again", WRITER)
    assert again.data_source != mark
    assert "工单 6 件" in again.overview


def test_edited_words_are_kept_when_data_are_taken_anew(
    october: None, report: Any, ticket: Any, edit: Any, do: Any
) -> None:
    made = edit(report(), overview="本月总体平稳。")
    assert made.is_edited("overview")
    assert not made.is_edited("performance")
    for _ in range(2):
        ticket("2026-10-09 09:00")
        made = do(made, "gather_again", WRITER)
        assert made.overview == "本月总体平稳。"
    assert made.drafted["overview"].startswith("2026 年 10 月，服务台共受理工单 7 件")


def test_titles_of_what_few_may_know_are_not_named(
    october: None, ticket: Any, report: Any, cast: Any
) -> None:
    from govops.modules.service_desk.public import MajorIncident

    secret = ticket("2026-10-21 10:00", subject="机要系统中断", is_major=True)
    person = cast.people["incident_manager"]
    for level, number in ((3, "ZD-2026-9001"), (1, "ZD-2026-9002")):
        MajorIncident.objects.create(
            incident=secret, reason="x", commander=person, public_words="x", declared_at=secret.created_at, unit=person.unit,
            number=number, title="x", secrecy_level=level, state="restored" if level == 1 else "stood_down",
        )  # fmt: skip
    named = [row[0] for row in report().figures["majors"]]
    assert named == ["ZD-2026-9002"]


# --- what is refused -------------------------------------------------------------------------------------------------


def test_a_period_has_one_report_unless_the_first_was_given_up(report: Any, do: Any) -> None:
    first = report()
    with pytest.raises(Refused, match="已经有了"):
        report()
    do(first, "revoke", WRITER, opinion="重做")
    assert report().pk != first.pk


def test_a_period_that_has_not_begun_is_not_reported_on(report: Any) -> None:
    with pytest.raises(Refused, match="还没有开始"):
        report(first="2026-12-01")


def test_a_report_is_submitted_after_its_period_with_data_from_after_it(report: Any, do: Any) -> None:
    made = report(first="2026-11-01")
    with pytest.raises(Refused, match="期满后"):
        do(made, "submit", WRITER)
    with at("2026-12-01 09:00"):
        with pytest.raises(Refused, match="重新取数"):
            do(made, "submit", WRITER)
        do(made, "gather_again", WRITER)
        assert do(made, "submit", WRITER).state == "approving"


def test_no_section_is_left_empty(report: Any, edit: Any, do: Any) -> None:
    made = edit(report(), causes="")
    with pytest.raises(Refused, match="“超标原因”还没有文字"):
        do(made, "submit", WRITER)


def test_only_who_writes_it_may_change_it(report: Any, edit: Any, do: Any) -> None:
    made = report()
    with pytest.raises(Refused):
        edit(made, by="incident_manager", overview="改")
    with pytest.raises(Refused):
        do(made, "gather_again", "service_desk")


def test_after_submitting_the_words_stand(report: Any, edit: Any, do: Any) -> None:
    made = do(report(), "submit", WRITER)
    with pytest.raises(Refused, match="不能修改"):
        edit(made, overview="改")


# --- its way ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def approved(report: Any, do: Any) -> Callable[[], Any]:
    def made() -> Any:
        draft = do(report(), "submit", WRITER)
        assert do(draft, "approve", REVIEWER).state == "approving"
        return do(draft, "approve", APPROVER)

    return made


def test_it_is_reviewed_approved_handed_out_read_and_filed(approved: Any, do: Any, cast: Any) -> None:
    made = approved()
    assert made.state == "approved"
    with pytest.raises(Refused, match="分发对象"):
        do(made, "distribute", WRITER, distribution=[])
    readers = [cast.people[name] for name in ("om_committee", "business_unit")]
    made = do(made, "distribute", WRITER, distribution=[one.pk for one in readers])
    assert made.state == "distributed"
    waiting = WorkItem.objects.filter(
        register="service_report", record_id=made.pk, kind=ItemKind.READ, status=ItemStatus.OPEN
    )
    assert {item.person_id for item in waiting} == {one.pk for one in readers}
    do(made, "read", "om_committee")
    assert do(made, "archive", WRITER).state == "archived"


def test_the_approver_does_not_jump_the_reviewer(report: Any, do: Any) -> None:
    made = do(report(), "submit", WRITER)
    with pytest.raises(Refused):
        do(made, "approve", APPROVER)


def test_an_approved_monthly_report_is_the_month_s_evidence(approved: Any, report: Any) -> None:
    duty = obligations.get("N3§6.2-monthly")
    assert duty.evidence(1, NOVEMBER) is None
    made = approved()
    found = duty.evidence(1, NOVEMBER)
    assert found is not None
    assert found.number == made.number
    assert duty.evidence(1, Period(date(2026, 12, 1), date(2026, 12, 31))) is None


def test_the_month_s_report_is_drafted_by_itself_once(october: None, cast: Any) -> None:
    with at("2026-11-01 06:30"):
        assert jobs.draft_due(actor=SYSTEM) == "起草月报"
        assert jobs.draft_due(actor=SYSTEM) == "没有到期的报告"
    made = ServiceReport.objects.get()
    assert (made.kind, made.first) == (ReportKind.MONTH, date(2026, 10, 1))
    assert made.applicant == cast.people[WRITER]
    assert WorkItem.objects.filter(
        person=cast.people[WRITER], kind=ItemKind.DRAFT, record_id=made.pk
    ).exists()


# --- the page --------------------------------------------------------------------------------------------------------


def test_one_click_makes_the_report_and_opens_it(october: None, client_of: Callable[[str], Client]) -> None:
    client = client_of(WRITER)
    answer = client.post("/m/reports/make/", {"kind": "month", "at": "2026-10-01"})
    made = ServiceReport.objects.get()
    assert answer.headers["Location"] == f"/m/reports/{made.pk}/"
    assert "概况" in client.get(f"/m/reports/{made.pk}/").content.decode()
    assert f'href="/m/reports/{made.pk}/"' in client.get(f"/r/service_report/{made.pk}/").content.decode()
    again = client.post("/m/reports/make/", {"kind": "month", "at": "2026-10-01"}, follow=True)
    assert "已经有了" in again.content.decode()


def test_a_section_is_changed_in_the_page_and_restored(
    report: Any, client_of: Callable[[str], Client]
) -> None:
    made, client = report(), client_of(WRITER)
    address = f"/m/reports/{made.pk}/"
    answer = client.post(
        address, {"section": "trends", "text": "平稳。", "version": made.version, "do": "save"}
    )
    assert answer.headers["Location"] == f"{address}#trends"
    stale = client.post(
        address, {"section": "trends", "text": "旧页面", "version": made.version, "do": "save"}
    )
    assert stale.status_code == 409
    assert "旧页面" in stale.content.decode()
    made.refresh_from_db()
    assert made.trends == "平稳。"
    client.post(address, {"section": "trends", "version": made.version, "do": "restore"})
    made.refresh_from_db()
    assert made.trends == made.drafted["trends"]
    assert client.post(address, {"section": "state", "text": "approved", "version": 1}).status_code == 422


def test_strangers_neither_read_nor_change_it(report: Any, client_of: Callable[[str], Client]) -> None:
    made = report()
    for path in ("", "pdf/", "word/"):
        assert client_of("end_user").get(f"/m/reports/{made.pk}/{path}").status_code in {403, 404}
    assert client_of("service_desk").get(f"/m/reports/{made.pk}/word/").status_code == 403
    reader = client_of("service_desk").post(
        f"/m/reports/{made.pk}/", {"section": "trends", "text": "改", "version": made.version}
    )
    assert reader.status_code == 403


# --- to take away ----------------------------------------------------------------------------------------------------


def test_word_has_the_manner_of_official_reports(
    october: None, report: Any, client_of: Callable[[str], Client]
) -> None:
    made = report()
    answer = client_of(WRITER).get(f"/m/reports/{made.pk}/word/")
    paper = docx.Document(BytesIO(answer.content))
    words = [paragraph.text for paragraph in paper.paragraphs]
    assert made.title in words
    assert "一、概况" in words
    assert made.overview.splitlines()[0] in words
    body = next(p for p in paper.paragraphs if p.text == made.overview.splitlines()[0])
    assert 'w:firstLineChars="200"' in body._p.xml
    assert len(paper.inline_shapes) == 3
    edges = paper.tables[1]._tbl.tblPr.xml
    assert "w:top" in edges
    assert "w:left" not in edges
    first, second = (column.width for column in paper.tables[0].columns)
    assert second > 4 * first, "what programs other than Word go by"
    assert "w:cantSplit" in paper.tables[1]._tbl.xml
    assert AuditEntry.objects.filter(
        operation="export", register="service_report", record_id=made.pk
    ).exists()


def test_pdf_is_made_and_leaves_its_trace(
    october: None, report: Any, client_of: Callable[[str], Client]
) -> None:
    made = report()
    answer = client_of(APPROVER).get(f"/m/reports/{made.pk}/pdf/")
    assert answer.content.startswith(b"%PDF")
    assert AuditEntry.objects.filter(operation="print", register="service_report", record_id=made.pk).exists()


def test_charts_take_any_words_and_gaps() -> None:
    series = [charts.Series("<事件>", [None, 0, 3.5]), charts.Series("请求", [1, None, 2])]
    for svg in (charts.bars(["甲", "乙", "丙"], series), charts.lines(["甲", "乙", "丙"], series, unit="%")):
        assert "&lt;事件&gt;" in svg
        assert "nan" not in svg.lower()
    assert charts.bars([], []).startswith("<svg")


# --- on the workbench ------------------------------------------------------------------------------------------------


def test_the_workbench_shows_the_figures_of_the_last_month_reported(
    october: None, report: Any, client_of: Any
) -> None:
    assert "还没有月报。" in client_of(WRITER).get("/").content.decode()
    made = report()
    page = client_of(WRITER).get("/").content.decode()
    assert "2026 年 10 月服务指标" in page
    assert "工单量　5 件" in page
    assert f"/m/reports/{made.pk}/" in page
    assert "月服务指标" not in client_of("end_user").get("/").content.decode()


def test_whoever_reads_the_live_figures_may_read_every_record_behind_them() -> None:
    """A figure that counts only what its reader may see would be too small."""
    behind = ("incident", "service_request", "major_incident", "ticket_escalation", "call_back", "problem")
    whole = {
        (row.role, row.register) for row in table.lines() if row.scope == "all" and "read" in row.operations
    }
    missing = [(who, one) for who in READERS for one in behind if not whole & {(who, one), ("end_user", one)}]
    assert missing == []
