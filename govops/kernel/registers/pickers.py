"""How a reference is chosen: from a short list, by typing, or down a tree.

A model says how its rows are chosen wherever they are referred to (`picked = "typing"` or `"tree"`); another model may
say it for a field of its own (`pickers = {"location": "tree"}`).
"""

from __future__ import annotations

from typing import Any

from django import forms

from govops.kernel.records import kinds
from govops.kernel.records.models import Record
from govops.kernel.registers.widgets import PickerInput


class TreeInput(PickerInput):
    """A type-ahead that also opens level by level: → opens a branch, ← closes it."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["picker"] |= {
            "url": f"/pick/tree/{self.kind}/",
            "tree": True,
            "placeholder": "逐级展开，或输入名称、简拼",
        }
        return context


def widget_of(field: Any, *, multiple: bool = False) -> forms.Widget | None:
    """The widget of a reference to a kind of record that is not chosen from a short list; None for the others."""
    model = field.target if hasattr(field, "target") else field.remote_field.model
    if not (isinstance(model, type) and issubclass(model, Record)):
        return None
    how = getattr(field.model, "pickers", {}).get(field.name) or getattr(model, "picked", "")
    if not how:
        return None
    code = kinds.of(model).code
    return TreeInput(code) if how == "tree" and not multiple else PickerInput(code, multiple=multiple)
