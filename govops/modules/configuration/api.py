"""Questions to the configuration for programs: 影响、原因、某日的样子、两日的差异. All by GET, all as the token's person may see."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.api import problems
from govops.kernel.api.described import also_described
from govops.kernel.api.serving import READ, served
from govops.kernel.api.tokens import actor_of, require_right
from govops.kernel.api.writing import local
from govops.kernel.records.sight import Sight
from govops.kernel.registers import doors, site
from govops.modules.configuration import answering, described
from govops.modules.configuration import impact as graph
from govops.modules.configuration.choices import HistoryOf

#: items that may be told to stand
MOST_STANDING = 200
_EARLIEST = date(2000, 1, 1)


def show_impact(request: HttpRequest, record_id: int) -> HttpResponse:
    """`standing`: ids of items known not to be affected, through which nothing passes."""
    item, actor, query = _asked(request, record_id)
    standing = _ids(query, "standing")
    _nothing_else(query)
    found = graph.impact([item.pk], actor, standing=standing - {item.pk})
    return problems.answer({"at": local(moment.now()), **answering.impact_told(found)})


def show_causes(request: HttpRequest, record_id: int) -> HttpResponse:
    item, actor, query = _asked(request, record_id)
    _nothing_else(query)
    return problems.answer(
        {"at": local(moment.now()), **answering.causes_told(graph.causes([item.pk], actor))}
    )


def show_as_of(request: HttpRequest, record_id: int) -> HttpResponse:
    """`on`: the day at whose end it stood so."""
    item, actor, query = _asked(request, record_id)
    _may_read(actor, HistoryOf.RELATION)
    day = _day(query, "on") or moment.today()
    _nothing_else(query)
    at = _end_of(day)
    return problems.answer({"at": local(at), **answering.as_of_told(item, at, Sight(actor))})


def show_differences(request: HttpRequest) -> HttpResponse:
    """`since`, `until`: days, compared as each ended; thirty days up to now unless given."""
    actor, query = actor_of(request), request.GET.copy()
    for register in (HistoryOf.ITEM, HistoryOf.RELATION):
        _may_read(actor, register)
    until = _day(query, "until") or moment.today()
    since = _day(query, "since") or until - timedelta(days=30)
    _nothing_else(query)
    if since > until:
        raise Refused("since 不能晚于 until，请核对两个日期。", field="since", status=422)
    first, second = _end_of(since), _end_of(until)
    return problems.answer(
        {
            "since": local(first),
            "until": local(second),
            "items": answering.differences_told(HistoryOf.ITEM, first, second, actor),
            "relations": answering.differences_told(HistoryOf.RELATION, first, second, actor),
        }
    )


def _asked(request: HttpRequest, record_id: int) -> tuple[Any, Actor, QueryDict]:
    """The item, 404 unless the caller may see it; who calls; the query to be taken apart."""
    actor = actor_of(request)
    _may_read(actor, HistoryOf.ITEM)
    if not 0 < record_id < 2**63:
        raise Refused("没有这个配置项，或者您无权查看。", status=404)
    return doors.get(site.get(HistoryOf.ITEM), record_id, actor=actor), actor, request.GET.copy()


def _may_read(actor: Actor, register: str) -> None:
    require_right(actor, "read", site.get(register))


def _ids(query: QueryDict, name: str) -> set[int]:
    given = query.pop(name, [])
    if len(given) > MOST_STANDING or not all(
        str(one).isdecimal() and str(one).isascii() and len(str(one)) < 19 for one in given
    ):
        raise Refused(f"“{name}”应为配置项的 id，可以重复，至多 {MOST_STANDING} 个。", field=name, status=422)
    return {int(str(one)) for one in given}


def _day(query: QueryDict, name: str) -> date | None:
    text = str((query.pop(name, None) or [""])[-1]).strip()
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day <= moment.today():
        raise Refused(f"“{name}”应写作 2026-11-23，且不晚于今天。", field=name, status=422)
    return day


def _end_of(day: date) -> datetime:
    """The last moment of a day; of today, now."""
    if day >= moment.today():
        return moment.now()
    return timezone.make_aware(datetime.combine(day, time.max))


def _nothing_else(query: QueryDict) -> None:
    for name in query:
        raise Refused(f"此地址没有“{name[:60]}”这个参数，请删去。", field=name[:60], status=422)


urlpatterns = served(
    "configuration",
    (
        (READ, "/configuration_item/{int:record_id}/impact", show_impact),
        (READ, "/configuration_item/{int:record_id}/causes", show_causes),
        (READ, "/configuration_item/{int:record_id}/as_of", show_as_of),
        (READ, "/configuration_differences", show_differences),
    ),
)
also_described(described.SCHEMAS, described.paths)
