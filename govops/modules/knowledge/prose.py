"""Plain text as people write it, cut into paragraphs, steps and lists for reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_STEP = re.compile(r"\s*(?:第?(\d{1,2})\s*[.．、)）步](?!\d)[:：]?|[（(](\d{1,2})[)）])\s*(?=\S)")
_POINT = re.compile(r"\s*[-•·●*]\s+(?=\S)")


@dataclass
class Block:
    """`kind`: text, steps or points; `lines` without their marks."""

    kind: str
    lines: list[str] = field(default_factory=list)


def blocks(text: str) -> Iterator[Block]:
    """The text in order. A line that begins with a number is a step, with a dash a point; an empty line ends a block."""
    current: Block | None = None
    for line in text.splitlines():
        if not line.strip():
            if current is not None:
                yield current
            current = None
            continue
        kind, words = _read(line)
        if current is None or current.kind != kind:
            if current is not None:
                yield current
            current = Block(kind)
        current.lines.append(words)
    if current is not None:
        yield current


def _read(line: str) -> tuple[str, str]:
    for kind, mark in (("steps", _STEP), ("points", _POINT)):
        if found := mark.match(line):
            return kind, line[found.end() :].strip()
    return "text", line.strip()
