"""Workbooks in: every cell is read or refused in a sentence that names its line and column."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook

from govops.kernel.sheets.package import FileProblem, Package, checked, checked_book, rows_of
from govops.kernel.sheets.plan import RESULT_TITLE, SENTENCE_TITLE, SheetColumn, SheetPlan, folded
from govops.kernel.sheets.values import CellProblem, brief, parsed

MAX_BYTES = 10_000_000
MAX_ROWS = 20_000


@dataclass(frozen=True)
class CellError:
    """One thing to mend. ``column`` and ``title`` are empty when the whole line or file is meant."""

    column: str
    title: str
    line: int
    sentence: str


@dataclass
class Row:
    """One line of the file (``line_no`` as Excel counts); ``raw`` are its cells in the order of the plan."""

    line_no: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    raw: list[Any] = field(default_factory=list)


@dataclass
class Parsed:
    """What was read. With file-level ``errors`` there are no rows."""

    rows: list[Row] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def all_errors(self) -> list[CellError]:
        """The file's errors and those of its rows, from top to bottom."""
        return [*self.errors, *(error for row in self.rows for error in row.errors)]

    @property
    def is_clean(self) -> bool:
        return not self.errors and not any(row.errors for row in self.rows)


def read(
    plan: SheetPlan,
    file: bytes | Path | BinaryIO,
    *,
    max_bytes: int = MAX_BYTES,
    max_rows: int = MAX_ROWS,
    partial: bool = False,
) -> Parsed:
    """The rows of an uploaded workbook, or why it cannot be taken; never raises for what the file holds.

    ``values`` are keyed by column name, ready to store: str, int, Decimal, date, aware datetime, bool, the
    stored value of a choice, the natural key of a reference, None for empty. With ``partial`` columns that
    are neither required nor part of the key may be missing from the file; they are then missing here too.
    """
    try:
        content = _content(file, max_bytes)
        package = checked(content, sheet_title=plan.sheet_title)
        table = _table(package)
        head = _head(plan, table[0] if table else [], partial=partial)
    except FileProblem as problem:
        return Parsed(errors=[CellError("", "", 0, line) for line in str(problem).splitlines()])
    return _rows(plan, package, table, head, max_rows)


def row_count(content: bytes) -> int:
    """About how many lines an upload has, titles apart, without reading a value; 0 where it cannot be taken at all."""
    try:
        return rows_of(_content(content, MAX_BYTES))
    except FileProblem:
        return 0


@dataclass
class ReadBook:
    """What was read of a workbook with several sheets, by the code of the plan; `errors` concern the file."""

    sheets: dict[str, Parsed] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def read_book(
    plans: Sequence[SheetPlan],
    file: bytes,
    *,
    ignored: frozenset[str] = frozenset(),
    max_rows: int = MAX_ROWS,
) -> ReadBook:
    """`read` for a workbook with a sheet for each of some plans; sheets without lines and those `ignored` are left out."""
    found = ReadBook()
    by_title = {folded(plan.sheet_title): plan for plan in plans}
    left = max_rows
    try:
        book = checked_book(_content(file, MAX_BYTES))
        for title, facts in book.sheets.items():
            if title in ignored:
                continue
            plan = by_title.get(folded(title))
            if plan is None:
                found.errors.append(_strange_sheet(title, plans))
                continue
            package = Package(book.data, title, facts)
            table = _table(package)
            if not any(_filled(cell) for cells in table[1:] for cell in cells):
                continue
            try:
                found.sheets[plan.code] = _rows(
                    plan, package, table, _head(plan, table[0], partial=True), left
                )
            except FileProblem as problem:
                found.errors += [f"工作表“{title}”：{line}" for line in str(problem).splitlines()]
                continue
            left -= len(found.sheets[plan.code].rows)
    except FileProblem as problem:
        return ReadBook(errors=str(problem).splitlines())
    if not found.sheets and not found.errors:
        found.errors.append("工作簿中没有数据，请从各工作表的第 2 行起填写。")
    return found


def _strange_sheet(title: str, plans: Sequence[SheetPlan]) -> str:
    near = get_close_matches(title, [plan.sheet_title for plan in plans], n=1, cutoff=0.5)
    hint = f"，是不是“{near[0]}”" if near else ""
    return f"不认识工作表“{brief(title)}”{hint}；请按模板的工作表名填写，或删去这一张。"


def _content(file: bytes | Path | BinaryIO, limit: int) -> bytes:
    if isinstance(file, Path):
        with file.open("rb") as stream:
            content = stream.read(limit + 1)
    else:
        content = file if isinstance(file, bytes) else file.read(limit + 1)
    if len(content) > limit:
        raise FileProblem(f"文件超过 {limit / 1_000_000:g} MB，请拆分成几个文件后分次上传。")
    return content


def _table(package: Package) -> list[list[Any]]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(package.data)) as book:
            return book.get_sheet_by_name(package.sheet).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, KeyError) as error:
        raise FileProblem("工作簿无法读取，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。") from error


@dataclass(frozen=True)
class _Head:
    """The first line: where each column of the plan stands, and the places under no title."""

    places: dict[str, int]
    untitled: frozenset[int]


def _head(plan: SheetPlan, cells: Sequence[Any], *, partial: bool) -> _Head:
    """The first line understood. Raises `FileProblem` with one line per fault."""
    titles = [str(cell).strip() for cell in cells]
    if not any(titles):
        raise FileProblem("第 1 行没有列名，请下载模板，把数据填在第 2 行起。")
    places: dict[str, int] = {}
    faults: list[str] = []
    unknown: list[str] = []
    for index, title in enumerate(titles):
        column = plan.by_title.get(folded(title))
        if column is None:
            if title and title not in {RESULT_TITLE, SENTENCE_TITLE}:
                unknown.append(title)
        elif column.name in places:
            first = get_column_letter(places[column.name] + 1)
            faults.append(
                f"列名“{column.title}”重复（{first} 列和 {get_column_letter(index + 1)} 列），请删去一列。"
            )
        else:
            places[column.name] = index
    missing = [column for column in plan.columns if column.name not in places]
    faults += [_stranger(title, plan, missing) for title in unknown]
    needed = [c for c in missing if not partial or c.required or c.name in plan.key]
    faults += [f"缺少列“{column.title}”，请按模板补上这一列。" for column in needed]
    if faults:
        raise FileProblem("\n".join(faults))
    return _Head(places, frozenset(index for index, title in enumerate(titles) if not title))


def _stranger(title: str, plan: SheetPlan, missing: Sequence[SheetColumn]) -> str:
    near = get_close_matches(title, [column.title for column in missing or plan.columns], n=1, cutoff=0.4)
    hint = f"，是不是“{near[0]}”" if near else ""
    return f"不认识列“{brief(title)}”{hint}；请按模板的列名填写，或删去这一列。"


def _rows(plan: SheetPlan, package: Package, table: list[list[Any]], head: _Head, max_rows: int) -> Parsed:
    result = Parsed(errors=_merged(package))
    computed = {line for line, _ in package.facts.formulas}
    seen: dict[tuple[Any, ...], int] = {}
    for line_no, cells in enumerate(table[1:], start=2):
        if line_no not in computed and not any(_filled(cell) for cell in cells):
            continue
        if len(result.rows) >= max_rows:
            sentence = f"超过 {max_rows} 行，请拆分成几个文件后分次上传。"
            return Parsed(errors=[CellError("", "", line_no, sentence)])
        row = _row(plan, package, cells, head, line_no)
        _no_twin(plan, row, seen)
        result.rows.append(row)
    if not result.rows:
        result.errors.append(CellError("", "", 0, "文件中没有数据，请从第 2 行起填写。"))
    return result if not result.errors else Parsed(errors=result.errors)


def _row(plan: SheetPlan, package: Package, cells: list[Any], head: _Head, line_no: int) -> Row:
    row = Row(line_no)
    for column in plan.columns:
        place = head.places.get(column.name)
        if place is None:
            row.raw.append(None)
            continue
        cell = cells[place] if place < len(cells) else None
        row.raw.append(cell if _filled(cell) else None)
        try:
            if (line_no, place + 1) in package.facts.formulas:
                raise CellProblem("含有公式，请复制后“选择性粘贴—数值”再上传")
            if (line_no, place + 1) in package.facts.broken:
                raise CellProblem("是 Excel 的错误值，请改正后再上传")
            row.values[column.name] = parsed(column, cell)
        except CellProblem as problem:
            row.errors.append(_error(column, line_no, str(problem)))
    for place in sorted(head.untitled):
        if place < len(cells) and _filled(cells[place]):
            # Under no title it would be lost in silence.
            where = f"第 {line_no} 行 {get_column_letter(place + 1)} 列"
            row.errors.append(CellError("", "", line_no, f"{where}有内容但没有列名，请补上列名或删去内容。"))
    return row


def _no_twin(plan: SheetPlan, row: Row, seen: dict[tuple[Any, ...], int]) -> None:
    key = tuple(row.values.get(name) for name in plan.key)
    if not key or None in key:
        return
    first = seen.setdefault(key, row.line_no)
    if first != row.line_no:
        column = plan.by_name[plan.key[0]]
        titles = "、".join(plan.by_name[name].title for name in plan.key)
        row.errors.append(
            _error(column, row.line_no, f"与第 {first} 行是同一条记录（{titles}相同），请合并为一行")
        )


def _merged(package: Package) -> list[CellError]:
    """Merged cells hold a value for their first place only; what the others mean is a guess."""
    ranges = package.facts.merged
    if not ranges:
        return []
    named = "、".join(ranges[:5]) + ("等" if len(ranges) > 5 else "")
    return [CellError("", "", 0, f"工作表中有合并单元格（{named}），请取消合并并逐行填写后再上传。")]


def _filled(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _error(column: SheetColumn, line_no: int, predicate: str) -> CellError:
    return CellError(column.name, column.title, line_no, f"第 {line_no} 行“{column.title}”{predicate}。")
