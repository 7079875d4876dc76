"""密级、期限与知悉范围: the checks of every record (norms G1)."""

from __future__ import annotations

from typing import Any

from govops.kernel import parameters
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.kernel.records.choices import LONGEST_PERIOD, SecrecyLevel

parameters.declare(
    parameters.Parameter(
        key="secrecy.max_level",
        title="系统允许录入的最高密级",
        kind="int",
        default=int(SecrecyLevel.INTERNAL),
        minimum=0,
        maximum=4,
        choices=tuple((value, str(label)) for value, label in SecrecyLevel.choices),
        source="政务内网管理办法 第二十四条（R-SCR-03）",
        owner="security",
        group="保密",
        help="未经分级保护测评的系统不得录入国家秘密。",
    )
)


@rule(
    "R-SCR-01",
    cites=("S9§24", "N7§20"),
    level="M",
    title="标注密级；涉密的须给出期限与知悉范围，期限不超上限",
)
def secrecy_is_complete(record: Any, deed: Deed) -> Answer:
    if record.secrecy_level < SecrecyLevel.CONFIDENTIAL:
        return Allowed()
    longest = LONGEST_PERIOD[record.secrecy_level]
    name = SecrecyLevel(record.secrecy_level).label
    if not record.secrecy_years:
        return Denied(f"{name}级信息须填写保密期限（不超过 {longest} 年）。", field="secrecy_years")
    if record.secrecy_years > longest:
        return Denied(f"{name}级的保密期限不得超过 {longest} 年，请改短。", field="secrecy_years")
    if not deed.data.get("known_to"):
        return Denied(f"{name}级信息须确定知悉范围，请至少指定一人。", field="known_to")
    return Allowed()


@rule("R-SCR-03", cites="S9§24", level="D", title="超过系统允许最高密级的信息拒绝录入")
def secrecy_within_the_system(record: Any, deed: Deed) -> Answer:
    most = parameters.value("secrecy.max_level")
    if record.secrecy_level > most:
        return Denied(
            f"本系统允许的最高密级为“{SecrecyLevel(most).label}”，不得录入“{SecrecyLevel(record.secrecy_level).label}”信息；"
            "请改用符合密级要求的系统或纸质方式办理。",
            field="secrecy_level",
        )
    return Allowed()


@rule(
    "R-SCR-02",
    cites=("S9§24", "S9§18"),
    level="S",
    title="知悉范围以外的人员（含管理员）看不到、搜不到、导不出",
)
def author_may_hold_it(record: Any, deed: Deed) -> Answer:
    person = deed.actor.person
    if person is not None and person.clearance < record.secrecy_level:
        return Denied(
            "您的可阅密级低于所选密级，不能登记此类信息；请由有相应资格的人员登记。", field="secrecy_level"
        )
    return Allowed()


GUARDS = (secrecy_within_the_system, secrecy_is_complete, author_may_hold_it)
