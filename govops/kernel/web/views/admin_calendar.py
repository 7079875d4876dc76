"""工作日历: the year, its approval and its amendments by notice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from govops.kernel import moment
from govops.kernel.access import rights
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SECURITY_ADMIN, SYSTEM_ADMIN
from govops.kernel.audit import trail
from govops.kernel.calendar import files, hours, years
from govops.kernel.calendar.day_specs import DaySpec
from govops.kernel.calendar.grid import YearGrid, year_grid
from govops.kernel.calendar.models import CalendarYear, DayKind, DayOverride, WorkCalendar, YearStatus
from govops.kernel.calendar.working_time import CalendarMissingError, working_time
from govops.kernel.calendar.years import YearChange
from govops.kernel.web.views.panels import AskForm, DayInput, PanelPage, facts, table, text
from govops.kernel.web.words import local

_TONES = {"unpublished": "red", "tentative": "amber", "approved": "green"}
_RESTORE = "restore"


class ImportForm(AskForm):
    file = forms.FileField(
        label="放假安排文件", help_text="CSV（首行：日期,类型,名称,时段）或 holiday-cn 的 JSON，不超过 1 MB。"
    )


class NoticeForm(AskForm):
    notice_no = forms.CharField(label="通知文号", max_length=200, help_text="如：国办发明电〔2025〕7号。")


class AmendForm(NoticeForm):
    first = forms.DateField(label="从", widget=DayInput)
    last = forms.DateField(label="到", widget=DayInput, required=False, help_text="只调整一天的留空。")
    kind = forms.ChoiceField(label="改为", choices=[*DayKind.choices, (_RESTORE, "恢复平常作息")])
    name = forms.CharField(
        label="名称", max_length=60, required=False, help_text="如：春节延长假期；恢复平常作息时可留空。"
    )
    reason = forms.CharField(label="修订原因", max_length=200)


class AmendFileForm(NoticeForm):
    file = forms.FileField(label="修订后的放假安排文件")
    reason = forms.CharField(label="修订原因", max_length=200)


class Calendar(PanelPage):
    title = "工作日历"
    roles = (SYSTEM_ADMIN, SECURITY_ADMIN)
    asks = {
        "found": AskForm,
        "prefill": AskForm,
        "import": ImportForm,
        "approve": NoticeForm,
        "amend": AmendForm,
        "amend_file": AmendFileForm,
    }
    register = years.REGISTER
    template_name = "accounts/calendar.html"

    def load(self, **kwargs: Any) -> None:
        asked = self.request.GET.get("year", "")
        self.year = int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2100 else moment.today().year
        self.found = WorkCalendar.objects.filter(is_default=True).first()
        self.row = CalendarYear.objects.filter(calendar=self.found, year=self.year).first()

    @property
    def calendar(self) -> WorkCalendar:
        if self.found is None:
            raise Refused("还没有工作日历，请先建立标准工作日历。")
        return self.found

    def heading(self) -> str:
        return f"{self.year} 年工作日历"

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}, {"title": f"{self.year} 年"}]

    def tabs(self) -> dict[str, Any]:
        rows = {
            row.year: row.get_status_display() for row in CalendarYear.objects.filter(calendar=self.found)
        }
        this = moment.today().year
        shown = sorted({*rows, this, this + 1, self.year})[-6:]
        items = [
            {
                "title": f"{year} {rows.get(year, '未发布')}",
                "url": f"?year={year}",
                "active": year == self.year,
                "count": None,
            }
            for year in shown
        ]
        return {"kind": "views", "items": items}

    def extra(self) -> dict[str, Any]:
        return {"grid": self._grid(), "today": moment.today()}

    def _grid(self) -> YearGrid | None:
        if self.found is None:
            return None
        try:
            return year_grid(self.year, working_time(self.found.code))
        except CalendarMissingError:
            return None

    def panels(self) -> list[dict[str, Any]]:
        if self.found is None:
            words = "时限、夜晚和节假日都按工作日历判定。请系统管理员建立标准工作日历，再预排或导入各年安排。"
            return [{"kind": "alert", "tone": "amber", "title": "还没有工作日历", "text": words}]
        row = self.row
        status = row.status if row else YearStatus.UNPUBLISHED
        cells = facts(
            {"label": "状态", "value": "", "chip": {"text": YearStatus(status).label, "tone": _TONES[status]}}, ("通知文号", row.notice_no if row else ""),
            ("数据来源", row.source if row else ""),
            ("核定", f"{row.published_by_name} {local(row.published_at):%Y-%m-%d %H:%M}" if row and row.published_at else ""),
        )  # fmt: skip
        words = "本年安排尚未核定，跨入本年的时限均标明“为预计”；核定后自动重新计算。"
        alert = (
            {"kind": "alert", "tone": "amber", "title": YearStatus(status).label, "text": words}
            if status != YearStatus.APPROVED
            else {}
        )
        return [alert, {"kind": "facts", "title": "年度安排", "definition": cells}, self._days()]

    def _days(self) -> dict[str, Any]:
        mine = DayOverride.objects.filter(calendar=self.found, notice_year=self.year).order_by("date", "-id")
        rows = []
        for first, last in _runs(list(mine)):
            state = (
                {"kind": "chip", "text": "已被修订", "tone": "muted"}
                if first.retired_at
                else {"kind": "chip", "text": "现行", "tone": "green"}
            )
            kind = {
                "kind": "chip",
                "text": first.get_kind_display(),
                "tone": "green" if first.kind == DayKind.OFF else "amber",
            }
            spans = "；".join("–".join(span) for span in first.segments or [])
            length = (last.date - first.date).days + 1
            when = f"{first.date:%Y-%m-%d}" + (f" 至 {last.date:%m-%d}" if length > 1 else "")
            rows.append(
                {
                    "cells": [
                        text(when, f"{length} 天"),
                        kind,
                        text(first.name),
                        text(spans or "平常作息" if first.kind == DayKind.WORK else ""),
                        text(first.source_notice),
                        state,
                    ]
                }
            )
        empty = {"title": "还没有放假安排", "icon": "calendar", "text": "在右侧预排或导入。"}
        return {
            "kind": "table",
            "title": "放假与调休",
            "table": table(("日期", "类型", "名称", "时段", "依据", "状态"), rows, empty=empty, compact=True),
        }

    def side(self) -> list[dict[str, Any]]:
        if SYSTEM_ADMIN not in self.actor.roles:
            return []
        if self.found is None:
            words = "周一至周五，08:30–12:00、13:30–17:30；建立后预排今明两年。"
            return [self.ask("found", "建立标准工作日历", "建立", icon="calendar", text=words)]
        if self.row is not None and self.row.status == YearStatus.APPROVED:
            words = "通知有调整时修订；原安排留存备查，未办结的时限在同一事务中重新计算。"
            return [
                self.ask("amend", "修订日期", "修订", icon="calendar-event", text=words),
                self.ask(
                    "amend_file", "按文件修订", "修订", multipart=True, text="使本年安排与文件完全一致。"
                ),
            ]
        words = "取内置的国务院放假安排；尚无安排的年份先排法定节假日。"
        panels = [
            self.ask("prefill", "预排", "预排", icon="calendar-stats", text=words),
            self.ask("import", "导入文件", "导入", icon="file-import", multipart=True),
        ]
        if self.row is not None and self.row.status == YearStatus.TENTATIVE:
            panels.insert(
                0,
                self.ask(
                    "approve",
                    "核定",
                    "核定",
                    icon="calendar-check",
                    text="对照国务院办公厅通知核对无误后核定，时限随之确定。",
                ),
            )
        return panels

    def _only(self) -> None:
        rights.only(self.actor, SYSTEM_ADMIN, to="维护工作日历")

    def do_found(self, data: dict[str, Any]) -> str:
        self._only()
        year = moment.today().year
        calendar = hours.ensure_default(years=(year, year + 1))
        trail.record(
            actor=self.actor,
            operation="create",
            register=self.register,
            record_id=calendar.pk,
            summary=f"建立{calendar.name}，预排 {year}、{year + 1} 年",
        )
        return f"已建立{calendar.name}，{year}、{year + 1} 年为预排，请对照通知核定。"

    def do_prefill(self, data: dict[str, Any]) -> str:
        self._only()
        return self._told("已预排", years.prefill(self.year, actor=self.actor, calendar=self.calendar))

    def do_import(self, data: dict[str, Any]) -> str:
        self._only()
        file = files.read(data["file"].name, data["file"].read(files.MAX_BYTES + 1), year=self.year)
        return self._told("已导入", years.import_year(file, actor=self.actor, calendar=self.calendar))

    def do_approve(self, data: dict[str, Any]) -> str:
        self._only()
        return self._told(
            "已核定",
            years.approve_year(
                self.year, notice_no=data["notice_no"], actor=self.actor, calendar=self.calendar
            ),
        )

    def do_amend(self, data: dict[str, Any]) -> str:
        self._only()
        dates = _between(data["first"], data["last"] or data["first"])
        restore = data["kind"] == _RESTORE
        if not restore and not data["name"].strip():
            raise Refused("请填写“名称”，如：春节延长假期。", field="name", status=422)
        change = years.amend_year(
            self.year, days=[] if restore else [DaySpec(day, data["kind"], data["name"].strip()) for day in dates], restored=dates if restore else (),
            notice_no=data["notice_no"], reason=data["reason"], actor=self.actor, calendar=self.calendar,
        )  # fmt: skip
        return self._told("已修订", change)

    def do_amend_file(self, data: dict[str, Any]) -> str:
        self._only()
        file = files.read(data["file"].name, data["file"].read(files.MAX_BYTES + 1), year=self.year)
        change = years.amend_from_file(
            file, notice_no=data["notice_no"], reason=data["reason"], actor=self.actor, calendar=self.calendar
        )
        return self._told("已修订", change)

    def _told(self, what: str, change: YearChange) -> str:
        clocks = change.recomputed
        moved = f"；重新计算计时 {clocks.checked} 个，到期时间变动 {len(clocks.moved)} 个" if clocks else ""
        return f"{self.year} 年日历{what}：{change.text}{moved}。"


def _runs(days: list[DayOverride]) -> list[tuple[DayOverride, DayOverride]]:
    """Days in a row that say the same, as (first, last)."""
    runs: list[tuple[DayOverride, DayOverride]] = []
    for day in sorted(days, key=lambda d: (d.retired_at is not None, d.date)):
        if runs and _same(runs[-1][1], day):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _same(before: DayOverride, day: DayOverride) -> bool:
    told = [(d.kind, d.name, d.segments, d.source_notice, d.retired_at is None) for d in (before, day)]
    return told[0] == told[1] and (day.date - before.date).days == 1


def _between(first: Any, last: Any) -> list[Any]:
    if last < first:
        raise Refused("“到”不能早于“从”，请核对日期。", field="last", status=422)
    if (last - first).days > 60:
        raise Refused("一次最多调整 60 天；调整较多时请按文件修订。", field="last", status=422)
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
