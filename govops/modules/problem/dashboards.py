"""What problem management puts on the workbench of those who answer for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Avg, Count, F, Q

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.dashboards.tiles import on_workbench
from govops.kernel.records.visibility import visible
from govops.modules.problem.choices import OPEN, ProblemState
from govops.modules.problem.models import Problem

DAYS = 90


@on_workbench
def problems_of_late(actor: Actor) -> dict[str, Any] | None:
    """问题解决率 and 平均解决时间 of the last ninety days (GB/T 28827.1 9.5), with what is open."""
    if "problem_manager" not in actor.roles or not table.scope_of(actor, "read", "problem"):
        return None
    since = moment.now() - timedelta(days=DAYS)
    lately = Q(created_at__gte=since) & ~Q(state=ProblemState.CANCELLED)
    told = visible(Problem.objects.all(), actor, register="problem").aggregate(
        open=Count("id", filter=Q(state__in=OPEN)),
        known=Count("id", filter=Q(state=ProblemState.KNOWN_ERROR)),
        lately=Count("id", filter=lately),
        solved=Count("id", filter=lately & Q(resolved_at__isnull=False)),
        took=Avg(F("resolved_at") - F("created_at"), filter=Q(resolved_at__gte=since)),
    )
    share = f"{round(100 * told['solved'] / told['lately'])}%" if told["lately"] else "—"
    took = f"{told['took'].total_seconds() / 86400:.1f} 天" if told["took"] else "—"
    rows = [
        {"title": "在办问题", "note": f"{told['open']} 个", "url": "/r/problem/?state=registered&state=classified&state=investigating&state=known_error"},
        {"title": "已知错误", "note": f"{told['known']} 个", "url": "/r/problem/?state=known_error"},
        {"title": f"近 {DAYS} 天解决率", "note": share, "url": "/r/problem/?all=1"},
        {"title": f"近 {DAYS} 天平均解决时间", "note": took, "url": "/r/problem/?state=resolved&state=reviewed&state=closed"},
    ]  # fmt: skip
    return {"title": "问题管理", "kind": "list", "rows": rows, "empty": "还没有问题。", "url": "/r/problem/", "url_text": "全部问题"}  # fmt: skip
