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
