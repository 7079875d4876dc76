"""历史与差异: how a thing, or all of them, stood on a day, and what differs between two days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.records.sight import Sight
from govops.kernel.registers import doors
from govops.kernel.registers.declarations import Register
from govops.kernel.web import cells
from govops.kernel.web.pages import page
from govops.kernel.web.views import panels
from govops.kernel.web.views.common import actor_of, register_of
from govops.modules.configuration import answering, history, telling
from govops.modules.configuration.choices import HistoryOf
from govops.modules.configuration.models import History, ItemRelation
from govops.modules.configuration.views import life

MOST = 100
HOW = {"added": ("新增", "green"), "removed": ("减少", "red"), "changed": ("修改", "amber")}
_EARLIEST = date(2000, 1, 1)


def day_in(request: HttpRequest, name: str) -> date | None:
    """A day of the address; Refused 422 for what is none, or lies ahead."""
    raw = request.GET.get(name, "")
    if not raw:
        return None
    try:
        day = parse_date(raw)
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day <= moment.today():
        raise Refused("日期应写作 2026-11-23，且不晚于今天，请重新选择。", field=name, status=422)
    return day


def end_of(day: date) -> datetime:
    """The last moment of a day; of today, now."""
    if day >= moment.today():
        return moment.now()
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)


def _days_panel(*days: tuple[str, str, date | None], note: str) -> dict[str, Any]:
    told = [
        {"name": name, "label": label, "value": f"{day:%Y-%m-%d}" if day else ""} for name, label, day in days
    ]
    return {
        "kind": "template", "template": "configuration/day_form.html", "days": told, "most": f"{moment.today():%Y-%m-%d}", "note": note,
    }  # fmt: skip


def _page(request: HttpRequest, *, export: str, **context: Any) -> HttpResponse:
    """`export`: where the same is taken along as a workbook; empty where it cannot be."""
    may = bool(export) and bool(table.may(actor_of(request), "export", HistoryOf.ITEM))
    buttons = [{"label": "导出", "icon": "file-spreadsheet", "url": export}] if may else []
    return render(request, "accounts/page.html", {"side": [], "buttons": buttons, **context})


# --- one record -------------------------------------------------------------------------------------------------------


@page("configuration/history/<slug:code>/<int:pk>/", name="configuration-history")
def of_one(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Every change of an item, a relation or a type; with `?on=2026-10-01` as it stood on that day."""
    register, actor = register_of(code, request), actor_of(request)
    if code not in HistoryOf.values:
        raise Refused("此类记录没有配置历史。", status=404)
    record: Any = doors.get(register, pk, actor=actor)
    day, sight = day_in(request, "on"), Sight(actor)
    shown: list[dict[str, Any]] = [
        _days_panel(("on", "看哪一天的样子", day), note="当天结束时的样子；清空日期看每次改动")
    ]
    if day is not None:
        shown += _as_of(register, record, day, sight)
    else:
        shown.append(_changes(code, record, sight))
    if code == HistoryOf.ITEM and day is None:
        shown.append(
            {"kind": "template", "template": "configuration/life_later.html", "url": life.address(pk)}
        )
    return _page(
        request,
        title=f"历史：{record.title}",
        subtitle=record.number,
        crumbs=[
            {"title": register.title, "url": register.url()},
            {"title": record.number, "url": register.url(pk)},
            {"title": "历史"},
        ],
        panels=shown,
        export=f"export/?on={day}" if day is not None and code == HistoryOf.ITEM else "",
    )


def _as_of(register: Register, record: Any, day: date, sight: Sight) -> list[dict[str, Any]]:
    if register.code == HistoryOf.ITEM:
        stood, relations = history.with_relations_as_of(record, end_of(day))
    else:
        stood, relations = history.as_of(record, end_of(day)), []
    title = f"{day:%Y-%m-%d} 的样子"
    if stood is None:
        return [{"kind": "alert", "tone": "amber", "title": title, "text": "当时还没有登记。"}]
    telling.look_over(register.code, [stood], sight, known=record)
    state = cells.state_chip(register, stood)
    told: list[dict[str, Any]] = [{"label": "状态", "chip": state, "value": ""}]
    for section in register.form:
        names = tuple(name for name in section.fields if name not in ("reason", "reference", "enters_as"))
        if names:
            told += [{"section": section.title}, *cells.definition(register, stood, names, sight)]
    shown: list[dict[str, Any]] = [
        {"kind": "facts", "title": title, "definition": {"cells": cells.whole_rows(told)}}
    ]
    if register.code == HistoryOf.ITEM:
        shown.append(_relations_as_of(record, relations, day, sight))
    return shown


def _relations_as_of(item: Any, held: list[ItemRelation], day: date, sight: Sight) -> dict[str, Any]:
    """The relations that held that day: two queries for what they refer to."""
    telling.look_over(HistoryOf.RELATION, held, sight)
    lines = []
    for one in held:
        is_out = one.source_id == item.pk
        other = one.target if is_out else one.source
        words = [
            one.kind.name if is_out else one.kind.inverse,
            sight.name_of(other),
            one.group or "—",
            one.note or "—",
        ]
        lines.append(
            {
                "id": one.pk,
                "url": f"/r/item_relation/{one.pk}/",
                "cells": [panels.text(word) for word in words],
            }
        )
    empty = {"icon": "topology-star-3", "title": "当时没有关系", "text": ""}
    return {
        "kind": "table",
        "title": f"{day:%Y-%m-%d} 的关系",
        "table": panels.table(["关系", "对方", "冗余组", "说明"], lines, empty=empty),
    }


def _changes(code: str, record: Any, sight: Sight) -> dict[str, Any]:
    rows = list(
        History.objects.filter(register=code, record_id=record.pk).select_related("by").order_by("-id")[:MOST]
    )
    pairs = [
        (row.facts | {name: was for name, (was, _now) in row.changed.items()}, row.facts) for row in rows
    ]
    told = telling.in_words(code, pairs, sight)
    lines = [
        {
            "id": row.pk,
            "cells": [
                panels.text(f"{timezone.localtime(row.since):%Y-%m-%d %H:%M}", str(row.by or "系统")),
                _arrows(changes) if row.changed else panels.text("登记"),
                panels.text(row.reason),
                panels.text(row.reference),
            ],
        }
        for row, changes in zip(rows, told, strict=True)
    ]
    empty = {"icon": "history", "title": "还没有历史", "text": "登记和每次修改都会记在这里。"}
    return {
        "kind": "table",
        "title": "每次改动",
        "table": panels.table(["时间", "改动", "原因", "依据单号"], lines, empty=empty),
    }


def _arrows(changes: Sequence[telling.Change]) -> dict[str, Any]:
    """位置：A → B, a line each."""
    lines = [(title, was or "空", now or "空") for title, was, now in changes] or [("内部属性", "", "")]
    return {"kind": "html", "html": format_html_join(SafeString("<br>"), "{}：{} → {}", lines)}


# --- two days ---------------------------------------------------------------------------------------------------------


@page("configuration/differences/", name="configuration-differences")
def between(request: HttpRequest) -> HttpResponse:
    """What was added, removed and changed between two days: items, then relations."""
    register_of(HistoryOf.ITEM, request)
    register_of(HistoryOf.RELATION, request)
    actor = actor_of(request)
    first, second = days_in(request)
    sight = Sight(actor)
    shown: list[dict[str, Any]] = [
        _days_panel(("since", "从", first), ("until", "到", second), note="两天各自结束时相比")
    ]
    for code, title in ((HistoryOf.ITEM, "配置项"), (HistoryOf.RELATION, "关系")):
        shown.append(_differences(code, title, first, second, sight))
    return _page(
        request, title="历史与差异", subtitle=f"{first:%Y-%m-%d} 至 {second:%Y-%m-%d}", panels=shown,
        crumbs=[{"title": "资源配置"}, {"title": "历史与差异"}],
        export=f"export/?since={first}&until={second}",
    )  # fmt: skip


def days_in(request: HttpRequest) -> tuple[date, date]:
    """The two days of the address, the last thirty days unless it says; Refused 422 when they are the wrong way round."""
    second = day_in(request, "until") or moment.today()
    first = day_in(request, "since") or second - timedelta(days=30)
    if first > second:
        raise Refused("“从”不能晚于“到”，请重新选择日期。", field="since", status=422)
    return first, second


def _differences(code: str, title: str, first: date, second: date, sight: Sight) -> dict[str, Any]:
    found = history.differences(end_of(first), end_of(second), register=code, actor=sight.actor)
    told = answering.changes_of(code, found, sight)
    lines = [_line(one, told.get(one.record_id, [])) for one in found]
    counts = history.by_how(found)
    words = "，".join(f"{HOW[how][0]} {many}" for how, many in counts.items() if many)
    empty = {"icon": "circle-check", "title": f"两天之间{title}没有差异", "text": "可以把日期选得更早一些。"}
    most = f"，只列前 {history.MOST} 条" if len(found) >= history.MOST else ""
    return {
        "kind": "table", "title": title, "sub": f"{words}{most}" if words else "",
        "table": panels.table(["编号", "差异", "改动", "最近一次的依据"], lines, empty=empty),
    }  # fmt: skip


def _line(one: history.Difference, changes: Sequence[telling.Change]) -> Mapping[str, Any]:
    words, tone = HOW[one.how]
    url = f"/r/{one.register}/{one.record_id}/"
    return {
        "id": one.record_id,
        "url": url,
        "cells": [
            panels.text(one.title, one.number, url=url),
            {"kind": "chip", "text": words, "tone": tone},
            _arrows(changes) if changes else panels.text(""),
            panels.text(one.reference, one.reason),
        ],
    }


__all__ = ["HOW", "between", "day_in", "days_in", "end_of", "of_one"]
