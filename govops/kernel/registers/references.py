"""References by natural key: what people type in a workbook or send by the API instead of an id."""

from __future__ import annotations

from collections.abc import Callable
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


LARGEST_ID = 2**63 - 1


def _id_in(raw: Any) -> int | None:
    """The id that `raw` may be, or None."""
    text = str(raw).strip()
    if isinstance(raw, bool) or not text.isdecimal() or text.startswith("0") or len(text) > 19:
        return None
    return int(text) if int(text) <= LARGEST_ID else None


ById = Callable[[int], models.Model | None]


def resolve_all(queryset: models.QuerySet[Any], wanted: list[Any], *, by_id: ById | None = None) -> list[Any]:
    """The rows that are named, each once, in that order: one query for those named by id. LookupError as `resolve`."""
    if len(wanted) < 2:
        return [resolve(queryset, raw, by_id=by_id) for raw in wanted]
    ids = [_id_in(raw) for raw in wanted]
    known = (
        {row.pk: row for row in queryset.filter(pk__in={pk for pk in ids if pk is not None})}
        if any(ids)
        else {}
    )
    rows = [known.get(pk) or resolve(queryset, raw) for pk, raw in zip(ids, wanted, strict=True)]
    return list({row.pk: row for row in rows}.values())


def resolve(queryset: models.QuerySet[Any], raw: Any, *, by_id: ById | None = None) -> models.Model:
    """The one row that `raw` names: an id, a natural key, or `名称（键）`. LookupError with a Chinese reason otherwise."""
    text = str(raw).strip()
    pk = _id_in(raw)
    if pk is not None:
        row = by_id(pk) if by_id else queryset.filter(pk=pk).order_by().first()
        if row is not None:
            return row
    inside = text[text.rfind("（") + 1 : -1] if text.endswith("）") and "（" in text else ""
    for wanted in filter(None, (inside, text)):
        for key in natural_keys(queryset.model) if "\x00" not in wanted else ():
            rows = list(queryset.filter(**{key: wanted})[:2])
            if len(rows) == 1:
                return rows[0]
            if len(rows) > 1:
                raise LookupError(f"“{wanted}”不止一个，请写明编号")
    raise LookupError(f"找不到“{text[:40]}”")
