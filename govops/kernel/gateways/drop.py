"""A place where a mail server drops mail, by SMTP or LMTP. It relays nothing and takes only from named servers."""

from __future__ import annotations

import asyncio
import logging
import signal
import ssl
import threading
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import close_old_connections

from govops.kernel import parameters
from govops.kernel.gateways import intake

logger = logging.getLogger(__name__)


class Handler:
    """What the mail server asks, answered. A mail is acknowledged only when it is stored."""

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str | None, options: list[str]
    ) -> str:
        allowed = await asyncio.to_thread(_peers)
        peer = str((session.peer or ("?",))[0])
        if peer not in allowed:
            logger.warning("拒绝来自 %s 的投递，可在“可投递邮件的服务器”中加入", peer)
            return "554 5.7.1 this server does not take mail from you"
        if session.ssl is None and await asyncio.to_thread(_wants_tls):
            return "530 5.7.0 issue STARTTLS first"
        envelope.mail_from = address or "<>"  # aiosmtpd takes an empty one for none
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        # LMTP owes one answer a recipient: with one recipient a mail, one is right.
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        try:
            await asyncio.to_thread(_take, content, (envelope.mail_from or "").strip("<>"))
        except Exception:
            logger.exception("投递的邮件处理出错，请对方稍后重投")
            return "451 4.3.0 cannot store it now, try again later"
        return "250 2.0.0 stored"


def _peers() -> list[str]:
    return _fresh(lambda: [str(peer) for peer in parameters.value("drop.peers")])


def _wants_tls() -> bool:
    return _fresh(lambda: bool(parameters.value("drop.require_tls")))


def _take(content: bytes, return_path: str) -> None:
    _fresh(lambda: intake.take_mail(content, return_path=return_path))


def _fresh(work: Any) -> Any:
    """In a thread of its own: its database connection is looked after as in a request."""
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()


class Drop(Controller):
    """The listener, in a thread of its own: `start()`, `stop()`. With `tls` it offers STARTTLS."""

    def __init__(
        self, host: str, port: int, *, lmtp: bool = False, tls: ssl.SSLContext | None = None
    ) -> None:
        self._lmtp = lmtp
        limit = parameters.value("inbound.max_megabytes") * 1024 * 1024
        super().__init__(
            Handler(), hostname=host, port=port, data_size_limit=limit, ident="govops", tls_context=tls
        )

    def factory(self) -> SMTP:
        return (LMTP if self._lmtp else SMTP)(self.handler, **self.SMTP_kwargs)


def place_of(text: str) -> tuple[str, int]:
    """`127.0.0.1:8025` → (host, port); ValueError with a sentence otherwise."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"收信地址应为“主机:端口”，例如 127.0.0.1:8025，现在是“{text}”。")
    return host.strip("[]"), int(port)


def certified(certificate: str, key: str) -> ssl.SSLContext | None:
    """What STARTTLS is offered with: the PEM files of a certificate and its key; None where neither is named.

    ValueError with a sentence for one without the other, and for files that are none.
    """
    if not certificate and not key:
        return None
    if not certificate or not key:
        raise ValueError("证书和私钥须同时指定，缺一不可。")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise ValueError(f"证书“{certificate}”或私钥“{key}”不能使用，请核对路径和格式（PEM）。") from error
    return context


def serve(host: str, port: int, *, lmtp: bool = False, tls: ssl.SSLContext | None = None) -> None:
    """Listen until SIGTERM or SIGINT."""
    stopped = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopped.set())
    listener = Drop(host, port, lmtp=lmtp, tls=tls)
    listener.start()
    try:
        stopped.wait()
    finally:
        listener.stop()
