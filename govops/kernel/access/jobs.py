"""What this part does by itself."""

from __future__ import annotations

from django.core.management import call_command

from govops.kernel.access import accounts
from govops.kernel.jobs.declaration import job


@job(every="5 0 * * *", title="停用到期账户")
def stop_expired_accounts() -> str:
    """Accounts whose term is over stop at midnight (they cannot be used from the first moment of that day anyway)."""
    stopped = accounts.stop_expired()
    return f"停用 {stopped} 个" if stopped else "无"


@job(every="20 3 * * *", title="清理过期登录")
def clear_sessions() -> str:
    call_command("clearsessions")
    return "已清理"
