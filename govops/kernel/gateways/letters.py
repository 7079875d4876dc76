"""A mail as it comes over the wire → who, about what, saying what, with which files."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import Any

from govops.kernel.records.fields import CONTROL

LONGEST_TEXT = 20_000
MOST_FILES = 20
#: where the quoted earlier mail begins, in the words of the usual programs
_QUOTED = re.compile(
    r"^\s*(?:-{2,}\s*(?:原始邮件|Original Message|转发邮件信息|回复的原邮件|Forwarded message)\s*-{2,}"
    r"|_{10,}|>.*|(?:On|在).{4,200}(?:wrote|写道)[:：]\s*|(?:发件人|From)[:：].{2,200})\s*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^-- ?$")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a person wrote. `threads`: the identifiers that it answers, in one text. `files`: (name, content)."""

    message: EmailMessage
    sender: str
    sender_name: str
    subject: str
    text: str
    files: tuple[tuple[str, bytes], ...]
    threads: str
    identifier: str


def read(raw: bytes) -> Letter:
    """Never fails: what cannot be decoded is replaced, what is missing is empty."""
    message: Any = message_from_bytes(raw, policy=policy.default)
    name, address = parseaddr(_header(message, "From"))
    return Letter(
        message=message,
        sender=address.strip().lower()[:254],
        sender_name=clean(name)[:60],
        subject=" ".join(clean(_header(message, "Subject")).split())[:200],
        text=unquoted(_text(message))[:LONGEST_TEXT],
        files=tuple(_files(message)),
        threads=f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}",
        identifier=(_header(message, "Message-ID").strip() or f"<{hashlib.sha256(raw).hexdigest()}>")[:250],
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return clean(str(message.get(name, "")))
    except (ValueError, IndexError, AttributeError):  # malformed headers trip the parser in several ways
        return ""


def clean(text: str) -> str:
    """Without signs that nobody can see or the database cannot hold."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    words = _decoded(part)
    return clean(_plain(words) if part.get_content_subtype() == "html" else words)


def _decoded(part: Any) -> str:
    payload = part.get_payload(decode=True) or b""
    for charset in (part.get_content_charset(), "utf-8", "gb18030"):
        try:
            return str(payload.decode(charset or "utf-8"))
        except (LookupError, UnicodeDecodeError):
            continue
    return str(payload.decode("utf-8", "replace"))


class _Words(HTMLParser):
    """The words of a page, a line for each block."""

    _BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "blockquote"})
    _SILENT = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in self._SILENT
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self._SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(" ".join(data.split()) or (" " if data else ""))


def _plain(html: str) -> str:
    words = _Words()
    words.feed(html)
    words.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(words.parts))


def unquoted(text: str) -> str:
    """What is new in an answer: without the mail that it answers and without the signature below."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if _SIGNATURE.match(line) or (_QUOTED.match(line) and "\n".join(lines[:index]).strip()):
            return "\n".join(lines[:index]).strip()
    return text.strip()


def _files(message: EmailMessage) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for part in message.walk():
        if part.is_multipart() or (part.get_content_maintype() == "text" and not part.get_filename()):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            ending = {"jpeg": "jpg"}.get(part.get_content_subtype(), part.get_content_subtype())
            found.append((clean(part.get_filename() or "") or f"图片{len(found) + 1}.{ending}", content))
    return found[:MOST_FILES]
