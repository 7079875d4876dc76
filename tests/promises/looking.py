"""What a person sees of a page: its text, and what must not be in its source."""

from __future__ import annotations

import re
from html.parser import HTMLParser

INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")",
    re.IGNORECASE,
)
SHOWN_ATTRIBUTES = {"title", "placeholder", "aria-label", "alt"}
#: what Chinese pages say in Latin letters
WORDS = {
    "A4", "API", "CSV", "Ctrl", "Enter", "Esc", "Excel", "HTTP", "ID", "IP", "JSON", "MAC", "OFD",
    "OpenAPI", "PDF", "PIN", "PNG", "JPG", "PPT", "QR", "REST", "RA", "SM2", "SM3", "SM4", "TXT", "UKey",
    "U", "UPS", "URL", "WPS", "Word", "ZIP", "xlsx", "MB", "KB", "GB", "ISO", "IEC", "DB37", "T",
    "GB50174", "UUID", "K", "X", "XX", "m", "h", "s", "C", "LED", "B", "R", "S", "N", "M", "D", "V", "W",
    "kW", "P1", "P2", "P3", "P4", "SLA", "SHA", "XML", "SNMP", "Prometheus", "Nmap",
}  # fmt: skip
_PASSAGE = re.compile(r"[A-Za-z][A-Za-z0-9]*")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "code", "svg", "template"}:
            self._skip += 1
        self.parts += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "code", "svg", "template"}:
            self._skip -= 1

    def handle_data(self, data: str) -> None:
        if not self._skip and data.strip():
            self.parts.append(data.strip())


def text_of(html: str) -> list[str]:
    """The pieces of text that people see or hear."""
    parser = _Text()
    parser.feed(html)
    return parser.parts


def faults_of(html: str, *, known: str = "") -> list[str]:
    """What is wrong with the page; `known`: text that people typed and that may therefore be anything."""
    found = [f"inline: {html[m.start() : m.start() + 80]!r}" for m in INLINE.finditer(html)]
    found += [
        f"template syntax: {html[i : i + 60]!r}" for mark in ("{{", "}}", "{%") if (i := html.find(mark)) >= 0
    ]
    for part in text_of(html):
        if re.search(r"\b(None|True|False|nan|undefined|null)\b", part) or "[object" in part or "<" in part:
            found.append(f"raw value: {part[:80]!r}")
            continue
        strange = [word for word in _PASSAGE.findall(part) if word not in WORDS and word not in known]
        if strange and not _is_reference(part, known):
            found.append(f"English: {' '.join(strange)} in {part[:80]!r}")
    return found


def _is_reference(part: str, known: str) -> bool:
    """Numbers of records, rules and articles, addresses, digests, e-mail: names, not words."""
    rest = re.sub(
        r"[A-Z]{2,8}-\d{4}-\d{3,}(?:-\w+)?|R-[A-Z]+-\d+|[SN]\d+§\S*|(?:https?:/)?/[\w/.{}:?=&%-]+|[\w.-]+@[\w.-]+|\b[0-9a-f]{8,64}\b|GB/T|DB37/T|ISO/IEC", "", part
    )  # fmt: skip
    return not [word for word in _PASSAGE.findall(rest) if word not in WORDS and word not in known]


def rows_of(html: str) -> list[list[str]]:
    """The cells' text of every row of the tables' bodies."""
    found = []
    for body in re.findall(r"<tbody.*?</tbody>", html, re.DOTALL):
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL):
            found.append([" ".join(text_of(cell)) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)])
    return found
