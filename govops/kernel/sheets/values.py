"""One value on its way into a cell, and back out of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from django.utils import timezone

from govops.kernel.sheets.plan import Kind, SheetColumn, folded

CELL_LIMIT = 32_767
"""Characters that Excel keeps in one cell."""

CUT = "…（超出单元格上限，导出时已截断）"
"""Ends a text that did not fit; an upload refuses such a cell, lest the record lose its end."""

YES = {"是", "true", "1", "y", "yes", "√"}
NO = {"否", "false", "0", "n", "no", "×"}
_DATE = r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?"
_DATES = (re.compile(_DATE), re.compile(r"(\d{4})(\d{2})(\d{2})"))
_DATETIME = re.compile(_DATE + r"(?:[T\s]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?[分秒]?)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


class CellProblem(ValueError):  # noqa: N818 - said to people
    """The cell cannot be read; the message is the Chinese predicate of the sentence."""


def shown(column: SheetColumn, value: Any) -> Any:
    """What stands in the cell for a stored value: text, number, date or naive local datetime, or None."""
    if value is None or value == "":
        return None
    if column.kind == "bool":
        return "是" if value else "否"
    if column.choices:
        return plain(column.label_of.get(value, str(value)))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        return local.replace(microsecond=0)
    if isinstance(value, date):
        return value
    if isinstance(value, int | Decimal):
        return value if _fits_a_double(Decimal(value)) else str(value)
    return plain(str(value))


def plain(text: str) -> str:
    """The text without what a workbook cannot hold: control characters, and what exceeds one cell."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c in "\n\t" or not is_control(c))
    # Counted as Excel counts (UTF-16), with room for the escapes that the writer may add.
    length = len(text.encode("utf-16-le")) // 2 + 6 * text.count("_x")
    return text if length <= CELL_LIMIT else text[: CELL_LIMIT // 8] + CUT


def is_control(character: str) -> bool:
    """Whether it has no business in a text: control characters, lone surrogates, non-characters."""
    return unicodedata.category(character) in {"Cc", "Cs"} or ord(character) & 0xFFFE == 0xFFFE


def parsed(column: SheetColumn, cell: Any) -> Any:
    """The value of a cell as the register stores it, None when empty. Raises `CellProblem`."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        if column.required:
            raise CellProblem("不能为空")
        return None
    return _READERS[column.kind](column, cell)


def _fits_a_double(number: Decimal) -> bool:
    return number.is_finite() and len(number.as_tuple().digits) <= 15 and abs(number.adjusted()) < 300


def _text(column: SheetColumn, cell: Any) -> str:
    if isinstance(cell, bool):
        text = "TRUE" if cell else "FALSE"
    elif isinstance(cell, float | int):
        if abs(cell) >= 10**15:
            raise CellProblem("是超过 15 位的数字，Excel 已丢失末尾数位；请把该列设为“文本”格式后重新填写")
        text = format(cell, ".15g")
    elif isinstance(cell, datetime):
        text = cell.strftime("%Y-%m-%d" if cell.time() == time() else "%Y-%m-%d %H:%M:%S")
    else:
        text = str(cell)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bad := next((c for c in text if c not in "\n\t" and is_control(c)), None):
        raise CellProblem(f"含有不可见的控制字符（U+{ord(bad):04X}），请删除后重新填写")
    if text.endswith(CUT):
        raise CellProblem("是导出时截断的长文本，导入会丢失后半部分；请填写完整内容，或到页面上修改该记录")
    if column.max_length is not None and len(text) > column.max_length:
        raise CellProblem(f"有 {len(text)} 个字，最多 {column.max_length} 个字")
    return text


def _number(cell: Any) -> Decimal:
    if isinstance(cell, bool):
        raise CellProblem("应填数字")
    if isinstance(cell, float | int):
        return Decimal(format(cell, ".15g")) if isinstance(cell, float) else Decimal(cell)
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    try:
        if "_" in text:
            raise InvalidOperation
        number = Decimal(text)
    except InvalidOperation:
        raise CellProblem(f"应填数字，不能是“{brief(cell)}”") from None
    if not number.is_finite() or abs(number.adjusted()) > 60:
        raise CellProblem(f"应填数字，不能是“{brief(cell)}”")
    return number


def _integer(column: SheetColumn, cell: Any) -> int:
    number = _number(cell)
    if number != number.to_integral_value():
        raise CellProblem(f"应填整数，不能是“{brief(cell)}”")
    return int(number)


def _decimal(column: SheetColumn, cell: Any) -> Decimal:
    return _number(cell)


def _date(column: SheetColumn, cell: Any) -> date:
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise CellProblem(f"应只填日期，不带时间（{cell:%Y-%m-%d %H:%M}）")
        return _sane(cell.date())
    if isinstance(cell, date):
        return _sane(cell)
    text = _spelled(cell)
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            return _sane(_made(cell, *map(int, match.groups())).date())
    raise CellProblem(f"不是有效日期：“{brief(cell)}”，请按 2026-11-23 的样式填写")


def _datetime(column: SheetColumn, cell: Any) -> datetime:
    if isinstance(cell, datetime):
        # Excel keeps times as fractions of a day; a little off is common.
        moment = cell.replace(microsecond=0) + timedelta(seconds=round(cell.microsecond / 1_000_000))
    elif isinstance(cell, date):
        moment = datetime.combine(cell, time())
    elif match := _DATETIME.fullmatch(_spelled(cell)):
        moment = _made(cell, *(int(part or 0) for part in match.groups()))
    else:
        raise CellProblem(f"不是有效时间：“{brief(cell)}”，请按 2026-11-23 14:30 的样式填写")
    _sane(moment.date())
    return timezone.make_aware(moment)


def _spelled(cell: Any) -> str:
    if isinstance(cell, float) and cell == int(cell):
        cell = int(cell)
    return unicodedata.normalize("NFKC", str(cell)).strip()


def _made(cell: Any, *parts: int) -> datetime:
    try:
        return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - naive on purpose
    except ValueError:
        raise CellProblem(f"日历上没有“{brief(cell)}”这个时间") from None


def _sane(day: date) -> date:
    if not 1900 <= day.year <= 2999:
        raise CellProblem(f"年份 {day.year} 不合理，请按 2026-11-23 的样式填写")
    return day


def _bool(column: SheetColumn, cell: Any) -> bool:
    word = folded("1" if cell is True or cell == 1 else "0" if cell is False or cell == 0 else str(cell))
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellProblem(f"应填“是”或“否”，不能是“{brief(cell)}”")


def _choice(column: SheetColumn, cell: Any) -> Any:
    spelled = folded(_text(SheetColumn("", ""), cell))
    if spelled in column.value_of:
        return column.value_of[spelled]
    near = get_close_matches(str(cell).strip(), column.labels, n=1, cutoff=0.5)
    hint = f"，是不是“{near[0]}”" if near else ""
    some = "、".join(column.labels[:8]) + ("等" if len(column.labels) > 8 else "")
    raise CellProblem(f"没有“{brief(cell)}”这一选项{hint}；可选：{some}")


def _reference(column: SheetColumn, cell: Any) -> Any:
    return _choice(column, cell) if column.choices else _text(column, cell).strip()


def brief(cell: Any) -> str:
    """The cell as a sentence may quote it."""
    text = " ".join(str(cell).split())
    return text if len(text) <= 30 else text[:29] + "…"


_READERS: dict[Kind, Callable[[SheetColumn, Any], Any]] = {
    "text": _text,
    "long": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "datetime": _datetime,
    "bool": _bool,
    "choice": _choice,
    "reference": _reference,
}
