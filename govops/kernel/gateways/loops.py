"""Mail that no person wrote: answering it would start a conversation between machines (RFC 3834)."""

from __future__ import annotations

from datetime import timedelta

from govops.kernel import moment, parameters
from govops.kernel.gateways.letters import Letter
from govops.kernel.gateways.models import Received
from govops.kernel.messages import threads

_MACHINES = ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply")
_BULK = {"bulk", "junk", "list", "auto_reply"}


def reason(letter: Letter, *, return_path: str | None) -> str:
    """Why the mail is not looked at; empty when a person wrote it. `return_path`: the envelope's, None when unknown."""
    header = {name.lower(): str(value).strip().lower() for name, value in letter.message.items()}
    local = letter.sender.partition("@")[0]
    if not letter.sender or "@" not in letter.sender:
        return "没有发件人"
    if threads.message_of(letter.identifier) or letter.sender == str(parameters.value("mail.sender")).lower():
        return "本平台自己发出的邮件"
    if return_path == "" or header.get("return-path") == "<>" or local in _MACHINES:
        return "退信或系统通知"
    if letter.message.get_content_type() == "multipart/report":
        return "投递报告"
    if header.get("auto-submitted", "no") != "no" or "x-autoreply" in header or "x-autorespond" in header:
        return "自动回复"
    if header.get("precedence") in _BULK or "list-id" in header:
        return "群发邮件"
    if {"all", "oof", "autoreply"} & {
        word.strip() for word in header.get("x-auto-response-suppress", "").split(",")
    }:
        return "自动回复"
    return ""


def too_many(sender: str) -> str:
    """Why nothing more is taken from this sender for now; empty while there is room."""
    most = parameters.value("inbound.per_hour")
    return f"一小时内已超过 {most} 件" if _within_an_hour(most, sender=sender) else ""


def program_runs_wild(source: str) -> bool:
    """Whether a program has sent more in an hour than any honest one does."""
    return _within_an_hour(parameters.value("inbound.program_per_hour"), source=source)


def _within_an_hour(most: int, **whose: str) -> bool:
    since = moment.now() - timedelta(hours=1)
    return Received.objects.filter(at__gte=since, **whose)[:most].count() >= most
