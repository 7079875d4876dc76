"""Workbooks out: the empty template and the streamed export."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.sheets.plan import KIND_TITLES, Kind, SheetColumn, SheetPlan
from govops.kernel.sheets.values import shown

MAX_ROWS = 1_000_000
"""Rows of one export; Excel itself ends at 1,048,576."""

HELP_TITLE, OPTIONS_TITLE = "填写说明", "选项"
LAST_ROW = 1_048_576
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
_FORMATS: dict[Kind, str] = {
    "integer": "0",
    "decimal": "General",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm:ss",
}
_WIDTHS: dict[Kind, int] = {"long": 48, "integer": 10, "decimal": 12, "date": 12, "datetime": 20, "bool": 8}
_HEAD_FILL = PatternFill("solid", fgColor="E8EFF8")
_INK, _RED = "1F2937", "C0392B"
_ESCAPE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")


def template(plan: SheetPlan) -> bytes:
    """An empty workbook to fill in: titles, drop-downs and a help sheet."""
    return export(plan, ())


def export(plan: SheetPlan, rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows (stored values in the order of the plan's columns) as a workbook; it can be uploaded again."""
    sheet = SheetWriter(plan)
    for count, row in enumerate(rows, start=1):
        if count > MAX_ROWS:
            raise Refused(f"超过 {MAX_ROWS} 行，一个工作簿放不下；请缩小筛选范围后分次导出。", status=422)
        sheet.add([shown(column, value) for column, value in zip(plan.columns, row, strict=True)])
    return sheet.finish()


def new_book(title: str, code: str) -> Workbook:
    """An empty workbook."""
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.identifier = code
    book.properties.creator = "govops"
    book.properties.created = book.properties.modified = _naive(moment.now())
    return book


def saved(book: Workbook) -> bytes:
    """The bytes of the .xlsx file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def add_advice(book: Workbook, title: str, lines: Iterable[str]) -> None:
    """A sheet of plain sentences."""
    sheet = book.create_sheet(title)
    sheet.column_dimensions["A"].width = 110
    for line in lines:
        sheet.append([_literal(sheet, line)])


class SheetWriter:
    """One workbook for a plan, written row by row; ``extra`` titles follow the plan's columns."""

    def __init__(
        self, plan: SheetPlan, *, extra: Sequence[SheetColumn] = (), book: Workbook | None = None
    ) -> None:
        self.plan = plan
        self.columns = [*plan.columns, *extra]
        self.book = book or new_book(plan.title, plan.code)
        self.sheet = self.book.create_sheet(plan.sheet_title)
        self.sheet.freeze_panes = "A2"
        for index, column in enumerate(self.columns, start=1):
            dimension = self.sheet.column_dimensions[get_column_letter(index)]
            dimension.width = _width(column)
            dimension.number_format = _FORMATS.get(column.kind, "@")
        self.sheet.append([self._head(column) for column in self.columns])
        self._cells = [self._cell(column) for column in self.columns]
        self._quoted = [self._cell(column, quoted=True) for column in self.columns]
        self._marked = [self._cell(column, marked=True) for column in self.columns]
        self._changed = [self._cell(column, changed=True) for column in self.columns]

    def add(
        self,
        values: Sequence[Any],
        *,
        marked: frozenset[int] = frozenset(),
        changed: frozenset[int] = frozenset(),
    ) -> None:
        """One row of what `values.shown` gave; the cells at the ``marked`` places are red, those ``changed`` lie on yellow."""
        row = []
        for index, value in enumerate(values):
            risky = isinstance(value, str) and (value.startswith(_RISKY) or value in ERROR_CODES)
            # Rows are serialised at once, so one cell object per column and look serves them all.
            looks = self._marked if index in marked else self._changed if index in changed else None
            cell = (looks or (self._quoted if risky else self._cells))[index]
            cell.value = _escaped(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
            row.append(cell)
        self.sheet.append(row)

    def finish(self) -> bytes:
        """The bytes of the .xlsx file."""
        self.close()
        _add_help(self.book, self.plan)
        return saved(self.book)

    def close(self) -> None:
        """The drop-downs, once all rows are there."""
        _add_validations(self.book, self.sheet, self.plan)

    def _head(self, column: SheetColumn) -> WriteOnlyCell:
        cell = WriteOnlyCell(self.sheet, column.title)
        cell.data_type = "s"
        cell.font = Font(bold=True, color=_RED if column.required else _INK)
        cell.fill = _HEAD_FILL
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        return cell

    def _cell(
        self, column: SheetColumn, *, quoted: bool = False, marked: bool = False, changed: bool = False
    ) -> WriteOnlyCell:
        cell = WriteOnlyCell(self.sheet)
        cell.number_format = _FORMATS.get(column.kind, "@")
        cell.alignment = Alignment(vertical="top", wrap_text=column.kind == "long")
        if quoted or marked or (changed and column.kind not in _FORMATS):
            # The apostrophe of Excel, as a property: the text stays a text even after editing the cell.
            cell.quotePrefix = True
        if marked:
            cell.font = Font(color=_RED)
            cell.fill = PatternFill("solid", fgColor="FDECEA")
        elif changed:
            cell.fill = PatternFill("solid", fgColor="FFF4D6")
        return cell


def _escaped(text: str) -> str:
    """Text that looks like one of Excel's own escapes (``_x000A_``) keeps its underscore."""
    return _ESCAPE.sub(r"_x005F_\1", text)


def _naive(when: datetime) -> datetime:
    return timezone.make_naive(when).replace(microsecond=0)


def _width(column: SheetColumn) -> int:
    title = 2 * len(column.title) + 4
    return min(max(title, _WIDTHS.get(column.kind, min(column.max_length or 20, 28))), 60)


def _add_validations(book: Workbook, sheet: Any, plan: SheetPlan) -> None:
    options = [column for column in plan.columns if column.labels]
    source = book.create_sheet(OPTIONS_TITLE if plan.sheet_title != OPTIONS_TITLE else OPTIONS_TITLE + "值")
    source.sheet_state = "hidden"
    source.append([_literal(source, column.title) for column in options])
    for row in range(max((len(column.labels) for column in options), default=0)):
        source.append([_literal(source, c.labels[row]) if row < len(c.labels) else None for c in options])
    for index, column in enumerate(plan.columns, start=1):
        place = get_column_letter(options.index(column) + 1) if column in options else ""
        formula = f"'{source.title}'!${place}$2:${place}${len(column.labels) + 1}" if place else None
        rule = _rule(column, formula)
        if rule is not None:
            letter = get_column_letter(index)
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.data_validations.append(rule)


def _rule(column: SheetColumn, options: str | None) -> DataValidation | None:
    if options:
        rule = DataValidation(type="list", formula1=options, allow_blank=True)
        rule.error = "请从下拉列表中选择。"
        rule.errorTitle = "没有这一选项"
    elif column.kind == "date":
        rule = DataValidation(
            type="date", operator="between", formula1="1", formula2="401769", allow_blank=True
        )
        rule.error, rule.errorTitle = "请按 2026-11-23 的样式填写日期。", "不是有效日期"
    elif column.kind == "integer":
        rule = DataValidation(type="whole", operator="between", formula1=str(-(10**15)), formula2=str(10**15))
        rule.error, rule.errorTitle = "请填写整数。", "不是整数"
    elif column.help:
        rule = DataValidation(allow_blank=True)
    else:
        return None
    rule.showErrorMessage = True
    if column.help:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = column.title[:32], column.help[:255]
    return rule


def _literal(
    sheet: Any, text: str, *, bold: bool = False, red: bool = False, wrap: bool = True
) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, _escaped(text))
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_RISKY)
    cell.font = Font(bold=bold, color=_RED if red else _INK)
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    return cell


def _add_help(book: Workbook, plan: SheetPlan) -> None:
    sheet = book.create_sheet(HELP_TITLE if plan.sheet_title != HELP_TITLE else HELP_TITLE + "页")
    for letter, width in zip("ABCDE", (22, 8, 20, 48, 48), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_literal(sheet, f"{plan.title}　填写说明", bold=True, wrap=False)])
    for line in _advice(plan):
        sheet.append([_literal(sheet, line, wrap=False)])
    sheet.append([])
    sheet.append(
        [_literal(sheet, title, bold=True) for title in ("列名", "必填", "类型", "填写要求", "可选值")]
    )
    for column in plan.columns:
        wanted = [column.help] if column.help else []
        if column.max_length:
            wanted.append(f"最多 {column.max_length} 个字")
        cells = (
            column.title,
            "必填" if column.required else "",
            KIND_TITLES[column.kind],
            "；".join(wanted),
            "、".join(column.labels[:30]) + ("等，见下拉列表" if len(column.labels) > 30 else ""),
        )
        sheet.append([_literal(sheet, text, red=column.required and i == 0) for i, text in enumerate(cells)])


def _advice(plan: SheetPlan) -> list[str]:
    lines = [f"依据：{plan.article}"] if plan.article else []
    lines += [
        "一、第一行是列名，请勿修改；红色列名为必填。从第二行起，一行一条记录。",
        "二、日期按 2026-11-23、时间按 2026-11-23 14:30 的样式填写；选项请从下拉列表选择。",
        "三、请勿使用公式和合并单元格；身份证号、电话等长数字所在列已设为文本，请勿更改格式。",
    ]
    if plan.key:
        titles = "、".join(f"“{plan.by_name[name].title}”" for name in plan.key)
        lines.append(f"四、按{titles}识别记录：已有的更新，没有的新增。")
    return lines
