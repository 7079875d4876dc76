"""What the service catalogue does by itself."""

from __future__ import annotations

from govops.kernel.jobs import job
from govops.modules.service_catalogue.actions import agreements


@job(every="35 0 * * *", title="服务级别协议到期与提醒")
def watch_agreements() -> str:
    """End agreements whose term is over, and remind of those that soon end."""
    expired, reminded = agreements.watch()
    return f"到期 {expired} 份，提醒 {reminded} 份"
