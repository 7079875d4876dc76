"""References by natural key: what people type in a workbook or send by the API instead of an id."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

#: fields tried in this order on the model that is referred to
NATURAL_KEYS = ("employee_no", "code", "number", "name", "short_name", "title")


def natural_keys(model: type[models.Model]) -> list[str]:
    """The fields of `model` by which people name its rows."""
    found = []
    for name in NATURAL_KEYS:
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        found.append(name)
    return found


def words_for(row: models.Model | None) -> str:
    """How a reference is written in a workbook so that reading it back finds the same row: 张三（0012）."""
    if row is None:
        return ""
    keys = natural_keys(type(row))
    if "employee_no" in keys:
        return f"{row}（{row.employee_no}）"  # type: ignore[attr-defined]
    for name in ("number", "code"):
        if name in keys:
            return f"{row}（{getattr(row, name)}）" if str(row) != getattr(row, name) else str(row)
    return str(row)


def resolve(queryset: models.QuerySet[Any], raw: Any) -> models.Model:
    """The one row that `raw` names: an id, a natural key, or `名称（键）`. LookupError with a Chinese reason otherwise."""
    text = str(raw).strip()
    if isinstance(raw, int) or text.isdigit():
        row = queryset.filter(pk=int(text)).first() if len(text) < 19 else None
        if row is not None:
            return row
    inside = text[text.rfind("（") + 1 : -1] if text.endswith("）") and "（" in text else ""
    for wanted in filter(None, (inside, text)):
        for key in natural_keys(queryset.model):
            rows = list(queryset.filter(**{key: wanted})[:2])
            if len(rows) == 1:
                return rows[0]
            if len(rows) > 1:
                raise LookupError(f"“{wanted}”不止一个，请写明编号")
    raise LookupError(f"找不到“{text[:40]}”")
