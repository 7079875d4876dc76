"""What a workbook looks like, told without knowing the register behind it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

Kind = Literal["text", "long", "integer", "decimal", "date", "datetime", "bool", "choice", "reference"]

KIND_TITLES: dict[Kind, str] = {
    "text": "文本",
    "long": "长文本",
    "integer": "整数",
    "decimal": "数值",
    "date": "日期",
    "datetime": "日期时间",
    "bool": "是/否",
    "choice": "选项",
    "reference": "关联（填名称或编号）",
}

RESULT_TITLE, SENTENCE_TITLE = "结果", "说明"
"""The two columns that a result workbook adds; a re-upload ignores them unless the plan has its own."""


@dataclass(frozen=True)
class SheetColumn:
    """One column. ``choices`` are (stored value, shown label); a reference may have them or not."""

    name: str
    title: str
    kind: Kind = "text"
    required: bool = False
    choices: Sequence[tuple[Any, str]] | None = None
    max_length: int | None = None
    help: str = ""
    #: holds, or may hold, what is written down in no result
    is_secret: bool = False

    @cached_property
    def labels(self) -> list[str]:
        """What the drop-down offers."""
        if self.kind == "bool":
            return ["是", "否"]
        return [str(label) for _, label in self.choices or ()]

    @cached_property
    def label_of(self) -> dict[Any, str]:
        return {value: str(label) for value, label in self.choices or ()}

    @cached_property
    def value_of(self) -> dict[str, Any]:
        """The stored value for every accepted spelling: labels first, then the values themselves."""
        spelled = {folded(str(value)): value for value, _ in self.choices or ()}
        return spelled | {folded(str(label)): value for value, label in self.choices or ()}


@dataclass(frozen=True)
class SheetPlan:
    """The workbook of one register. ``key`` names the columns that tell which record a line is about."""

    code: str
    title: str
    columns: Sequence[SheetColumn]
    key: tuple[str, ...] = ()
    article: str = ""

    def __post_init__(self) -> None:
        for what in ("name", "title"):
            seen = [folded(getattr(column, what)) for column in self.columns]
            if doubled := {value for value in seen if seen.count(value) > 1}:
                raise ValueError(f"{self.code}: column {what} used twice: {', '.join(sorted(doubled))}")
        if unknown := set(self.key) - set(self.by_name):
            raise ValueError(f"{self.code}: key names no column: {', '.join(sorted(unknown))}")
        for column in self.columns:
            if column.kind == "choice" and not column.choices:
                raise ValueError(f"{self.code}: choice column {column.name} has no choices")
            if len(set(map(folded, column.labels))) < len(column.labels):
                raise ValueError(f"{self.code}: column {column.name} shows one label for two choices")

    @cached_property
    def by_name(self) -> dict[str, SheetColumn]:
        return {column.name: column for column in self.columns}

    @cached_property
    def by_title(self) -> dict[str, SheetColumn]:
        return {folded(column.title): column for column in self.columns}

    @property
    def sheet_title(self) -> str:
        """The title as Excel allows it: at most 31 characters, none of ``[]:*?/\\``."""
        return re.sub(r"[\[\]:*?/\\\x00-\x1f]", "", self.title).strip("' ")[:31].strip("' ") or "数据"


def folded(text: str) -> str:
    """How titles and labels are compared: width, case, outer space and a trailing ``*`` do not count."""
    return unicodedata.normalize("NFKC", text).strip().rstrip("*").strip().casefold()
