"""《资产报废申请单》: head, 信息中心, 保密办 when data may be on it, 财务; then the items are scrapped."""

from __future__ import annotations

from typing import Any

from govops.kernel.processes.declarations import Approval, Process, Step
from govops.modules.assets.actions import scrapping as actions
from govops.modules.assets.choices import ScrapState as S
from govops.modules.assets.rules import common
from govops.modules.assets.rules import scrapping as rules
from govops.modules.assets.seats import FINANCE, KEEPER, SECRECY_OFFICE, UNIT_HEAD


def may_hold_secrets(request: Any) -> bool:
    """含存储介质或涉密资产."""
    return bool(request.has_media or request.is_classified)


class ScrapRequestProcess(Process):
    """部门主管领导 → 资产管理员鉴定 → 保密办（含介质或涉密）→ 财务部门 → 资产报废。"""

    states = S
    initial = S.DRAFT
    editable = {S.DRAFT: ...}
    cancelled = S.CANCELLED
    final = (S.SCRAPPED, S.REFUSED, S.CANCELLED)
    not_by = ("wiped_by",)
    cites = "S9§24"

    approval = Approval(
        start=S.DRAFT, during=S.APPROVING, yes=S.SCRAPPED, no=S.REFUSED, back=S.DRAFT,
        when=(
            rules.not_scrapped_yet, rules.nothing_is_open, rules.appraisal_is_told, rules.media_are_wiped, common.not_in_an_open_form,
        ),
        steps=(
            Step(key="head", title="部门主管领导同意", seats=(UNIT_HEAD,), hours=16),
            Step(key="keeper", title="资产管理员鉴定", seats=(KEEPER,), hours=16),
            Step(key="secrecy", title="保密办核准", seats=(SECRECY_OFFICE,), when=may_hold_secrets, hours=16),
            Step(key="finance", title="财务部门核准", seats=(FINANCE,), hours=24),
        ),
        on_yes=(actions.scrap_all,),
    )  # fmt: skip
