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


def picked(data: Any, value: Any) -> Any:
    """What a browser's form sends for a reference, as ids: there one chooses, one does not write.

    In a workbook or in a program's text digits are what people wrote: a number or a code, never an id.
    """
    if not hasattr(data, "getlist"):
        return value
    return [_as_id(one) for one in value] if isinstance(value, list | tuple) else _as_id(value)


def _as_id(value: Any) -> Any:
    text = value.strip() if isinstance(value, str) else ""
    is_id = text.isdecimal() and not text.startswith("0") and len(text) <= len(str(LARGEST_ID))
    return int(text) if is_id else value


def _id_in(raw: Any) -> int | None:
    """The id that `raw` is, or None for text."""
    if isinstance(raw, bool) or not isinstance(raw, int):
        return None
    return raw if 0 < raw <= LARGEST_ID else None


ByIds = Callable[[list[int]], list[Any]]


def resolve_all(
    queryset: models.QuerySet[Any], wanted: list[Any], *, by_ids: ByIds | None = None
) -> list[Any]:
    """The rows that are named, each once, in that order: one query for those named by id. LookupError as `resolve`."""
    if len(wanted) < 2:
        return [resolve(queryset, raw, by_ids=by_ids) for raw in wanted]
    ids = [pk for raw in wanted if (pk := _id_in(raw)) is not None]
    known = {row.pk: row for row in _rows(queryset, ids, by_ids)} if ids else {}
    rows = [known.get(_id_in(raw)) or resolve(queryset, raw) for raw in wanted]
    return list({row.pk: row for row in rows}.values())


def _rows(queryset: models.QuerySet[Any], ids: list[int], by_ids: ByIds | None) -> list[Any]:
    return by_ids(ids) if by_ids else list(queryset.filter(pk__in=ids).order_by())


def resolve(queryset: models.QuerySet[Any], raw: Any, *, by_ids: ByIds | None = None) -> models.Model:
    """The one row that `raw` names: an id (a number), or in text a natural key or `名称（键）`. LookupError with a Chinese reason otherwise."""
    text = str(raw).strip()
    pk = _id_in(raw)
    if pk is not None:
        for row in _rows(queryset, [pk], by_ids):
            return row
        raise LookupError(f"找不到“{text[:40]}”")
    inside = text[text.rfind("（") + 1 : -1] if text.endswith("）") and "（" in text else ""
    for wanted in filter(None, (inside, text)):
        for key in natural_keys(queryset.model) if "\x00" not in wanted else ():
            rows = list(queryset.filter(**{key: wanted})[:2])
            if len(rows) == 1:
                return rows[0]
            if len(rows) > 1:
                raise LookupError(f"“{wanted}”不止一个，请写明编号")
    raise LookupError(f"找不到“{text[:40]}”")
