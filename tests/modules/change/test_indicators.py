"""The indicators of GB/T 28827.1 9.7 in the service reports: each counts exactly the records that its lists show."""

from __future__ import annotations

from datetime import date
from typing import Any

from govops.kernel.jobs import run_now
from govops.modules.reports import periods
from govops.modules.reports.choices import ReportKind
from govops.modules.reports.gathering import gather
from govops.modules.reports.indicators import BY_CODE
from tests.modules.change.conftest import APPLICANT, IMPLEMENTER, REPORT
from tests.modules.reports.test_indicators import rows_behind
from tests.moments import at

NOVEMBER = periods.of(ReportKind.MONTH, date(2026, 11, 23))
EXPECTED = {
    "change_unapproved": 50.0,  # the emergency, of the two that were implemented
    "change_unsuccessful": 50.0,  # failed, of the two with a result
    "change_cancelled": 25.0,
    "change_emergency": 25.0,
    "change_paper_late": 1.0,
}


def test_they_count_what_their_lists_show(
    emergency: Any, implemented: Any, change: Any, do: Any, actor: Any
) -> None:
    do(emergency(), "report", IMPLEMENTER, **{**REPORT, "result": "failed"})
    implemented()
    do(change(), "cancel", APPLICANT, opinion="不再需要")
    change(submit=True)
    change()  # a draft is nobody's change yet
    with at("2026-11-24 10:00"):
        run_now("change.note_late_papers")
    reader = actor("service_level_manager")
    told = gather(ReportKind.MONTH, [NOVEMBER], reader)
    assert {code: BY_CODE[code].compute(told, NOVEMBER) for code in EXPECTED} == EXPECTED
    for code in EXPECTED:
        lists = BY_CODE[code].drilled(told, NOVEMBER)
        assert lists
        for one in lists:
            assert rows_behind(one.url, reader) == one.number, (code, one.title)


def test_the_overview_counts_by_hand(
    emergency: Any, implemented: Any, change: Any, scheduled: Any, do: Any, item: Any, client_of: Any
) -> None:
    """Six changes, eight items: an emergency (failed, unapproved), two normal done, one cancelled, a major and a normal asked."""
    do(emergency(), "report", IMPLEMENTER, **{**REPORT, "result": "failed"})
    implemented()
    other = scheduled(items=[item("汇聚交换机 1"), item("汇聚交换机 2")], conflict_words="依次进行，已知悉")
    with at("2026-11-25 20:05"):
        do(other, "begin", IMPLEMENTER)
        do(other, "report", IMPLEMENTER, **REPORT)
    do(change(), "cancel", APPLICANT, opinion="不再需要")
    change(kind="major", submit=True, items=[item("路由器 1"), item("路由器 2")])
    change(submit=True, conflict_words="依次进行，已知悉")
    change()  # a draft is nobody's change yet
    with at("2026-11-25 21:00"):
        page = client_of("change_manager").get("/m/change/?months=1").content.decode()
    for words in (
        "未经批准已实施 1 ÷ 已实施 3",
        "部分成功、失败、回退 1 ÷ 已报告结果 3",
        "取消 1 ÷ 总数 6",
        "4 ÷ 总数 6",  # normal ones
        "1 ÷ 总数 6",  # the major, and the emergency
        "平均每件 1.3 项",  # eight items
        "逾期 0 ÷ 紧急变更 1",
    ):
        assert words in page, words
