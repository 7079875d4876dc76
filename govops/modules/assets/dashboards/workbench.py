"""What assets put on the workbench: what has ended or soon ends."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.dashboards.tiles import on_workbench
from govops.kernel.records.visibility import visible
from govops.modules.assets.expiring import expiring
from govops.modules.configuration.public import ConfigurationItem

WITHIN = 30
_ROWS, _MOST = 6, 100
READERS = frozenset({"asset_officer", "configuration_manager"})


@on_workbench
def ending_soon(actor: Actor) -> dict[str, Any] | None:
    """到期一览 for those who keep the ledger."""
    if not actor.roles & READERS or not table.scope_of(actor, "read", "configuration_item"):
        return None
    items = visible(ConfigurationItem.objects.all(), actor, register="configuration_item")
    found = expiring(items, moment.today(), WITHIN, since=WITHIN, most=_MOST)
    gone = sum(1 for one in found if one.days < 0)
    rows = [
        {"title": f"{one.name}　{one.kind.label}", "note": one.words, "url": one.url}
        for one in sorted(found, key=lambda one: abs(one.days))[:_ROWS]
    ]
    title = f"近期到期 {len(found) - gone} 项，过期 {gone} 项" if found else "资产到期"
    return {
        "title": title, "kind": "list", "rows": rows, "empty": f"{WITHIN} 天内没有到期的保修、合同和证书。",
        "url": "/m/assets/expiry/", "url_text": "到期一览",
    }  # fmt: skip
