"""`GET /api/v1/under_change`: whether items are being changed at a moment, for programs that would mute their alerts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.api import problems
from govops.kernel.api.described import also_described
from govops.kernel.api.serving import READ, served
from govops.kernel.api.tokens import actor_of, require_right
from govops.kernel.api.writing import local
from govops.kernel.records.visibility import visible
from govops.kernel.registers import site
from govops.modules.change import described
from govops.modules.change.described import MOST
from govops.modules.change.public import REGISTER, windows_over
from govops.modules.configuration.public import ConfigurationItem

ITEM = "configuration_item"


def under_change(request: HttpRequest) -> HttpResponse:
    """`item`: numbers or ids, up to 200; `at`: ISO 8601, now unless given. Three statements besides the token's own.

    That an item is under change is told of every item that the caller may read, also where the change itself is not for
    him: its number and subject are then left out.
    """
    actor = actor_of(request)
    for code in (ITEM, REGISTER):
        require_right(actor, "read", site.get(code))
    query = request.GET.copy()
    at, wanted = _moment(query), _wanted(query)
    for name in query:
        raise Refused(f"此地址没有“{name[:60]}”这个参数，请删去。", field=name[:60], status=422)
    items = _items(wanted, actor)
    changes = windows_over([item.pk for item in items], at)
    rows = visible(
        type(changes[0]).objects.filter(pk__in=[one.pk for one in changes]), actor, register=REGISTER
    ) if changes else ()  # fmt: skip
    seen = {one.pk for one in rows}
    told = [_told(item, [one for one in changes if item.pk in one.items], seen) for item in items]
    return problems.answer({"at": local(at), "items": told})


def _told(item: ConfigurationItem, changes: list[Any], seen: set[int]) -> dict[str, Any]:
    return {
        "id": item.pk,
        "number": item.number,
        "name": item.name,
        "is_under_change": bool(changes),
        "until": local(max((one.planned_to for one in changes), default=None)),
        "changes": [
            {"id": one.pk, "number": one.number, "subject": one.subject, "url": f"/api/v1/{REGISTER}/{one.pk}"}
            for one in changes
            if one.pk in seen
        ],
    }  # fmt: skip


def _moment(query: QueryDict) -> datetime:
    text = (query.pop("at", None) or [""])[-1].strip()
    if not text:
        return moment.now()
    try:
        found = parse_datetime(text.replace(" ", "+") if text.count(" ") and "T" in text else text)
    except ValueError:
        found = None
    if found is None:
        raise Refused("“at”应写作 2026-11-25T21:00 或带时区的 ISO 8601 时间。", field="at", status=422)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _wanted(query: QueryDict) -> list[str]:
    wanted = list(dict.fromkeys(text.strip().upper() for text in query.pop("item", []) if text.strip()))
    if not wanted:
        raise Refused("请用 item 给出配置项的编号或 id，可以重复。", field="item", status=422)
    if len(wanted) > MOST:
        raise Refused(f"一次最多询问 {MOST} 个配置项，请分次询问。", field="item", status=422)
    return wanted


def _items(wanted: list[str], actor: Any) -> list[ConfigurationItem]:
    """The items in the order asked for; 404 naming the first that there is not, or that is not for the caller."""
    ids = [int(text) for text in wanted if text.isdecimal() and text.isascii() and len(text) < 19]
    numbers = [text for text in wanted if not text.isdecimal()]
    model = ConfigurationItem.objects
    rows = visible(model.filter(pk__in=ids) | model.filter(number__in=numbers), actor, register=ITEM)
    known = {str(key): row for row in rows.only("number", "name") for key in (row.pk, row.number)}
    for text in wanted:
        if text not in known:
            raise Refused(f"没有配置项“{text[:40]}”，或者您无权查看。", field="item", status=404)
    return list(dict.fromkeys(known[text] for text in wanted))


urlpatterns = served("change", ((READ, "/under_change", under_change),))
also_described(described.SCHEMAS, described.paths)
