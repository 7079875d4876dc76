"""The indicators of GB/T 28827.1 9.8 on releases counted by hand; each leads to exactly its records."""

from __future__ import annotations

from datetime import date
from typing import Any

from govops.modules.reports import periods
from govops.modules.reports.choices import ReportKind
from govops.modules.reports.gathering import gather
from govops.modules.reports.indicators import BY_CODE
from tests.items import application
from tests.modules.release.conftest import DEPLOYER, MANAGER, VERIFIER
from tests.modules.reports.test_indicators import rows_behind
from tests.moments import at

NOVEMBER = periods.of(ReportKind.MONTH, date(2026, 11, 23))
DECEMBER = periods.of(ReportKind.MONTH, date(2026, 12, 1))
EXPECTED = {
    "release_success": 50.0,  # of four that were deployed: two succeeded, one partly, one rolled back
    "release_on_time": 75.0,  # one was deployed a quarter of an hour after its window
    "release_cmdb": 75.0,  # one was not closed, and its item says another version
}


def test_they_count_what_their_lists_show(
    deploying: Any, deployed: Any, approved: Any, version: Any, do: Any, cast: Any, actor: Any
) -> None:
    def through(name: str, **changes: Any) -> Any:
        """A release of its own system, deployed and not yet verified."""
        system = application(cast, name)
        one = deploying(system=system.pk, target=version("3.2.0", system=system.pk).pk, **changes)
        deployed(one, system=system.pk)
        return one

    words = {"verification": "四项验收准则均正常"}
    do(through("办公系统"), "verify", VERIFIER, **words)
    do(do(through("门户网站"), "verify", VERIFIER, **words), "close", MANAGER, conclusion="顺利")
    partly = do(through("档案系统"), "verify", VERIFIER, result="partial", **words)
    type(partly).objects.filter(pk=partly.pk).update(cmdb_updated=False)
    late = through("签章系统", planned_to="2026-11-23 09:45")
    with at("2026-11-23 10:00"):
        do(late, "roll_back", DEPLOYER, rollback_reason="签章服务报错，原因是证书链缺失，重新打包后再发布")
    unborn = application(cast, "交换平台")  # approved, and not deployed: not counted
    approved(system=unborn.pk, target=version("3.2.0", system=unborn.pk).pk)

    reader = actor("service_level_manager")
    told = gather(ReportKind.MONTH, [NOVEMBER, DECEMBER], reader)
    assert {code: BY_CODE[code].compute(told, NOVEMBER) for code in EXPECTED} == EXPECTED
    assert {BY_CODE[code].compute(told, DECEMBER) for code in EXPECTED} == {None}
    for code in EXPECTED:
        lists = BY_CODE[code].drilled(told, NOVEMBER)
        assert [one.number for one in lists][-1] == 4
        for one in lists:
            assert rows_behind(one.url, reader) == one.number, (code, one.title)
