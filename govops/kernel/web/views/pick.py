"""What the type-ahead fields ask: people, units, records, by name, pinyin, initials or number."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.organization import people
from govops.kernel.organization.models import Unit
from govops.kernel.records import row_people
from govops.kernel.registers import lists, site
from govops.kernel.registers.declarations import Register
from govops.kernel.search.queries import matching
from govops.kernel.web.views.common import actor_of, register_of, typed

_MOST = 20


def find(request: HttpRequest, kind: str) -> HttpResponse:
    """{"results": [{"id", "label", "note"}], "more": bool}; people with `as=words` under 姓名（工号） instead of an id."""
    text = typed(request)
    if kind == "people":
        by_words = request.GET.get("as") == "words"
        rows: list[dict[str, Any]] = [
            {
                "id": row_people.written(p) if by_words else p.pk,
                "label": row_people.written(p) if by_words else p.name,
                "note": f"{p.unit.short_name} · {p.title}" if p.title else p.unit.short_name,
            }
            for p in people.find(text, limit=_MOST + 1)
        ]
    elif kind == "units":
        units = Unit.objects.filter(is_active=True).filter(
            Q(name__icontains=text) | Q(short_name__icontains=text) | Q(code__istartswith=text)
        )
        rows = [{"id": u.pk, "label": u.short_name, "note": u.name} for u in units[: _MOST + 1]]
    else:
        if site.find(kind) is None:
            raise Refused("没有这种可选对象。", status=404)
        register = register_of(kind, request)
        rows = [
            {"id": r.pk, "label": r.title, "note": r.number}
            for r in _found(register, actor_of(request), text)
        ]
    return JsonResponse(
        {"results": rows[:_MOST], "more": len(rows) > _MOST}, json_dumps_params={"ensure_ascii": False}
    )


def _found(register: Register, actor: Actor, text: str) -> list[Any]:
    """The newest that match, before them what is called exactly so, then what begins so; one more than is shown."""
    matched = matching(lists.base(register, actor), text)
    found = list(matched.order_by("-id")[: _MOST + 1])
    if text and len(found) > _MOST and all(one.title != text for one in found):
        found = [*matched.filter(title=text).order_by("id")[:_MOST], *found][: _MOST + 1]
    return sorted(found, key=lambda one: (one.title != text, not one.title.startswith(text)))
