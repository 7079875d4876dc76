"""What a line of a workbook says otherwise than the record, in words for a person to weigh."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from govops.kernel.sheets.plan import SheetColumn
from govops.kernel.sheets.values import shown

#: characters of a value that are told; the workbook itself holds the whole
_MOST = 120
NOTHING = "空"


class Change(NamedTuple):
    """A field with what it says now and what it is to say; both are empty where neither may be told."""

    title: str
    was: str
    now: str

    @property
    def words(self) -> str:
        return f"{self.title}：{self.was} → {self.now}" if self.was or self.now else f"{self.title}：已改"


def between(column: SheetColumn, was: Any, now: Any) -> Change:
    """The change of one column from its stored value to the one given; what may hold a secret is not told."""
    if column.is_secret:
        return Change(column.title, "", "")
    return Change(column.title, _words(column, was), _words(column, now))


def _words(column: SheetColumn, value: Any) -> str:
    told = shown(column, value)
    if told is None:
        return NOTHING
    if isinstance(told, datetime):
        return f"{told:%Y-%m-%d %H:%M}"
    if isinstance(told, date):
        return f"{told:%Y-%m-%d}"
    text = str(told)
    return text if len(text) <= _MOST else text[:_MOST] + "…"
