"""What a tree picker asks: the roots, the level below a record, or whatever has the name that is typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from govops.kernel.access.answers import Refused
from govops.kernel.organization.pinyin import initials_of, pinyin_of
from govops.kernel.registers import lists
from govops.kernel.registers.declarations import Register
from govops.kernel.search.queries import matching
from govops.kernel.web.views.common import actor_of, register_of, typed

_MOST = 100
#: a tree of so many records is searched by pinyin too; a greater one in the full-text index
_SMALL = 500


def find(request: HttpRequest, code: str) -> HttpResponse:
    """{"results": [{"id", "label", "note", "branch"}], "more", "heading"}: `under` (an id) or `q`; with neither the roots."""
    register = register_of(code, request)
    if not register.tree:
        raise Refused("此类记录不分级，请刷新页面后重试。", status=404)
    rows = register.in_tree(lists.base(register, actor_of(request)))
    text, under = typed(request), request.GET.get("under", "")
    if text:
        found = _named(rows, text)
    elif under.isdecimal() and len(under) < 19:
        found = list(rows.filter(**{register.tree: int(under)}).order_by("id")[: _MOST + 1])
    else:
        found = list(rows.filter(**{f"{register.tree}__isnull": True}).order_by("id")[: _MOST + 1])
    shown = found[:_MOST]
    branches = set() if text else _branches(register, rows, shown)
    answer = {
        "results": [_told(register, row, row.pk in branches, is_flat=bool(text)) for row in shown],
        "more": len(found) > _MOST,
        "heading": "按 → 展开下级，按 ← 收起",
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _named(rows: Any, text: str) -> list[Any]:
    """Rows by name, number, pinyin or initials."""
    everything = list(rows.order_by("id")[: _SMALL + 1])
    if len(everything) > _SMALL:
        return list(matching(rows, text).order_by("-id")[: _MOST + 1])
    word = text.lower()
    return [row for row in everything if _has(row, word)]


def _has(row: Any, word: str) -> bool:
    name = str(getattr(row, "name", row.title))
    return (
        word in name.lower()
        or word in row.number.lower()
        or initials_of(name).startswith(word)
        or pinyin_of(name).startswith(word)
    )


def _branches(register: Register, rows: Any, shown: list[Any]) -> set[int]:
    """Which of them have something below: one query."""
    ids = [row.pk for row in shown]
    return set(
        rows.filter(**{f"{register.tree}__in": ids})
        .order_by()
        .values_list(register.tree, flat=True)
        .distinct()
    )


def _told(register: Register, row: Any, branch: bool, *, is_flat: bool) -> dict[str, Any]:
    above = getattr(row, register.tree) if is_flat else None
    label = str(getattr(row, "name", row.title))
    return {"id": row.pk, "label": label, "note": str(above) if above else "", "branch": branch}
