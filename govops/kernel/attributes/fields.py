"""The two columns: what is asked (rows that declare attributes), and what was answered (values by name)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from govops.kernel.attributes import sealing, showing, targets
from govops.kernel.attributes.attribute import NO, SEPARATOR, YES, Attribute, AttributeKind, options_in
from govops.kernel.records.fields import RowColumn, RowsField

YES_OR_NO = ((NO, "否"), (YES, "是"))
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class ChosenColumn(RowColumn):
    """A column that is never without a choice: a new row begins with `default`, and an empty cell means it."""

    default: str = ""

    def check(self, raw: Any, *, line: int, title: str) -> str | int | float:
        return super().check(raw, line=line, title=title) if str(raw or "").strip() else self.default


COLUMNS = (
    RowColumn("name", "代码", required=True, max_length=40),
    RowColumn("title", "名称", required=True, max_length=30),
    ChosenColumn(
        "kind", "种类", required=True, choices=tuple(AttributeKind.choices), default=AttributeKind.TEXT.value
    ),
    RowColumn("unit", "单位", max_length=12),
    RowColumn("options", "可选项（用、分隔）", max_length=400),
    RowColumn("to", "指向", max_length=60),
    ChosenColumn("required", "必填", choices=YES_OR_NO, default=NO),
    ChosenColumn("searchable", "可检索", choices=YES_OR_NO, default=NO),
)
_CHOSEN = {column.name for column in COLUMNS if isinstance(column, ChosenColumn)}


class AttributesField(RowsField):
    """What is asked of a kind of thing: a row an attribute, edited as a table, text in a workbook."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("columns", COLUMNS)
        kwargs.setdefault("max_rows", 60)
        super().__init__(*args, **kwargs)

    def checked(self, value: Any) -> list[dict[str, Any]]:
        """`value` with every declaration complete and at one with itself; ValidationError in Chinese otherwise."""
        rows = super().checked(_written(value))
        seen: dict[str, int] = {}
        for line, row in enumerate(rows, start=1):
            place = f"“{self.verbose_name}”第 {line} 行"
            _check_names(row, seen, place, line)
            _check_kind(row, place)
        return rows


def _written(value: Any) -> Any:
    """The rows in which somebody wrote something: what a new row begins with says nothing yet."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return value
    return [
        row
        for row in value
        if any(str(cell or "").strip() for name, cell in row.items() if name not in _CHOSEN)
    ]


def _check_names(row: dict[str, Any], seen: dict[str, int], place: str, line: int) -> None:
    if not _NAME.fullmatch(str(row["name"])):
        raise ValidationError(
            f"{place}的代码“{row['name']}”应以小写字母开头，只含小写字母、数字和下划线，最多 40 个。"
        )
    for word in (f"代码“{row['name']}”", f"名称“{row['title']}”"):
        if word in seen:
            raise ValidationError(f"{place}的{word}与第 {seen[word]} 行重复，请改用别的。")
        seen[word] = line


def _check_kind(row: dict[str, Any], place: str) -> None:
    """Options belong to choices, a target to references, a unit to numbers; what does not belong is left out."""
    kind = AttributeKind(row["kind"])
    options = options_in(str(row["options"]))
    if kind == AttributeKind.CHOICE and len(options) < 2:
        raise ValidationError(f"{place}“{row['title']}”是选项，请在“可选项”中写明至少两项，用、分隔。")
    row["options"] = SEPARATOR.join(options) if kind == AttributeKind.CHOICE else ""
    row["unit"] = row["unit"] if kind == AttributeKind.NUMBER else ""
    if kind == AttributeKind.REFERENCE:
        found = targets.find(str(row["to"]))
        if found is None:
            raise ValidationError(
                f"{place}“{row['title']}”是引用，“指向”应为：{'、'.join(targets.titles())}。"
            )
        row["to"] = found.code
    else:
        row["to"] = ""
    if kind == AttributeKind.SECRET and row["searchable"] == YES:
        raise ValidationError(f"{place}“{row['title']}”是密文，不能检索；请把“可检索”改为“否”。")


class ValuesField(models.JSONField):
    """What was answered: attribute name → value. `of(record)` gives the attributes that are asked of the record.

    Checked where the record's form is (`attributes.cleaning.clean`), for which the kind of thing must be known.
    """

    def __init__(
        self, *args: Any, of: Callable[[Any], tuple[Attribute, ...]] | None = None, **kwargs: Any
    ) -> None:
        self.of = of or (lambda record: ())
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def words_of(self, record: Any) -> str:
        """The answers as people read them (asked by `records.facts.words`)."""
        return showing.words(self.of(record), self.value_from_object(record) or {})

    def searched_words(self, record: Any) -> str:
        """What the search of a record looks at (asked by `records.facts.search_text`)."""
        return showing.searched(self.of(record), self.value_from_object(record) or {})

    def told(self, value: Any) -> dict[str, Any]:
        """The answers for programs: JSON with every secret masked."""
        return sealing.masked(value)
