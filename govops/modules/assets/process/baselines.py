"""《配置基线》: signed by the configuration manager, approved by a second person."""

from __future__ import annotations

from govops.kernel.processes.declarations import Approval, Process, Step
from govops.modules.assets.choices import BaselineState as B
from govops.modules.assets.rules import baselines as rules
from govops.modules.assets.seats import BASELINE_APPROVER


class BaselineProcess(Process):
    """取基线（内容定格）→ 配置经理签署提交 → 批准。"""

    states = B
    initial = B.DRAFT
    editable = {B.DRAFT: ("name", "note", "occasion", "reference")}
    cancelled = B.CANCELLED
    final = (B.APPROVED, B.REFUSED, B.CANCELLED)
    cites = "N3§9.1"

    approval = Approval(
        start=B.DRAFT, during=B.APPROVING, yes=B.APPROVED, no=B.REFUSED, back=B.DRAFT,
        when=(rules.holds_something,),
        steps=(Step(key="approve", title="批准", seats=(BASELINE_APPROVER,), hours=40),),
    )  # fmt: skip
