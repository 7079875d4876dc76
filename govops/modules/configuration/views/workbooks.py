"""Answers to take along as workbooks: 影响、原因、某日的样子、两日的差异. What leaves is written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused, require
from govops.kernel.audit import trail
from govops.kernel.records.sight import Sight
from govops.kernel.registers import doors
from govops.kernel.sheets.plan import SheetColumn, SheetPlan
from govops.kernel.sheets.writing import SheetWriter, new_book, saved
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import register_of
from govops.modules.configuration import answering, history
from govops.modules.configuration import impact as graph
from govops.modules.configuration.choices import HistoryOf
from govops.modules.configuration.views import asking, past

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: affected items that the workbook names, each with its way
MOST_LINES = 20_000
Rows = Iterable[Sequence[Any]]
Sheet = tuple[str, tuple[str, ...], Rows]


@page("configuration/impact/export/", name="configuration-impact-export")
def impact(request: HttpRequest) -> HttpResponse:
    """影响分析 or, with `ask=causes`, 原因分析 of an item."""
    actor = _exporter(request)
    pk = asking.number_in(request, "item") or 0
    item = graph.named([pk], actor).get(pk)
    if item is None:
        raise Refused("没有找到这个配置项，可能已报废，或者您无权查看。", status=404)
    if request.GET.get("ask") == "causes":
        return _sent(f"{item.name} 可能的原因", _causes(graph.causes([pk], actor)), actor, number=item.number)
    found = graph.impact([pk], actor, most=MOST_LINES)
    return _sent(f"{item.name} 影响分析", _impact(found), actor, number=item.number)


def _impact(found: graph.Impact) -> list[Sheet]:
    lines: list[Sequence[Any]] = [(*_of(line.item), line.depth, line.words) for line in found.lines]
    if found.total > len(found.lines):
        lines.append(
            ("", f"另有 {found.total - len(found.lines)} 项未列出，服务和重要的在前。", "", "", None, "")
        )
    return [
        ("受影响的配置项", (*_ITEM, "步数", "经过"), lines),
        ("失去冗余", _ITEM, [_of(one) for one in found.weakened]),
        (
            "涉及部门",
            ("部门", "配置项", "在岗人数"),
            [
                (hit.unit.name + ("（全体，含下级部门）" if hit.is_whole else ""), hit.items, hit.people)
                for hit in found.units
            ],
        ),
        (
            "未了结单据",
            ("编号", "标题", "配置项 id"),
            [(one.number, one.title, one.item_id) for one in found.tickets],
        ),
    ]


def _causes(found: graph.Causes) -> list[Sheet]:
    rows = [
        (*_of(line.item), "是" if line.explains else "否（有冗余）", "是" if line.tickets else "", "是" if line.is_changing else "", line.words)
        for line in found.lines
    ]  # fmt: skip
    return [("可能的原因", (*_ITEM, "单独足以引起", "有未了结单据", "正在变更", "经过"), rows)]


_ITEM = ("编号", "名称", "类型", "大类")


def _of(one: graph.Named) -> tuple[str, str, str, str]:
    return one.number, one.name, one.type, one.class_label


@page("configuration/history/configuration_item/<int:pk>/export/", name="configuration-as-of-export")
def as_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The item as it stood at the end of the day `on`, with its relations."""
    actor = _exporter(request)
    register_of(HistoryOf.RELATION, request)
    item: Any = doors.get(register_of(HistoryOf.ITEM, request), pk, actor=actor)
    day = past.day_in(request, "on") or moment.today()
    told = answering.as_of_told(item, past.end_of(day), Sight(actor))
    if not told["was_there"]:
        raise Refused(f"{item.number} 在 {day:%Y-%m-%d} 还没有登记，请选较晚的日期。", field="on", status=422)
    sheets: list[Sheet] = [
        (f"{day:%Y-%m-%d} 的样子", ("栏目", "内容"), [(one["title"], one["value"]) for one in told["facts"]]),
        (
            "关系",
            ("关系", "对方", "冗余组", "至少需要"),
            [(one["relation"], one["name"], one["group"], one["needed"]) for one in told["relations"]],
        ),
    ]
    return _sent(f"{item.number} {day:%Y-%m-%d} 的样子", sheets, actor, number=item.number)


@page("configuration/differences/export/", name="configuration-differences-export")
def differences(request: HttpRequest) -> HttpResponse:
    """What was added, removed and changed between the days `since` and `until`, one line a change."""
    actor = _exporter(request)
    for code in (HistoryOf.ITEM, HistoryOf.RELATION):
        register_of(code, request)
    first, second = past.days_in(request)
    sheets = []
    for code, title in ((HistoryOf.ITEM, "配置项"), (HistoryOf.RELATION, "关系")):
        found = history.differences(past.end_of(first), past.end_of(second), register=code, actor=actor)
        words = answering.changes_of(code, found, Sight(actor))
        sheets.append((title, _DIFFERENCE, [row for one in found for row in _rows(one, words)]))
    return _sent(f"配置差异 {first:%Y-%m-%d} 至 {second:%Y-%m-%d}", sheets, actor)


_DIFFERENCE = ("编号", "名称", "差异", "栏目", "改前", "改后", "变更原因", "依据单号")


def _rows(one: history.Difference, words: dict[int, Any]) -> Rows:
    for title, was, now in words.get(one.record_id) or [("", "", "")]:
        yield one.number, one.title, past.HOW[one.how][0], title, was, now, one.reason, one.reference


def _exporter(request: HttpRequest) -> Actor:
    actor = asking.reader(request)
    require(table.may(actor, "export", HistoryOf.ITEM, title="配置项"), status=403)
    return actor


def _sent(title: str, sheets: Iterable[Sheet], actor: Actor, *, number: str = "") -> HttpResponse:
    """The workbook as a file, recorded."""
    book = new_book(title, "configuration")
    for name, columns, rows in sheets:
        plan = SheetPlan(
            code="configuration", title=name, columns=[SheetColumn(str(place), told) for place, told in enumerate(columns)]
        )  # fmt: skip
        writer = SheetWriter(plan, book=book)
        for row in rows:
            writer.add(row)
        writer.close()
    trail.record(
        actor=actor, operation="export", register=HistoryOf.ITEM, number=number, summary=f"导出 {title}"
    )
    response = HttpResponse(saved(book), content_type=_XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return response
