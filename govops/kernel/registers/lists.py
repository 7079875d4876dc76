"""Lists: filters from the URL, sorting, keyset paging and bounded counting, so that a million rows stay fast."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.records import referring
from govops.kernel.records.counting import COUNT_LIMIT, bounded_counts
from govops.kernel.records.visibility import visible
from govops.kernel.registers import narrowing
from govops.kernel.registers.declarations import Register
from govops.kernel.search.queries import matching

SEARCH_COUNT_LIMIT = 200
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
        if beyond := narrowing.find(register.code, name):
            queryset = queryset.filter(_beyond_fields(beyond, params.getlist(name)))
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


def _beyond_fields(beyond: narrowing.Narrowing, values: list[str]) -> Q:
    """What an address keeps beyond the register's own fields: any of the values."""
    kept = Q()
    try:
        for value in filter(None, values):
            kept |= beyond.condition(value)
    except ValueError:
        raise Refused(
            f"筛选条件“{beyond.title}”的取值不正确，请从页面上的链接进入。", field=beyond.name, status=422
        ) from None
    return kept


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
    total: int | None = None,
) -> Page:
    """One page by keyset: as fast at the end as at the beginning. `total`: how many there are, if counted already."""
    sort = sorting(register, query)
    name, descending = sort.lstrip("-"), sort.startswith("-")
    backwards = bool(query.get("before"))
    cursor = _read_cursor(str(query.get("before") or query.get("after") or ""), _field(register, name))
    most = count_limit(query)
    if total is None:
        total = bounded_counts([_to_count(queryset, query)], [most + 1])[0]
    rows_of = queryset
    if cursor is not None:
        rows_of = rows_of.filter(_beyond(name, cursor, smaller=descending != backwards))
    sign = "-" if descending != backwards else ""
    order = (f"{sign}{name}",) if name == "id" else (f"{sign}{name}", f"{sign}id")
    rows = _whole(rows_of, order, size + 1)
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_next = more if not backwards else True
    has_previous = (cursor is not None and not backwards) or (backwards and more)
    return Page(
        rows=rows,
        count=min(total, most),
        more_than=total > most,
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


def count_limit(query: Mapping[str, Any]) -> int:
    """How far the rows of a list are counted: less far where each has to be searched."""
    return SEARCH_COUNT_LIMIT if query.get("q") else COUNT_LIMIT


def counts(register: Register, actor: Actor, wanted: Sequence[tuple[Mapping[str, Any], int]]) -> list[int]:
    """For each (filters as in the URL, limit) how many rows `actor` may see, in one statement.

    The rows of a narrow scope are gathered once for all of them. A filter that is not valid any more counts nothing.
    """
    rows = register.model._default_manager.all()
    seen = visible(rows, actor, register=register.code)
    is_narrow = table.scope_of(actor, "read", register.code) != "all"
    shares = is_narrow and not any(query.get("q") for query, _limit in wanted)
    parts = []
    for query, _limit in wanted:
        try:
            parts.append(_to_count(narrowed(register, rows if shares else seen, query, actor), query))
        except Refused:
            parts.append(rows.none())
    among = seen.values_list(*_told_by(register)) if shares else None
    return bounded_counts(parts, [limit for _query, limit in wanted], among=among)


def _told_by(register: Register) -> list[str]:
    """The columns that filters look at."""
    names = {"id", "state", "applicant", "created_by", register.date_field, *register.filters}
    names |= {column for one in narrowing.of(register.code) for column in one.looks_at}
    return sorted(register.model._meta.get_field(name).attname for name in names)  # type: ignore[union-attr]


def _to_count(queryset: QuerySet[Any], query: Mapping[str, Any]) -> QuerySet[Any]:
    """Common words are counted quickest along the newest rows, rare ones in the index: the order lets the planner choose."""
    return queryset.order_by("-id") if query.get("q") else queryset.order_by()


def _whole(queryset: QuerySet[Any], order: tuple[str, ...], most: int) -> list[Any]:
    """The first rows with their relations: chosen by narrow rows, so that sorting many carries no wide ones."""
    chosen = queryset.select_related(None).order_by(*order).values("pk")[:most]
    rows = list(queryset.model._default_manager.filter(pk__in=chosen).order_by(*order))
    related = queryset.query.select_related
    referring.load(rows, related if isinstance(related, dict) else {})
    return rows
