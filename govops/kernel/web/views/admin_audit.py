"""审计记录 and 审计封存: for the audit administrator alone, every question recorded (R-AUD-03)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date

from govops.kernel import moment
from govops.kernel.access.actor import CHANNELS
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import AUDIT_ADMIN
from govops.kernel.audit import query, seals, trail, verification
from govops.kernel.audit.choices import Operation, Result
from govops.kernel.audit.models import AuditEntry, AuditSeal
from govops.kernel.audit.query import AuditFilters
from govops.kernel.registers import site
from govops.kernel.sheets import writing
from govops.kernel.sheets.plan import SheetColumn, SheetPlan
from govops.kernel.web.views import admin_lists as lists
from govops.kernel.web.views.common import with_params
from govops.kernel.web.views.panels import AskForm, PanelPage, table, text
from govops.kernel.web.who_acted import who_acted
from govops.kernel.web.words import local

_SIZE = 50
_MOST_EXPORTED = 20_000
_TEXTS = {
    "actor_name": "操作人",
    "unit_name": "单位",
    "address": "来源地址",
    "number": "单号",
    "rule": "规则",
    "request_id": "请求编号",
}
_TONES = {"ok": "green", "refused": "amber", "failed": "red"}
#: registers that are no registers of records
_OWN_REGISTERS = {
    "account": "账户", "person": "人员", "post": "任职", "unit": "单位", "seat": "席位", "unit_function": "机构角色", "parameter": "运行参数", "delegation": "委托",
    "api_token": "接口令牌", "signature_key": "签名密钥", "calendar_year": "工作日历", "system_state": "系统状态", "audit_entry": "审计记录",
}  # fmt: skip


def register_title(code: str) -> str:
    found = site.find(code)
    return found.title if found else _OWN_REGISTERS.get(code, code)


def filters_of(request: HttpRequest) -> AuditFilters:
    """The filters of the address; Refused 422 for a date that is none."""
    given: dict[str, Any] = {
        name: request.GET.get(name, "").strip()[:100]
        for name in (*_TEXTS, "operation", "register", "channel", "result")
    }
    given["text"] = request.GET.get("q", "").strip()[:100]
    for name, key, shift in (("since", "at_from", 0), ("until", "at_to", 1)):
        if raw := request.GET.get(key):
            given[name] = _edge(raw, shift)
    if (record_id := request.GET.get("record_id", "")).isdigit():
        given["record_id"] = int(record_id[:18])
    return AuditFilters(**given)


def _edge(raw: str, shift: int) -> datetime:
    try:
        day = parse_date(raw)
    except ValueError:
        day = None
    if day is None:
        raise Refused("日期应写作 2026-11-23，请重新选择。", status=422)
    return timezone.make_aware(datetime.combine(day + timedelta(days=shift), time()))


class Audit(PanelPage):
    title = "审计记录"
    subtitle = "只增不改，逐块封存；您的每次查询、导出同样记入审计。"
    roles = (AUDIT_ADMIN,)

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def actions(self) -> list[dict[str, Any]]:
        url = with_params(self.request.GET, path="/admin/audit/export/", drop=("before",))
        return [
            {"url": "/admin/seals/", "label": "封存与校验", "icon": "shield-lock", "primary": False},
            {"url": url, "label": "导出 Excel", "icon": "file-spreadsheet", "primary": False},
        ]

    def panels(self) -> list[dict[str, Any]]:
        found = query.search(actor=self.actor, filters=filters_of(self.request))
        if (before := self.request.GET.get("before", "")).isdigit():
            found = found.filter(id__lt=int(before[:18]))
        rows = list(found[: _SIZE + 1])
        more, rows = len(rows) > _SIZE, rows[:_SIZE]
        pager = {
            "previous_url": with_params(self.request.GET, before=None) if self.request.GET.get("before") else "",
            "next_url": with_params(self.request.GET, before=rows[-1].pk) if more else "", "words": f"本页 {len(rows)} 条，新的在前", "target": "", "sizes": [],
        }  # fmt: skip
        columns = ("时间", "操作人", "操作", "对象", "摘要", "来源", "结果")
        empty = {"title": "没有符合条件的审计记录", "icon": "fingerprint", "text": "放宽条件后再查。"}
        made = table(columns, [self._row(row) for row in rows], empty=empty, compact=True)
        return [{"kind": "table", "title": "", "filters": self._filters(), "table": made, "pager": pager}]

    def _row(self, row: AuditEntry) -> dict[str, Any]:
        url, who = f"/admin/audit/{row.pk}/", who_acted(row)
        register = register_title(row.register) if row.register else ""
        return {
            "url": url,
            "cells": [
                text(f"{local(row.at):%H:%M:%S}", f"{local(row.at):%Y-%m-%d}", url=url, **{"class": "nowrap"}), text(who.name, who.tried or who.unit, **{"class": "cell-title"}),
                text(row.get_operation_display(), **{"class": "nowrap"}), text(register, row.number), text(row.summary[:80], row.rule), text(row.address, CHANNELS.get(row.channel, row.channel)),
                {"kind": "chip", "text": row.get_result_display(), "tone": _TONES[row.result]},
            ],
        }  # fmt: skip

    def _filters(self) -> dict[str, Any]:
        request = self.request
        registers = [(r.code, r.title) for r in site.all_registers()] + list(_OWN_REGISTERS.items())
        told = (
            ("operation", "操作", Operation.choices),
            ("register", "对象", registers),
            ("channel", "渠道", list(CHANNELS.items())),
            ("result", "结果", Result.choices),
        )
        singles = [
            {**lists.choice(request, name, title, options), "single": True} for name, title, options in told
        ]
        texts = [
            {
                "name": n,
                "title": t,
                "kind": "text",
                "value": request.GET.get(n, ""),
                "hidden": lists.hidden(request, n, "before"),
            }
            for n, t in _TEXTS.items()
        ]
        dates = {
            "name": "at", "title": "时间", "kind": "date", "from": request.GET.get("at_from", ""), "to": request.GET.get("at_to", ""),
            "hidden": lists.hidden(request, "at_from", "at_to", "before"),
        }  # fmt: skip
        active = lists.active(request, *told)
        active += [
            {
                "label": f"{title}：{request.GET[name]}",
                "remove_url": with_params(request.GET, drop=("before", name)),
            }
            for name, title in (
                *_TEXTS.items(),
                ("at_from", "从"),
                ("at_to", "到"),
                ("record_id", "记录编号"),
            )
            if request.GET.get(name)
        ]
        return {
            "action": "/admin/audit/", "search": lists.search_box(request, "摘要"), "available": [dates, *singles, *texts], "active": active,
            "clear_url": request.path if request.GET else "",
        }  # fmt: skip


class Entry(PanelPage):
    """One entry: what was before, what after."""

    roles = (AUDIT_ADMIN,)
    template_name = "accounts/audit_entry.html"

    def load(self, **kwargs: Any) -> None:
        found = (
            query.search(actor=self.actor, filters=AuditFilters(request_id=""))
            .filter(pk=kwargs["pk"])
            .first()
        )
        if found is None:
            raise Refused("没有这条审计记录。", status=404)
        self.entry = found

    def heading(self) -> str:
        return f"审计记录 {self.entry.pk}"

    def crumbs(self) -> list[dict[str, str]]:
        return [
            {"title": "系统管理"},
            {"title": "审计记录", "url": "/admin/audit/"},
            {"title": str(self.entry.pk)},
        ]

    def extra(self) -> dict[str, Any]:
        entry = self.entry
        before, after = entry.before or {}, entry.after or {}
        names = list(dict.fromkeys([*before, *after]))
        changes = [
            {"name": name, "before": before.get(name, ""), "after": after.get(name, "")} for name in names
        ]
        seal = (
            AuditSeal.objects.defer("row_marks").filter(first_id__lte=entry.pk, last_id__gte=entry.pk).first()
        )
        return {
            "entry": entry,
            "who": who_acted(entry),
            "changes": changes,
            "seal": seal,
            "register_title": register_title(entry.register),
            "channel": CHANNELS.get(entry.channel, entry.channel),
        }


def export(request: HttpRequest) -> HttpResponse:
    """What the list shows, as a workbook; recorded as an export."""
    found = query.search(actor=request.actor, filters=filters_of(request), exporting=True)  # type: ignore[attr-defined]
    columns = [
        SheetColumn("id", "编号", kind="integer"), SheetColumn("at", "时间", kind="datetime"), SheetColumn("actor_name", "操作人"),
        SheetColumn("unit_name", "单位"), SheetColumn("roles", "角色"), SheetColumn("operation", "操作"), SheetColumn("register", "对象"),
        SheetColumn("number", "单号"), SheetColumn("summary", "摘要"), SheetColumn("result", "结果"), SheetColumn("rule", "规则"),
        SheetColumn("address", "来源地址"), SheetColumn("channel", "渠道"), SheetColumn("request_id", "请求编号"),
    ]  # fmt: skip
    plan = SheetPlan("audit_entry", "审计记录", columns)
    if found[_MOST_EXPORTED : _MOST_EXPORTED + 1].exists():
        raise Refused(f"符合条件的超过 {_MOST_EXPORTED:,} 条，请缩小时间范围后分次导出。", status=422)
    rows = (
        [
            e.pk, e.at, str(who_acted(e)), who_acted(e).unit, e.roles, e.get_operation_display(), register_title(e.register), e.number, e.summary,
            e.get_result_display(), e.rule, e.address, CHANNELS.get(e.channel, e.channel), e.request_id,
        ]
        for e in found.iterator(chunk_size=2000)
    )  # fmt: skip
    content = writing.export(plan, rows)
    response = HttpResponse(
        content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{moment.today():%Y%m%d}.xlsx"'
    return response


class VerifyForm(AskForm):
    anchor = forms.CharField(
        label="锚点",
        required=False,
        max_length=19,
        help_text="抄录或打印留存的锚点，如 9F2C-01AB-77D0-3E5A；留空只校验链条。",
    )


class Seals(PanelPage):
    title = "审计封存"
    subtitle = "审计记录每十分钟封存一块：国密 SM3 链式摘要加密钥校验码；锚点应定期抄录或打印，另处保存。"
    roles = (AUDIT_ADMIN,)
    asks = {"verify": VerifyForm, "seal": AskForm}
    register = "audit_seal"
    findings: list[verification.Finding] | None = None

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": "审计记录", "url": "/admin/audit/"}, {"title": self.title}]

    def panels(self) -> list[dict[str, Any]]:
        rows, pager = lists.paged(
            self.request, AuditSeal.objects.defer("row_marks").order_by("-number"), size=30
        )
        made = [
            {
                "cells": [
                    text(f"第 {s.number} 块", **{"class": "cell-title"}),
                    text(f"{s.first_id}–{s.last_id}", f"{s.count} 条"),
                    text(s.anchor, **{"class": "mono"}),
                    {"kind": "when", "value": s.sealed_at},
                ]
            }
            for s in rows
        ]
        empty = {
            "title": "还没有封存块",
            "icon": "shield-lock",
            "text": "后台作业每十分钟封存一次，也可在右侧立即封存。",
        }
        listed = {
            "kind": "table",
            "title": "封存块",
            "note": verification.summary(),
            "table": table(("块", "记录编号", "锚点", "封存时间"), made, empty=empty, compact=True),
            "pager": pager,
        }
        return [*self._result(), listed]

    def _result(self) -> list[dict[str, Any]]:
        if self.findings is None:
            return []
        faults = [f for f in self.findings if f.is_fault]
        notes = [
            {"kind": "alert", "tone": "accent", "title": "", "text": f.sentence}
            for f in self.findings
            if not f.is_fault
        ]
        if not faults:
            return [
                {
                    "kind": "alert",
                    "tone": "green",
                    "title": "校验通过",
                    "text": "全部封存块完整，记录未被修改、删除或补插。",
                },
                *notes,
            ]
        return [
            *({"kind": "alert", "tone": "red", "title": "发现异常", "text": f.sentence} for f in faults),
            *notes,
        ]

    def side(self) -> list[dict[str, Any]]:
        return [
            self.ask(
                "verify",
                "校验",
                "开始校验",
                icon="shield-check",
                text="逐块核对摘要、链条和校验码，指出被改、被删、补插的记录。",
            ),
            self.ask("seal", "立即封存", "封存", icon="lock", text="把尚未封存的记录封成新块。"),
        ]

    def do_verify(self, data: dict[str, Any]) -> HttpResponse:
        self.findings = verification.verify(anchor=data["anchor"])
        faults = sum(f.is_fault for f in self.findings)
        words = f"校验审计记录：{f'发现 {faults} 处异常' if faults else '通过'}"
        trail.record(
            actor=self.actor,
            operation="query_audit",
            register="audit_entry",
            result="failed" if faults else "ok",
            summary=words,
        )
        return self.page()

    def do_seal(self, data: dict[str, Any]) -> str:
        try:
            made = seals.seal_now(patience_seconds=5)
        except seals.StillWritingError as busy:
            raise Refused(str(busy)) from None
        trail.record(
            actor=self.actor, operation="seal", register="audit_entry", summary=f"立即封存：{len(made)} 块"
        )
        return (
            f"已封存 {sum(s.count for s in made)} 条，锚点 {made[-1].anchor}。"
            if made
            else "没有新的审计记录。"
        )
