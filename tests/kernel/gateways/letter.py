"""Mails for tests."""

from __future__ import annotations

from email.message import EmailMessage
from itertools import count

_serial = count(1)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def letter(
    sender: str, subject: str = "打印机坏了", text: str = "三楼打印机卡纸。", *, files: tuple[tuple[str, bytes], ...] = (), **headers: str
) -> bytes:  # fmt: skip
    """A mail as bytes; header names with _ for -; a Message-ID of its own unless one is given."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "itsm@example.gov.cn", subject
    message["Message-ID"] = headers.pop("Message_ID", f"<{next(_serial)}@example.gov.cn>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
