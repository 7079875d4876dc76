"""The first words of each section, out of the data: plain sentences that a person goes on from.

Paragraphs are separated by line breaks. Each function takes the data (`snapshot.take`) and the period in words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govops.modules.reports.choices import SECTIONS

Figures = dict[str, Any]


def draft(figures: Figures, period: str) -> dict[str, str]:
    """Section → its text."""
    return {name: _WRITERS[name](figures, period) for name in SECTIONS}


def _row(figures: Figures, code: str) -> dict[str, Any]:
    return next((row for row in figures["indicators"] if row["code"] == code), {})


def _said(row: dict[str, Any]) -> str:
    """“解决及时率 93.1%”."""
    unit = row["unit"] if row["unit"] == "%" else f" {row['unit']}"
    return f"{row['title']} {row['shown']}{unit if row['value'] is not None else ''}"


def _against(row: dict[str, Any]) -> str:
    """“解决及时率 93.1%（目标 ≥ 90%）”."""
    return f"{_said(row)}（目标 {row['target']}）" if row["target"] else _said(row)


def _list(words: list[str], *, most: int = 3) -> str:
    return "、".join(words[:most]) + ("等" if len(words) > most else "")


def overview(figures: Figures, period: str) -> str:
    counts, majors = figures["counts"], figures["majors"]
    total = counts["incident_received"] + counts["request_received"]
    met = [row for row in figures["indicators"] if row["met"] is not None]
    good = sum(1 for row in met if row["met"])
    happened = f"发生重大事件 {len(majors)} 起" if majors else "未发生重大事件"
    first = (
        f"{period}，服务台共受理工单 {total:,} 件，其中事件 {counts['incident_received']:,} 件、服务请求 {counts['request_received']:,} 件；"
        f"已解决事件 {counts['incident_done']:,} 件，办结服务请求 {counts['request_done']:,} 件。{happened}。"
    )
    second = f"考核的 {len(met)} 项指标中，{good} 项达到目标。" if met else "本期没有可考核的指标。"
    rate = _row(figures, "satisfaction")
    return f"{first}\n{second}{_said(rate)}。" if rate.get("value") is not None else f"{first}\n{second}"


def performance(figures: Figures, period: str) -> str:
    names = (
        "respond_on_time",
        "on_site_on_time",
        "resolve_on_time",
        "agreement_met",
        "incident_resolution",
        "repair_time",
    )
    told = [_against(row) for code in names if (row := _row(figures, code)) and row["value"] is not None]
    if not told:
        return "本期没有形成服务级别数据。"
    missed = [row["title"] for row in figures["indicators"] if row["met"] is False]
    second = f"未达到目标的有：{'、'.join(missed)}，原因见“超标原因”。" if missed else "各项指标均达到目标。"
    return f"{'；'.join(told)}。\n{second}"  # fmt: skip


def majors(figures: Figures, period: str) -> str:
    if not figures["majors"]:
        return "本期没有发生重大事件。"
    told = [
        f"{number} {what}，{declared} 宣布，{'恢复于 ' + restored if restored != '—' else '尚未恢复'}，{state}"
        for number, what, declared, restored, state in figures["majors"]
    ]
    return f"本期发生重大事件 {len(told)} 起，均已通知信息化主管领导：\n" + "；\n".join(told) + "。"


def workload(figures: Figures, period: str) -> str:
    told = []
    for name, words in (("category", "按分类"), ("channel", "按来源"), ("unit", "按部门")):
        rows = [row for row in figures["workload"][name] if row[1] + row[2]]
        if rows:
            most = [f"{title} {incidents + requests:,} 件" for title, incidents, requests, _late in rows[:3]]
            told.append(f"{words}，居前的是{'、'.join(most)}")
    urgent = sum(row[1] + row[2] for row in figures["workload"]["priority"] if row[0][:2] in {"P1", "P2"})
    if not told:
        return "本期没有受理工单。"
    return "；".join(told) + f"。\n其中 P1、P2 级工单 {urgent:,} 件。"


def causes(figures: Figures, period: str) -> str:
    groups, why = figures["late"]["groups"], figures["late"]["causes"]
    if not groups:
        return "本期没有超时的工单。"
    total = sum(late for _name, late, _received in groups)
    told = [f"{name} {late} 件（受理 {received} 件）" for name, late, received in groups[:3]]
    first = f"本期曾超时的工单 {total:,} 件，主要在{'、'.join(told)}。"
    known = [f"{cause} {number} 件" for cause, number in why if cause != "未填"]
    second = f"按根因，超时事件中{_list(known)}。" if known else "超时事件的根因尚未填全，请督促处理人补填。"
    return f"{first}\n{second}"


def trends(figures: Figures, period: str) -> str:
    told = []
    for code, verb in (("tickets", "工单量"), ("resolve_on_time", "解决及时率"), ("satisfaction", "满意度")):
        row = _row(figures, code)
        if row.get("change") is None:
            continue
        points = "个百分点" if row["unit"] == "%" else f" {row['unit']}"
        change = row["change"]
        way = (
            "持平"
            if not change
            else f"{'上升' if change > 0 else '下降'} {abs(change):,.1f}".removesuffix(".0") + points
        )
        told.append(f"{verb}比上期{way}")
    if not told:
        return "与上期没有可比的数据。"
    return "，".join(told) + "。"


def satisfaction(figures: Figures, period: str) -> str:
    rated = sum(number for _level, number in figures["satisfaction"])
    if not rated:
        return "本期没有收到评价。"
    unhappy = sum(number for level, number in figures["satisfaction"] if level in {"不满意", "非常不满意"})
    counts = figures["counts"]
    told = f"本期收到工单评价 {rated:,} 份，{_said(_row(figures, 'satisfaction'))}，其中不满意 {unhappy} 份。"
    if counts["called_all"]:
        told += f"\n应回访 {counts['called_all']} 件，已回访 {counts['called_done']} 件。"
    for subject, method, rate, overall in figures["surveys"]:
        told += f"\n{subject}（{method}）回收率 {rate}，总体满意度 {overall}。"
    return told


def problems(figures: Figures, period: str) -> str:
    rows, again = figures["problems"], figures["repeated"]
    told = [f"本期登记问题 {len(rows)} 个。" if rows else "本期没有登记问题。"]
    if again:
        words = [f"{what}（{number} 次）" for what, number in again]
        told.append(f"30 天内反复发生的有：{_list(words)}，建议立为问题，查明根因。")
    return "\n".join(told)


def next_steps(figures: Figures, period: str) -> str:
    steps = [
        f"针对“{row['title']}”未达目标（{row['shown']}，目标 {row['target']}），分析原因并落实改进"
        for row in figures["indicators"]
        if row["met"] is False
    ]
    if figures["repeated"]:
        steps.append(f"对{figures['repeated'][0][0]}等反复发生的故障立为问题，查明根因")
    if not steps:
        steps.append("保持现有服务水平，继续做好日常运维")
    return "\n".join(f"{place}. {step}。" for place, step in enumerate(steps, start=1))  # fmt: skip


_WRITERS: dict[str, Callable[[Figures, str], str]] = {
    "overview": overview, "performance": performance, "majors": majors, "workload": workload, "causes": causes, "trends": trends,
    "satisfaction": satisfaction, "problems": problems, "next_steps": next_steps,
}  # fmt: skip
