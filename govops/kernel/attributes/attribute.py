"""One attribute, as its row declares it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

#: between the options of a choice
SEPARATOR = "、"
YES, NO = "yes", "no"


class AttributeKind(models.TextChoices):
    TEXT = "text", "文本"
    NUMBER = "number", "数值"
    DATE = "date", "日期"
    CHOICE = "choice", "选项"
    REFERENCE = "reference", "引用"
    ADDRESS = "address", "地址"
    SECRET = "secret", "密文"


@dataclass(frozen=True)
class Attribute:
    """`unit`: of a number; `options`: of a choice; `to`: 人员, 部门 or the code of a register, of a reference."""

    name: str
    title: str
    kind: AttributeKind = AttributeKind.TEXT
    unit: str = ""
    options: tuple[str, ...] = ()
    to: str = ""
    required: bool = False
    searchable: bool = False

    @property
    def label(self) -> str:
        """The title with its unit: 内存（GB）."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title

    def row(self) -> dict[str, str]:
        """The attribute as a row of an `AttributesField`; the inverse of `of`."""
        return {
            "name": self.name, "title": self.title, "kind": str(self.kind), "unit": self.unit,
            "options": SEPARATOR.join(self.options), "to": self.to,
            "required": YES if self.required else NO, "searchable": YES if self.searchable else NO,
        }  # fmt: skip

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Attribute:
        """The attribute that a checked row declares."""
        return cls(
            name=row["name"],
            title=row["title"],
            kind=AttributeKind(row.get("kind") or AttributeKind.TEXT),
            unit=str(row.get("unit") or ""),
            options=options_in(str(row.get("options") or "")),
            to=str(row.get("to") or ""),
            required=row.get("required") == YES,
            searchable=row.get("searchable") == YES,
        )


def options_in(text: str) -> tuple[str, ...]:
    """The options of a choice, each once; 、, commas, semicolons and line breaks part them."""
    words = (word.strip() for word in re.split(r"[、，,；;\n]", text))
    return tuple(dict.fromkeys(word for word in words if word))


def read(rows: Iterable[Mapping[str, Any]] | None) -> tuple[Attribute, ...]:
    """The attributes that the rows of an `AttributesField` declare."""
    return tuple(Attribute.of(row) for row in rows or ())
