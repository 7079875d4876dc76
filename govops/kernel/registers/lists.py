"""Lists: filters from the URL, sorting, keyset paging and bounded counting, so that a million rows stay fast."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist, ValidationError
from django.db import connection, models
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.records.visibility import visible
from govops.kernel.registers.declarations import Register
from govops.kernel.search.queries import matching

COUNT_LIMIT = 10_000
RESERVED = {"q", "sort", "after", "before", "size", "columns", "me", "view", "from", "to", "format"}


@dataclass
class Page:
    """Fifty rows, where they stand, and how many there are (at most COUNT_LIMIT are counted)."""

    rows: list[Any]
    count: int
    more_than: bool
    next_cursor: str
    previous_cursor: str


def base(register: Register, actor: Actor, *, operation: str = "read") -> QuerySet[Any]:
    """All rows that `actor` may see, with what a list row shows."""
    queryset = visible(
        register.model._default_manager.all(), actor, register=register.code, operation=operation
    )
    wanted = {"unit", "applicant"}
    for column in register.all_columns:
        for name in (column.name, column.second):
            field = _field(register, name)
            if isinstance(field, models.ForeignKey):
                wanted.add(name)
                if field.remote_field.model.__name__ == "Person":
                    wanted.add(f"{name}__unit")
    return queryset.select_related(*wanted)


def narrowed(
    register: Register, queryset: QuerySet[Any], query: Mapping[str, Any], actor: Actor
) -> QuerySet[Any]:
    """`queryset` under the filters of a URL; an unknown filter or a wrong value is refused with its name."""
    params = query if isinstance(query, QueryDict) else _querydict(query)
    for name, values in params.lists():
        if "\x00" in name or any("\x00" in value for value in values):
            raise Refused("查询条件含有空字符，请删去后重试。", field=name.replace("\x00", ""), status=422)
    if params.get("q"):
        queryset = matching(queryset, str(params["q"]))
    if params.get("me") and actor.person:
        queryset = queryset.filter(Q(applicant=actor.person) | Q(created_by=actor.person))
    queryset = _dates(register, queryset, params)
    for name in params:
        if name in RESERVED:
            continue
        # Panels of related records narrow by the reference that points to them, offered as a filter or not.
        if (
            name not in register.filters
            and name != "state"
            and not isinstance(_field(register, name), models.ForeignKey)
        ):
            raise Refused(
                f"“{register.title}”不能按“{name}”筛选，可用：{'、'.join(register.filters)}。",
                field=name,
                status=422,
            )
        values = [value for value in params.getlist(name) if value != ""]
        if values:
            queryset = queryset.filter(**{f"{name}__in": _typed(register, name, values)})
    return queryset


def _querydict(query: Mapping[str, Any]) -> QueryDict:
    made = QueryDict(mutable=True)
    for key, value in query.items():
        made.setlist(key, [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)])
    return made


def _typed(register: Register, name: str, values: list[str]) -> list[Any]:
    field = _field(register, name)
    try:
        if isinstance(field, models.BooleanField):
            return [value in {"1", "true", "True", "是"} for value in values]
        if isinstance(field, models.ForeignKey):
            return [_within(int(value)) for value in values]
        return [_within(field.to_python(value)) for value in values]
    except (TypeError, ValueError, ValidationError):
        raise Refused(
            f"筛选条件“{field.verbose_name}”的取值不正确，请重新选择。", field=name, status=422
        ) from None


def _dates(register: Register, queryset: QuerySet[Any], params: QueryDict) -> QuerySet[Any]:
    field = register.date_field
    is_moment = isinstance(_field(register, field), models.DateTimeField)
    for key, lookup, shift in (("from", "gte", 0), ("to", "lt", 1)):
        if raw := params.get(key):
            try:
                day = parse_date(raw)
            except ValueError:
                day = None
            if day is None:
                raise Refused("日期应写作 2026-11-23，请重新选择。", field=key, status=422)
            if not 1 < day.year < 9999:
                raise Refused("日期超出范围，请核对年份。", field=key, status=422)
            edge: Any = day + timedelta(days=shift)
            if is_moment:
                edge = timezone.make_aware(datetime.combine(edge, time()))
            queryset = queryset.filter(**{f"{field}__{lookup}": edge})
    return queryset


def _field(register: Register, name: str) -> Any:
    try:
        return register.model._meta.get_field(name) if name else None
    except FieldDoesNotExist:
        return None


def sorting(register: Register, query: Mapping[str, Any]) -> str:
    """The sort field with its sign; what is not sortable falls back to the register's order."""
    wanted = str(query.get("sort") or register.order)
    allowed = {
        "id",
        register.order.lstrip("-"),
        *(c.sort.lstrip("-") for c in register.all_columns if c.sort),
    }
    return wanted if wanted.lstrip("-") in allowed else register.order


def page(
    register: Register,
    queryset: QuerySet[Any],
    query: Mapping[str, Any],
    *,
    size: int = 50,
    count: bool = True,
) -> Page:
    """One page by keyset: as fast at the end as at the beginning."""
    sort = sorting(register, query)
    name, descending = sort.lstrip("-"), sort.startswith("-")
    backwards = bool(query.get("before"))
    cursor = _read_cursor(str(query.get("before") or query.get("after") or ""), _field(register, name))
    total = bounded_counts([queryset])[0] if count else 0
    rows_of = queryset
    if cursor is not None:
        rows_of = rows_of.filter(_beyond(name, cursor, smaller=descending != backwards))
    sign = "-" if descending != backwards else ""
    rows_of = (
        rows_of.order_by(f"{sign}{name}") if name == "id" else rows_of.order_by(f"{sign}{name}", f"{sign}id")
    )
    rows = list(rows_of[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_next = more if not backwards else True
    has_previous = (cursor is not None and not backwards) or (backwards and more)
    return Page(
        rows=rows,
        count=min(total, COUNT_LIMIT),
        more_than=total > COUNT_LIMIT,
        next_cursor=_cursor(rows[-1], name) if rows and has_next else "",
        previous_cursor=_cursor(rows[0], name) if rows and has_previous else "",
    )


def _beyond(name: str, cursor: list[Any], *, smaller: bool) -> Q:
    op = "lt" if smaller else "gt"
    value, pk = cursor
    if name == "id":
        return Q(**{f"id__{op}": pk})
    return Q(**{f"{name}__{op}e": value}) & (Q(**{f"{name}__{op}": value}) | Q(**{f"id__{op}": pk}))


def _within(value: Any) -> Any:
    """The value, if the database's whole numbers reach that far."""
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError(value)
    return value


def _cursor(row: Any, name: str) -> str:
    value = getattr(row, name)
    raw = json.dumps([value.isoformat() if hasattr(value, "isoformat") else value, row.pk])
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _read_cursor(text: str, field: Any) -> list[Any] | None:
    """The cursor as [value of the sort field, id]; it comes from a URL, so anything may stand in it."""
    if not text:
        return None
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if (isinstance(value, str) and "\x00" in value) or value is None or not isinstance(pk, int):
            raise ValueError(text)
        return [_within(field.to_python(value)), _within(pk)]
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
        raise Refused("翻页位置无效，请回到第一页。", field="after", status=422) from None


def bounded_counts(querysets: list[QuerySet[Any]], limit: int = COUNT_LIMIT + 1) -> list[int]:
    """How many rows each queryset has, counted up to `limit`, in one statement."""
    if not querysets:
        return []
    parts: list[str] = []
    params: list[Any] = []
    for queryset in querysets:
        try:
            sql, values = queryset.order_by().values_list("pk")[:limit].query.sql_with_params()
        except EmptyResultSet:
            sql, values = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS part)")  # noqa: S608 - made by the ORM
        params.extend(values)
    statement = f"SELECT {', '.join(parts)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchone())
