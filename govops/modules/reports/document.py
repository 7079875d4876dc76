"""A report as a document: sections of paragraphs, tables and charts, the same for the page, for Word and for PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from govops.modules.reports import charts
from govops.modules.reports.choices import SECTIONS
from govops.modules.reports.models import ServiceReport

NUMERALS = "一二三四五六七八九十"
_TREND_LINES = {
    "incident_resolution": "事件解决率",
    "resolve_on_time": "解决及时率",
    "satisfaction": "满意度",
}
_NUMBERED = re.compile(r"^\d+[.．、]")


@dataclass(frozen=True)
class Table:
    """A three-line table; `widths` are proportions."""

    title: str
    heads: tuple[str, ...]
    rows: list[list[str]]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """A chart twice: as a picture for paper, as data for the page."""

    code: str
    title: str
    svg: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One section."""

    name: str
    heading: str
    text: str
    paragraphs: list[str]
    tables: list[Table] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    is_edited: bool = False


@dataclass(frozen=True)
class Document:
    """`facts` are the lines that ISO/IEC 20000-1 §6.2 asks of every report: 标识、目的、读者、频率、数据源."""

    title: str
    number: str
    unit: str
    date: str
    secrecy: str
    facts: list[tuple[str, str]]
    parts: list[Part]


def document_of(report: ServiceReport) -> Document:
    """The whole report; numbers of tables and charts run through it."""
    tables, pictures = _counter("表"), _counter("图")
    return Document(
        title=report.title,
        number=report.number,
        unit=report.unit.name,
        date=f"{timezone.localtime(report.gathered_at or report.created_at):%Y 年 %-m 月 %-d 日}",
        secrecy="" if not report.secrecy_level else str(report.get_secrecy_level_display()),
        facts=[
            ("标识", report.number),
            ("期间", f"{report.first} 至 {report.last}"),
            ("目的", report.purpose),
            ("读者", report.readers),
            ("频率", report.frequency),
            ("数据源", report.data_source),
        ],
        parts=[
            Part(
                name=name,
                heading=f"{NUMERALS[place]}、{title}",
                text=getattr(report, name),
                paragraphs=[line.strip() for line in getattr(report, name).splitlines() if line.strip()],
                tables=[_numbered(one, tables) for one in _TABLES.get(name, _no_tables)(report.figures)],
                charts=[_pictured(one, pictures) for one in _CHARTS.get(name, _no_charts)(report.figures)],
                is_edited=report.is_edited(name),
            )
            for place, (name, title) in enumerate(SECTIONS.items())
        ],
    )


def is_numbered(paragraph: str) -> bool:
    return bool(_NUMBERED.match(paragraph))


def _counter(word: str) -> Iterator[str]:
    place = 0
    while True:
        place += 1
        yield f"{word} {place}　"


def _numbered(table: Table, numbers: Iterator[str]) -> Table:
    return Table(next(numbers) + table.title, table.heads, table.rows, table.widths)


def _pictured(chart: Chart, numbers: Iterator[str]) -> Chart:
    return Chart(chart.code, next(numbers) + chart.title, chart.svg, chart.data)


# --- tables ----------------------------------------------------------------------------------------------------------


def _no_tables(figures: dict[str, Any]) -> list[Table]:
    return []


def _performance(figures: dict[str, Any]) -> list[Table]:
    rows = [
        [
            row["title"], "—" if row["value"] is None else f"{row['shown']}{_unit(row['unit'])}", row["target"] or "—",
            {True: "达到", False: "未达到", None: "—"}[row["met"]], row["previous"],
        ]
        for row in figures.get("indicators", [])
    ]  # fmt: skip
    return [Table("服务级别指标", ("指标", "本期", "目标", "结论", "上期"), rows, (3, 2, 2, 1.4, 1.4))]


def _unit(unit: str) -> str:
    return unit if unit == "%" else f" {unit}"


def _majors(figures: dict[str, Any]) -> list[Table]:
    rows = [list(map(str, row)) for row in figures.get("majors", [])]
    heads = ("单号", "事件", "宣布", "恢复", "状态")
    return [Table("重大事件", heads, rows, (2.2, 4, 1.6, 1.6, 1.6))] if rows else []


def _workload(figures: dict[str, Any]) -> list[Table]:
    names = {"category": "按问题分类", "channel": "按来源", "priority": "按优先级", "unit": "按部门（前十）"}
    found = []
    for name, title in names.items():
        rows = [
            [label, f"{incidents:,}", f"{requests:,}", f"{incidents + requests:,}", f"{late:,}"]
            for label, incidents, requests, late in figures.get("workload", {}).get(name, [])[:10]
        ]
        if rows:
            heads = (title.removeprefix("按").removesuffix("（前十）"), "事件", "服务请求", "合计", "曾超时")
            found.append(Table(f"工单量（{title}）", heads, rows, (3, 1.5, 1.5, 1.5, 1.5)))
    return found


def _causes(figures: dict[str, Any]) -> list[Table]:
    late = figures.get("late", {})
    groups = [[name, str(number), str(received)] for name, number, received in late.get("groups", [])]
    causes = [[cause, str(number)] for cause, number in late.get("causes", [])]
    found = (
        [Table("超时工单（按支持组）", ("支持组", "曾超时", "受理"), groups, (4, 1.5, 1.5))] if groups else []
    )
    return found + ([Table("超时事件（按根因）", ("根因分类", "件数"), causes, (4, 1.5))] if causes else [])


def _satisfaction(figures: dict[str, Any]) -> list[Table]:
    levels = figures.get("satisfaction", [])
    total = sum(number for _level, number in levels)
    if not total:
        return []
    rows = [[level, f"{number:,}", f"{100 * number / total:.1f}%"] for level, number in levels]
    return [Table("工单评价", ("评价", "份数", "占比"), rows, (4, 1.5, 1.5))]


def _problems(figures: dict[str, Any]) -> list[Table]:
    rows = [list(map(str, row)) for row in figures.get("problems", [])]
    return [Table("登记的问题", ("单号", "问题", "根因", "状态"), rows, (2.2, 4, 1.6, 1.6))] if rows else []


_TABLES = {
    "performance": _performance, "majors": _majors, "workload": _workload, "causes": _causes, "satisfaction": _satisfaction,
    "problems": _problems,
}  # fmt: skip


# --- charts ----------------------------------------------------------------------------------------------------------


def _no_charts(figures: dict[str, Any]) -> list[Chart]:
    return []


def _chart(
    code: str, title: str, kind: str, labels: list[str], series: list[charts.Series], unit: str
) -> Chart:
    draw = charts.bars if kind == "bar" else charts.lines
    data: dict[str, Any] = {
        "kind": kind, "categories": labels, "unit": unit,
        "series": [{"name": one.name, "values": list(one.values)} for one in series],
    }  # fmt: skip
    if unit == "%":
        data |= {"min": charts.floor_of(series, 100.0), "max": 100}
    return Chart(code, title, draw(labels, series, unit=unit), data)


def _trend_charts(figures: dict[str, Any]) -> list[Chart]:
    trend = figures.get("trend")
    if not trend:
        return []
    work = [charts.Series("事件", trend["incidents"]), charts.Series("服务请求", trend["requests"])]
    rates = [charts.Series(name, trend["series"][code]) for code, name in _TREND_LINES.items()]
    return [
        _chart("trend-tickets", "近十二期工单量", "bar", trend["labels"], work, "件"),
        _chart("trend-rates", "近十二期主要指标", "line", trend["labels"], rates, "%"),
    ]


def _workload_charts(figures: dict[str, Any]) -> list[Chart]:
    rows = figures.get("workload", {}).get("category", [])
    if not rows:
        return []
    labels = [row[0] for row in rows]
    series = [
        charts.Series("事件", [row[1] for row in rows]),
        charts.Series("服务请求", [row[2] for row in rows]),
    ]
    return [_chart("workload-category", "工单量（按问题分类）", "bar", labels, series, "件")]


_CHARTS = {"trends": _trend_charts, "workload": _workload_charts}
