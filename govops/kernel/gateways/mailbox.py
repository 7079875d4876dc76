"""The mailbox: what is unread in it is taken in and marked as read. Polled by a job every minute."""

from __future__ import annotations

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError

from govops.kernel import parameters
from govops.kernel.access.answers import Refused
from govops.kernel.gateways import intake
from govops.kernel.gateways.models import Received

logger = logging.getLogger(__name__)
_SECONDS = 20
BATCH = 50


def poll() -> str:
    """Take in up to BATCH unread mails; a sentence for the job's record. OSError or imaplib's error when it cannot."""
    counts: dict[str, int] = {}
    with _opened() as box:
        for number in _unread(box)[:BATCH]:
            words = _one(box, number)
            counts[words] = counts.get(words, 0) + 1
    return "，".join(f"{words} {count} 封" for words, count in counts.items())


@contextmanager
def _opened() -> Iterator[imaplib.IMAP4]:
    box = _connected()
    try:
        box.login(str(parameters.value("imap.user")), settings.IMAP_PASSWORD)
        folder = str(parameters.value("imap.folder"))
        status, _ = box.select(f'"{folder}"')
        if status != "OK":
            raise Refused(f"邮箱中没有文件夹“{folder}”，请核对“收信文件夹”。")
        yield box
    finally:
        try:
            box.logout()
        except (OSError, imaplib.IMAP4.error) as error:
            logger.info("邮箱连接已断开：%s", error)


def _connected() -> imaplib.IMAP4:
    host, port = str(parameters.value("imap.host")), parameters.value("imap.port")
    security = parameters.value("imap.security")
    context = ssl.create_default_context()
    if security == "tls":
        return imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=_SECONDS)
    box = imaplib.IMAP4(host, port, timeout=_SECONDS)
    if security == "starttls":
        box.starttls(context)
    return box


def _unread(box: imaplib.IMAP4) -> list[str]:
    _, found = box.uid("SEARCH", "UNSEEN")
    return [number.decode() for number in (found[0] or b"").split()]


def _one(box: imaplib.IMAP4, number: str) -> str:
    """Take in one mail; what it became, in words. A mail that cannot be read is flagged and stays in the mailbox."""
    try:
        raw = _fetched(box, number)
        words = str(Received.Outcome(intake.take_mail(raw).outcome).label) if raw else "过大未取"
    except DatabaseError:
        raise  # nothing is marked: the next run takes it up again
    except Exception:
        logger.exception("邮件 %s 处理出错，已在邮箱中加旗标", number)
        raw, words = b"", "出错未处理"
    box.uid("STORE", number, "+FLAGS", "(\\Seen)" if raw else "(\\Seen \\Flagged)")
    return words


def _fetched(box: imaplib.IMAP4, number: str) -> bytes:
    """The whole mail; empty when it is larger than allowed."""
    _, sizes = box.uid("FETCH", number, "(RFC822.SIZE)")
    if (size := _size(str(sizes[0]))) > parameters.value("inbound.max_megabytes") * 1024 * 1024:
        logger.warning("邮件 %s 有 %s 字节，超过上限，已在邮箱中加旗标", number, size)
        return b""
    _, parts = box.uid("FETCH", number, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


def _size(answer: str) -> int:
    _, _, rest = answer.partition("RFC822.SIZE ")
    digits = rest.split(")")[0].split(" ")[0].strip("'\"")
    return int(digits) if digits.isdecimal() else 0
