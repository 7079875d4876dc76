"""What assets do by themselves."""

from __future__ import annotations

from govops.kernel.jobs import job
from govops.modules.assets.actions import expiry


@job(every="10 8 * * *", title="资产到期提醒")
def remind_of_ends() -> str:
    """Warranties, contracts, certificates and licences at 90, 60, 30 and 7 days, and once they have passed."""
    return f"提醒到期事项 {expiry.remind()} 项"
