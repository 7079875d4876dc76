"""Emptying the outboxes."""

from __future__ import annotations

from datetime import timedelta

from govops.kernel import moment, parameters
from govops.kernel.jobs import job
from govops.kernel.messages import mail, webhooks
from govops.kernel.messages.models import MailOut, Sending, WebhookDelivery

KEPT = timedelta(days=184)


@job(every="* * * * *", title="发送邮件和推送", attempts=1)
def deliver() -> str:
    """Every minute; what fails is tried again later by the same job."""
    said = []
    for name, parameter, send in (
        ("邮件", "mail.enabled", mail.deliver),
        ("推送", "webhook.enabled", webhooks.deliver),
    ):
        sent, failed = send() if parameters.value(parameter) else (0, 0)
        if sent or failed:
            said.append(f"{name}送达 {sent} 件" + (f"，未成功 {failed} 件" if failed else ""))
    return "；".join(said)


@job(every="20 3 * * *", title="清理外发记录")
def forget_old() -> str:
    """What was sent or given up is kept 184 days."""
    before = moment.now() - KEPT
    gone = 0
    for model in (MailOut, WebhookDelivery):
        old = model._default_manager.exclude(state=Sending.State.WAITING)
        gone += old.filter(created_at__lt=before).delete()[0]
    return f"清理 {gone} 条"
