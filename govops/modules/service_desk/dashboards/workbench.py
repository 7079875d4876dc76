"""What the desk puts on the workbench: the queue for those who work on it, one's own tickets for everybody else."""

from __future__ import annotations

from typing import Any

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.dashboards.tiles import on_workbench
from govops.modules.service_desk.dashboards import queue, self_service
from govops.modules.service_desk.rules.common import STAFF


@on_workbench
def the_desk(actor: Actor) -> dict[str, Any] | None:
    """服务台: how much waits."""
    if table.scope_of(actor, "read", "incident") != "all":
        return None
    rows = [
        {"title": f"{tile['title']}　{tile['value']} {tile['unit']}", "note": tile["sub"], "url": tile["url"]}
        for tile in queue.figures(actor)
    ]
    takes_calls = bool(actor.roles & STAFF)
    further = ("/m/service_desk/desk/", "来电登记") if takes_calls else ("/r/incident/", "全部事件")
    return {
        "title": "服务台",
        "kind": "list",
        "rows": rows,
        "empty": "",
        "url": further[0],
        "url_text": further[1],
    }


@on_workbench
def my_tickets(actor: Actor) -> dict[str, Any] | None:
    """我的工单: what I wait for, in plain words."""
    if actor.person is None or table.scope_of(actor, "read", "incident") not in {"own", "unit"}:
        return None
    rows = [
        {"title": one["ticket"].subject, "note": one["progress"].headline, "url": one["url"]}
        for one in self_service.mine(actor, most=4)
    ]
    return {
        "title": "我的工单", "kind": "list", "rows": rows, "empty": "没有在办的工单。", "url": "/m/service_desk/self/", "url_text": "需要帮助",
    }  # fmt: skip
