"""The mail role: takes what the bureau's mail server drops, by SMTP or LMTP."""

from __future__ import annotations

import os

from govops.config import env
from govops.server import process
from govops.server.console import Trouble

_ORPHAN_SECONDS = 10.0
PLACE, PROTOCOL = "GOVOPS_MAIL_DROP", "GOVOPS_MAIL_PROTOCOL"
CERTIFICATE, KEY = "GOVOPS_MAIL_CERT", "GOVOPS_MAIL_KEY"


def take_in() -> None:
    """Listen at GOVOPS_MAIL_DROP (host:port) until SIGTERM or SIGINT; GOVOPS_MAIL_PROTOCOL is smtp or lmtp.

    With a certificate (GOVOPS_MAIL_CERT, GOVOPS_MAIL_KEY: PEM files) STARTTLS is offered.
    """
    protocol = env.text(PROTOCOL, "smtp").lower()
    if protocol not in {"smtp", "lmtp"}:
        raise Trouble(f"{PROTOCOL} 应为 smtp 或 lmtp，现在是“{protocol}”。")
    if "GOVOPS_SUPERVISED" in os.environ:
        process.end_soon_after_parent(_ORPHAN_SECONDS)
    import django

    django.setup()
    from govops.kernel.gateways import drop

    try:
        tls = drop.certified(env.text(CERTIFICATE), env.text(KEY))
    except ValueError as error:
        raise Trouble(f"{CERTIFICATE}、{KEY}：{error}") from None
    try:
        host, port = drop.place_of(env.text(PLACE, "127.0.0.1:8025"))
        drop.serve(host, port, lmtp=protocol == "lmtp", tls=tls)
    except ValueError as error:
        raise Trouble(f"{PLACE}：{error}") from None
    except OSError as error:
        raise Trouble(f"{PLACE} 指定的 {host}:{port} 不能使用（{error.strerror}），请换一个端口。") from error
