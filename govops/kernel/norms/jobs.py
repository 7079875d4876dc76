"""Duties are judged after midnight, and looked at again every half hour so that what is done shows."""

from __future__ import annotations

from govops.kernel.jobs.declaration import job
from govops.kernel.norms import judging


@job(every="1 0 * * *", title="判定应尽职责")
def judge_duties() -> str:
    """Open today's duties; what was not done by the end of its period is missed."""
    return f"漏检 {judging.judge()} 项"


@job(every="*/30 * * * *", title="核对当日职责")
def look_at_duties() -> str:
    """Find the evidence of what was done meanwhile."""
    judging.judge()
    return "已核对"
