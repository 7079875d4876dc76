"""What a source tells: things and how they hang together, before anybody has looked which items they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: things of one file
MOST = 20_000


class Unreadable(ValueError):  # noqa: N818 - said to people
    """The file cannot be taken; the message is a Chinese sentence with the way out."""


@dataclass(frozen=True)
class Found:
    """One thing. `type` is the code (or name) of a type; `facts` columns of an item; `values` attributes by name.

    `macs`: every hardware address it has; `ref`: what the links of the same file call it.
    """

    type: str
    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    macs: tuple[str, ...] = ()
    ref: str = ""


@dataclass(frozen=True)
class FoundLink:
    """One relation, by the `ref` or name of its ends; `kind` is the code of a kind of relation."""

    source: str
    kind: str
    target: str
    note: str = ""


@dataclass(frozen=True)
class Findings:
    """All that one file tells."""

    items: tuple[Found, ...]
    links: tuple[FoundLink, ...] = ()


def text_of(content: bytes) -> str:
    """The text of an uploaded file: UTF-8, UTF-16 with its mark, else GB 18030. Raises `Unreadable`."""
    is_marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    codes = ("utf-16",) if is_marked else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise Unreadable("文件不是文本，或编码无法识别；请另存为 UTF-8 编码的文本后再上传。")


def hardware_address(raw: str) -> str:
    """A MAC address in its one form; empty when it is none (or that of nothing: all zeros, a broadcast)."""
    text = raw.strip().lower()
    if re.fullmatch(r"[0-9a-f]{1,2}(?:[:\- ][0-9a-f]{1,2}){5}", text):
        bare = "".join(part.zfill(2) for part in re.split(r"[:\- ]", text))
    else:
        bare = re.sub(r"[.\-: ]", "", text)
    if not re.fullmatch(r"[0-9a-f]{12}", bare) or bare in {"0" * 12, "f" * 12}:
        return ""
    return ":".join(bare[i : i + 2] for i in range(0, 12, 2))


def real(text: Any) -> str:
    """What a manufacturer wrote, without the words for nothing."""
    said = str(text or "").strip().strip('"').strip()
    nothing = {
        "",
        "none",
        "not specified",
        "to be filled by o.e.m.",
        "default string",
        "system serial number",
        "0",
        "n/a",
        "unknown",
    }
    return "" if said.lower() in nothing else said
