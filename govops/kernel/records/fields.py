"""Short lists inside a record: rows (carried items, accompanying people), several references, several choices."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayOverlap  # type: ignore[attr-defined]
from django.core.exceptions import ValidationError
from django.db import models

from govops.kernel.records import row_people

#: characters that cannot be seen and do not belong into a text (line breaks and tabs do): controls, lone halves, and those
#: that turn the direction of writing or take no room (a name of them would look empty, or like another)
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)


@dataclass(frozen=True)
class RowColumn:
    """One column of the rows. `choices` as (value, label); `kind`: text, int, or person (kept as 姓名（工号）)."""

    name: str
    title: str
    required: bool = False
    max_length: int = 100
    choices: tuple[tuple[str, str], ...] = ()
    kind: str = "text"

    @property
    def asked(self) -> str:
        """The title with what may be written there, for workbooks."""
        return f"{self.title}（姓名或工号）" if self.kind == "person" else self.title

    def check(self, raw: Any, *, line: int, title: str) -> str | int | float:
        place = f"“{title}”第 {line} 行的“{self.title}”"
        if raw is not None and (isinstance(raw, bool) or not isinstance(raw, str | int | float)):
            raise ValidationError(f"{place}应为文本或数字，请核对。")
        text = "" if raw is None else str(raw).strip()
        if CONTROL.search(text):
            raise ValidationError(f"{place}含有不可见的控制字符，请删去后重新输入。")
        if not text:
            if self.required:
                raise ValidationError(f"{place}没有填写，请补充或删去该行。")
            return ""
        if len(text) > self.max_length:
            raise ValidationError(f"{place}超过 {self.max_length} 个字，请缩短。")
        if self.choices and text not in dict(self.choices):
            by_label = {label: value for value, label in self.choices}
            if text not in by_label:
                raise ValidationError(f"{place}只能是：{'、'.join(by_label)}。")
            return by_label[text]
        if self.kind == "int":
            if not text.isdecimal():
                raise ValidationError(f"{place}应为整数。")
            return int(text)
        return text


class RowsField(models.JSONField):
    """A short list of rows with declared columns, stored as JSON, edited as a table, one line a row in Excel (cells split by `|`)."""

    def __init__(
        self, *args: Any, columns: tuple[RowColumn, ...] = (), max_rows: int = 30, **kwargs: Any
    ) -> None:
        self.columns = columns
        self.max_rows = max_rows
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def clean(self, value: Any, model_instance: Any) -> list[dict[str, Any]]:
        value = self.checked(value)
        if not value and not self.blank:
            raise ValidationError(f"请至少填写一行“{self.verbose_name}”。")
        return value

    def checked(self, value: Any) -> list[dict[str, Any]]:
        """`value` with every cell checked and empty rows left out; ValidationError in Chinese otherwise."""
        title = str(self.verbose_name)
        if value in (None, ""):
            return []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise ValidationError(
                f"“{title}”应为若干行，每行含：{'、'.join(c.title for c in self.columns)}。"
            )
        known = {column.name for column in self.columns}
        rows: list[dict[str, Any]] = []
        for row in value:
            if foreign := set(row) - known:
                raise ValidationError(f"“{title}”没有“{sorted(foreign)[0]}”一栏，请删去。")
            if any(str(cell).strip() for cell in row.values() if cell is not None):
                line = len(rows) + 1
                rows.append(
                    {
                        column.name: column.check(row.get(column.name), line=line, title=title)
                        for column in self.columns
                    }
                )
        if len(rows) > self.max_rows:
            raise ValidationError(f"“{title}”最多 {self.max_rows} 行，请分开填写。")
        for column in self.columns:
            if column.kind == "person":
                self._name_people(column, rows, title)
        return rows

    @staticmethod
    def _name_people(column: RowColumn, rows: list[dict[str, Any]], title: str) -> None:
        """Write each person of the column as 姓名（工号）; one query for all rows."""
        people = row_people.named(row[column.name] for row in rows if row[column.name])
        for line, row in enumerate(rows, start=1):
            if not (word := row[column.name]):
                continue
            found = people[word]
            if len(found) != 1:
                why = f"“{word}”同名的不止一人，请改写工号" if found else f"找不到在岗人员“{word}”"
                raise ValidationError(f"“{title}”第 {line} 行的“{column.title}”：{why}，或从列表中选择。")
            row[column.name] = row_people.written(found[0])

    def to_lines(self, rows: list[dict[str, Any]]) -> str:
        """The rows as text, a line each."""
        return "\n".join(" | ".join(self.cell(column, row) for column in self.columns) for row in rows or [])

    def cell(self, column: RowColumn, row: dict[str, Any]) -> str:
        """One cell as people read it."""
        raw = row.get(column.name, "")
        return str(dict(column.choices).get(str(raw), raw))

    def from_lines(self, text: str) -> list[dict[str, str]]:
        """The inverse of `to_lines`; missing cells are empty."""
        rows = []
        for line in filter(str.strip, (text or "").splitlines()):
            cells = [cell.strip() for cell in line.split("|")]
            if len(cells) > len(self.columns):
                raise ValidationError(
                    f"“{self.verbose_name}”一行最多 {len(self.columns)} 栏（用 | 分隔），请核对：{line}"
                )
            rows.append(
                {column.name: (cells[i] if i < len(cells) else "") for i, column in enumerate(self.columns)}
            )
        return rows


class LoadedIds(list[int]):
    """The ids of rows that have just been read: whoever asks for the rows next need not ask the database again."""

    rows: list[Any] = []

    @classmethod
    def of(cls, rows: Iterable[Any]) -> LoadedIds:
        """Not the constructor, by which Django makes copies of lists in look-ups."""
        read = list(rows)
        made = cls(row.pk for row in read)
        made.rows = read
        return made


class ReferencesField(ArrayField):
    """Several references to one model, in order, stored as their ids."""

    def __init__(self, verbose_name: str | None = None, *, to: str = "", **kwargs: Any) -> None:
        self.to = to
        kwargs["verbose_name"] = kwargs.get("verbose_name", verbose_name)
        kwargs.setdefault("base_field", models.BigIntegerField())
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    @property
    def target(self) -> type[models.Model]:
        return apps.get_model(self.to)

    def rows(self, ids: list[int]) -> list[Any]:
        """The rows referred to, in the order of the ids; those that are gone are left out."""
        if isinstance(ids, LoadedIds) and len(ids) == len(ids.rows):
            return ids.rows
        needed = [field.name for field in self.target._meta.fields if field.many_to_one and not field.null]
        found = self.target._default_manager.select_related(*needed).in_bulk(ids or [])
        return [found[pk] for pk in ids or [] if pk in found]


@ReferencesField.register_lookup
class OverlapOfReferences(ArrayOverlap):
    """`__overlap` with the whole list as one value: an expression for each id, as Django makes it, costs more than the search."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if isinstance(rhs, list | tuple):
            rhs = models.Value(list(rhs), output_field=lhs.output_field)
        super().__init__(lhs, rhs)


class ChoicesField(ArrayField):
    """Several of a few choices."""

    def __init__(self, verbose_name: str | None = None, *, choices_from: Any = None, **kwargs: Any) -> None:
        self.choices_from = choices_from
        kwargs["verbose_name"] = kwargs.get("verbose_name", verbose_name)
        kwargs.setdefault("base_field", models.CharField(max_length=40))
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    @property
    def labels(self) -> dict[str, str]:
        return dict(self.choices_from.choices) if self.choices_from else {}
