"""Is this file a workbook that may be opened? calamine allocates what it is told, so it is checked first."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from openpyxl.utils import get_column_letter

MAX_INFLATED = 100_000_000
"""Bytes of all parts together, unpacked."""

MAX_CELLS = 4_000_000
"""Rows times columns of the rectangle that holds content."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
STRANGE = "工作簿结构异常，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/.*|xl/(_rels/.*|workbook\.xml|sharedStrings\.xml|styles\.xml|worksheets/.*)"
)
_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class FileProblem(ValueError):  # noqa: N818 - said to people
    """The file as a whole cannot be taken; the message is a Chinese sentence."""


@dataclass
class SheetFacts:
    """What the XML of the sheet says before any value is read; places are (row, column), from 1."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    broken: set[tuple[int, int]] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


@dataclass
class Package:
    """A checked copy of the upload, safe to hand to calamine."""

    data: bytes
    sheet: str
    facts: SheetFacts


def checked(content: bytes, *, sheet_title: str) -> Package:
    """The upload, unpacked once within bounds and packed anew. Raises `FileProblem`.

    The sheet is the one with that title, else the first visible one.
    """
    parts = _unpacked(content)
    sheet, path = _sheet(parts, sheet_title)
    if path not in parts:
        raise FileProblem("工作簿结构不完整，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。")
    for name, part in parts.items():
        if name != path and name.endswith((".xml", ".rels")):
            _walk(part)
    facts = _facts(parts[path])
    if facts.last_row * facts.last_column > MAX_CELLS:
        last = f"{get_column_letter(facts.last_column)}{facts.last_row}"
        raise FileProblem(f"工作表中有内容的区域过大（直到 {last}），请删除数据以外的行和列后再上传。")
    return Package(_packed(parts), sheet, facts)


@dataclass
class Book:
    """A checked copy of an upload with several sheets: the facts of each visible one, by its title."""

    data: bytes
    sheets: dict[str, SheetFacts]


def checked_book(content: bytes) -> Book:
    """`checked` for every visible sheet. Raises `FileProblem`."""
    parts = _unpacked(content)
    sheets = {title: path for title, path, is_visible in _sheets(parts) if is_visible}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and name not in sheets.values():
            _walk(part)
    if missing := [title for title, path in sheets.items() if path not in parts]:
        raise FileProblem(f"工作表“{missing[0]}”不完整，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。")
    facts = {title: _facts(parts[path]) for title, path in sheets.items()}
    if sum(one.last_row * one.last_column for one in facts.values()) > MAX_CELLS:
        raise FileProblem("工作簿中有内容的区域过大，请删除数据以外的行和列后再上传。")
    return Book(_packed(parts), facts)


def rows_of(content: bytes) -> int:
    """How many rows all visible sheets say they have below their first. Raises `FileProblem`."""
    parts = _unpacked(content)
    paths = {path for _, path, is_visible in _sheets(parts) if is_visible}
    return sum(max(0, len(_ROW.findall(parts[path])) - 1) for path in paths if path in parts)


def _unpacked(content: bytes) -> dict[str, bytes]:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileProblem("这是旧版 .xls 或加了密码的工作簿，请去掉密码并另存为 .xlsx 再上传。")
    if not content.startswith(b"PK"):
        raise FileProblem("这不是 .xlsx 工作簿，请下载模板填写后上传。")
    parts: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise FileProblem("这不是 .xlsx 工作簿，请下载模板填写后上传。")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise FileProblem("工作簿含有宏，请另存为不含宏的 .xlsx 再上传。")
            for info in archive.infolist():
                if not _NEEDED.fullmatch(info.filename):
                    continue
                if info.filename in parts:
                    raise FileProblem(STRANGE)
                with archive.open(info) as stream:
                    # The size in the directory may lie; what is read counts.
                    parts[info.filename] = stream.read(MAX_INFLATED - total + 1)
                total += len(parts[info.filename])
                if total > MAX_INFLATED:
                    raise FileProblem(
                        f"工作簿展开后超过 {MAX_INFLATED // 1_000_000} MB，请拆分成几个文件后分次上传。"
                    )
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        NotImplementedError,
        EOFError,
        OSError,
        UnicodeError,
    ):
        raise FileProblem("工作簿已损坏或加了密码，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。") from None
    return parts


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _sheet(parts: dict[str, bytes], title: str) -> tuple[str, str]:
    """Name and part of the sheet to read."""
    sheets = _sheets(parts)
    candidates = [entry for entry in sheets if entry[0] == title] or [entry for entry in sheets if entry[2]]
    if not candidates:
        raise FileProblem("工作簿中没有可见的工作表，请下载模板填写后上传。")
    return candidates[0][:2]


def _sheets(parts: dict[str, bytes]) -> list[tuple[str, str, bool]]:
    """Name, part and visibility of every sheet."""
    sheets: list[tuple[str, str, bool]] = []
    targets: dict[str, str] = {}

    def on_sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.split(":")[-1] == "id"), "")
            sheets.append(
                (attributes.get("name", ""), relation, attributes.get("state", "visible") == "visible")
            )

    def on_relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _walk(parts["xl/workbook.xml"], start=on_sheet)
    _walk(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), start=on_relation)
    return [(name, _path(targets.get(relation, "")), is_visible) for name, relation, is_visible in sheets]


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _facts(part: bytes) -> SheetFacts:
    facts = SheetFacts()
    place = [0, 0]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            place[:] = (_row_number(attributes["r"]) if "r" in attributes else place[0] + 1, 0)
        elif tag == "c":
            place[:] = _place(attributes["r"]) if "r" in attributes else (place[0], place[1] + 1)
            if attributes.get("t") == "e":
                facts.broken.add((place[0], place[1]))
        elif tag == "f":
            facts.formulas.add((place[0], place[1]))
        elif tag == "mergeCell":
            facts.merged.append(attributes.get("ref", ""))
        if tag in {"v", "is", "f"}:
            facts.last_row = max(facts.last_row, place[0])
            facts.last_column = max(facts.last_column, place[1])

    _walk(part, start=start)
    return facts


def _place(reference: str) -> tuple[int, int]:
    """Row and column of ``B7``; anything that another reader might take differently is refused."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise FileProblem(STRANGE)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    if column > LAST_COLUMN:
        raise FileProblem(STRANGE)
    return _row_number(match[2]), column


def _row_number(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,6}", text) or int(text) > LAST_ROW:
        raise FileProblem(STRANGE)
    return int(text)


def _walk(part: bytes, *, start: Callable[[str, dict[str, str]], None] | None = None) -> None:
    """Parse one XML part, refusing document types (and with them entities)."""
    parser = expat.ParserCreate()

    def refuse(*_: Any) -> None:
        raise FileProblem(STRANGE)

    parser.StartDoctypeDeclHandler = refuse
    if start is not None:
        parser.StartElementHandler = lambda tag, attributes: start(tag.rsplit(":", 1)[-1], attributes)
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise FileProblem("工作簿已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。") from None
