"""Looking into the mailbox, and forgetting the log after its time."""

from __future__ import annotations

import imaplib
from datetime import timedelta

from govops.kernel import moment, parameters
from govops.kernel.access.answers import Refused
from govops.kernel.gateways import mailbox
from govops.kernel.gateways.models import Received
from govops.kernel.jobs import job

KEPT = timedelta(days=184)


@job(every="* * * * *", title="从邮箱收信", attempts=1)
def poll_mailbox() -> str:
    """Every minute while “从邮箱收信” is on."""
    if not parameters.value("imap.enabled"):
        return ""
    try:
        return mailbox.poll()
    except (OSError, imaplib.IMAP4.error) as error:
        place = f"{parameters.value('imap.host')}:{parameters.value('imap.port')}"
        raise Refused(f"收信没有成功（{place}）：{error}。请核对收信参数和 GOVOPS_IMAP_PASSWORD。") from error


@job(every="25 3 * * *", title="清理来件记录")
def forget_old() -> str:
    """184 days, as the audit trail; a mail sent again after that would count as new."""
    gone, _ = Received.objects.filter(at__lt=moment.now() - KEPT).delete()
    return f"清理 {gone} 条"
