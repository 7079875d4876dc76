"""后台作业: what runs by itself, when it ran, what came of it."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.roles import SYSTEM_ADMIN
from govops.kernel.jobs import overview
from govops.kernel.jobs.models import JobRun
from govops.kernel.web.views.panels import PanelPage, table, text
from govops.kernel.web.words import local


class Jobs(PanelPage):
    title = "后台作业"
    subtitle = "定时作业按北京时间运行；失败自动重试，最终失败需处理原因后等待下次运行。"
    roles = (SYSTEM_ADMIN,)

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def panels(self) -> list[dict[str, Any]]:
        seen = overview.worker_seen_at()
        alive = overview.worker_is_alive()
        since = f"最近一次心跳 {local(seen):%m-%d %H:%M:%S}" if seen else "从未启动"
        alert = {
            "kind": "alert", "tone": "green" if alive else "red", "title": "作业程序在运行" if alive else "作业程序没有运行",
            "text": f"{since}；排队 {overview.waiting_count()} 项。" + ("" if alive else "请检查 govops.server jobs 是否启动。"),
        }  # fmt: skip
        rows = [self._row(line) for line in overview.overview()]
        columns = ("作业", "计划", "上次运行", "结果", "下次")
        return [
            alert,
            {
                "kind": "table",
                "title": "",
                "table": table(columns, rows, empty={"title": "没有作业"}, compact=True),
            },
        ]

    def _row(self, line: overview.JobLine) -> dict[str, Any]:
        last = line.last
        return {
            "cells": [
                text(line.job.title, line.job.name, **{"class": "cell-title"}), text(schedule_words(line.job.every)),
                {"kind": "when", "value": last.started_at} if last else text(""), _result(last),
                {"kind": "when", "value": line.next_due} if line.next_due else text(""),
            ]
        }  # fmt: skip


def schedule_words(every: str | None) -> str:
    """A cron line in words where it is a plain one: 每分钟, 每 10 分钟, 每日 03:20; others as they are written."""
    if every is None:
        return "按需"
    minute, hour, *rest = every.split()
    if rest != ["*", "*", "*"]:
        return every
    if hour == "*":
        if minute == "*":
            return "每分钟"
        return f"每 {minute[2:]} 分钟" if minute.startswith("*/") else f"每小时 {minute} 分"
    return f"每日 {int(hour):02}:{int(minute):02}" if hour.isdigit() and minute.isdigit() else every


def _result(run: JobRun | None) -> dict[str, Any]:
    if run is None:
        return text("尚未运行", tone="muted")
    tone = {"failed": "red", "ok": ""}.get(run.result, "muted")
    again = f"第 {run.attempt} 次尝试" if run.attempt > 1 else ""
    return text(
        f"{run.get_result_display()}：{run.sentence[:120]}" if run.sentence else run.get_result_display(),
        again,
        tone=tone,
    )
