"""What a form shows for people, units and records, and for short lists of rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models

from govops.kernel.records.fields import RowsField
from govops.kernel.registers.references import picked


class PickerInput(forms.Select):
    """A type-ahead for people, units or records; without scripts it is a plain list of what is chosen."""

    template_name = "ui/picker_input.html"

    def __init__(self, kind: str, *, multiple: bool = False, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.kind = kind
        self.allow_multiple_selected = multiple

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if self.allow_multiple_selected and hasattr(data, "getlist"):
            return picked(data, [value for value in data.getlist(name) if value])
        return picked(data, data.get(name))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        rows = [
            {"id": row.pk, "label": getattr(row, "label", str(row)), "note": getattr(row, "title", "")}
            for row in self._rows(value if isinstance(value, list | tuple) else [value])
        ]
        context["picker"] = {
            "name": name, "id": context["widget"]["attrs"].get("id", f"id_{name}"), "url": f"/pick/{self.kind}/", "multiple": self.allow_multiple_selected,
            "values": rows, "kind": self.kind, "required": self.is_required, "placeholder": "输入姓名、拼音或简拼" if self.kind == "people" else "输入名称查找",
            "describedby": context["widget"]["attrs"].get("aria-describedby", ""), "invalid": context["widget"]["attrs"].get("aria-invalid", ""),
        }  # fmt: skip
        return context

    def _rows(self, chosen: Iterable[Any]) -> list[Any]:
        """The rows that are named by themselves or by their ids, in that order; one query for all ids."""
        ids = {int(one) for one in chosen if str(one).isdecimal() and len(str(one)) < 19}
        known = self.choices.queryset.in_bulk(ids) if ids else {}  # type: ignore[attr-defined]
        named = [
            one if isinstance(one, models.Model) else known.get(int(one)) if str(one).isdecimal() else None
            for one in chosen
        ]
        return [row for row in named if row is not None]


class ReferenceSelect(forms.Select):
    """A short list of rows to choose one from."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return picked(data, super().value_from_datadict(data, files, name))


class ReferenceChecks(forms.CheckboxSelectMultiple):
    """A short list of rows to choose several from."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return picked(data, super().value_from_datadict(data, files, name))


class RowsInput(forms.Widget):
    """A small table edited in place; the API sends a list instead."""

    template_name = "ui/rows_input.html"

    def __init__(self, field: RowsField) -> None:
        super().__init__()
        self.field = field

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if name in data and not isinstance(data.get(name), str):
            return data.get(name)
        if isinstance(data.get(name), str):
            return data.get(name)
        rows: dict[int, dict[str, str]] = {}
        for key in data:
            prefix, _, column = key.rpartition("-")
            base, _, index = prefix.rpartition("-")
            if base == name and index.isdecimal() and len(index) < 6:
                rows.setdefault(int(index), {})[column] = data[key]
        return [rows[index] for index in sorted(rows)] if rows else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and not any(key.startswith(f"{name}-") for key in data)

    def format_value(self, value: Any) -> list[dict[str, Any]]:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                return []
        return value if isinstance(value, list) else []

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = self.format_value(value)
        context["rows"] = [self._cells(name, index, row) for index, row in enumerate(rows or [{}])]
        context["blank"] = self._cells(name, "__index__", {})
        context["columns"] = self.field.columns
        context["max_rows"] = self.field.max_rows
        return context

    def _cells(self, name: str, index: Any, row: Any) -> list[dict[str, Any]]:
        cells = []
        for column in self.field.columns:
            cell_name = f"{name}-{index}-{column.name}"
            value = row.get(column.name, "") if isinstance(row, dict) else ""
            cell = {"name": cell_name, "value": value, "column": column}
            if column.kind == "person":
                cell["picker"] = _people_by_words(cell_name, value, label=column.title)
            cells.append(cell)
        return cells


def _people_by_words(name: str, value: str, *, label: str) -> dict[str, Any]:
    """The type-ahead of one cell: what is chosen is sent as 姓名（工号）, not as an id."""
    chosen = [{"id": value, "label": value, "note": ""}] if value else []
    return {
        "name": name, "id": f"id_{name}", "url": "/pick/people/?as=words", "multiple": False, "values": chosen, "kind": "people",
        "required": False, "placeholder": "姓名、拼音或工号", "describedby": "", "invalid": "", "label": label,
    }  # fmt: skip
