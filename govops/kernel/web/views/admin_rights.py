"""权限表 (read only, from the reviewed files) and the switch to 正式运行."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q

from govops.kernel.access import production, roles
from govops.kernel.access import table as rights
from govops.kernel.access.models import Account, DirectOpening, SystemState
from govops.kernel.access.roles import SECURITY_ADMIN
from govops.kernel.registers import site
from govops.kernel.web.views.admin_menu import ALL
from govops.kernel.web.views.panels import AskForm, PanelPage, facts, table, text
from govops.kernel.web.words import local


class AccessTable(PanelPage):
    title = "权限表"
    subtitle = "角色 × 台账 × 操作，随程序发布、经评审，不能在线修改；表中没有的一律不许。"
    roles = ALL

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def tabs(self) -> dict[str, Any]:
        by_role = self.request.GET.get("by") == "role"
        items = [
            {"title": "按台账", "url": "?by=register", "active": not by_role, "count": None},
            {"title": "按角色", "url": "?by=role", "active": by_role, "count": None},
        ]
        return {"kind": "views", "items": items}

    def panels(self) -> list[dict[str, Any]]:
        by_role = self.request.GET.get("by") == "role"
        groups: dict[str, list[rights.Line]] = {}
        for line in rights.lines():
            groups.setdefault(line.role if by_role else line.register, []).append(line)
        name = roles.title_of if by_role else _register
        other = "台账" if by_role else "角色"
        columns = (other, *rights.OPERATIONS.values(), "范围")
        panels: list[dict[str, Any]] = []
        for code, lines in groups.items():
            rows = [
                {"cells": self._cells(_register(x.register) if by_role else roles.title_of(x.role), x)}
                for x in lines
            ]
            panels.append(
                {
                    "kind": "table",
                    "title": name(code),
                    "sub": code,
                    "table": table(columns, rows, empty={"title": ""}, compact=True),
                }
            )
        return panels

    def _cells(self, title: str, line: rights.Line) -> list[dict[str, Any]]:
        marks = [
            {"kind": "check", "value": code in line.operations, "text": ""} for code in rights.OPERATIONS
        ]
        return [text(title, **{"class": "cell-title"}), *marks, text(rights.SCOPES[line.scope])]


def _register(code: str) -> str:
    found = site.find(code)
    return found.title if found else code


class SwitchForm(AskForm):
    phrase = forms.CharField(
        label=f"请输入“{production.PHRASE}”以确认",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Production(PanelPage):
    title = "正式运行"
    subtitle = "启用后不可撤回：系统管理员不得私设用户，开户须凭办公室、人教处共同同意的申请单（政务内网管理办法第十八条）。"
    roles = ALL
    asks = {"switch": SwitchForm}
    register = "system_state"

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def load(self, **kwargs: Any) -> None:
        self.state = SystemState.current()

    def panels(self) -> list[dict[str, Any]]:
        state = self.state
        chip = {
            "text": "正式运行" if state.is_production else "初始化",
            "tone": "green" if state.is_production else "amber",
        }
        accounts = Account.objects.aggregate(
            all=Count("pk"), warranted=Count("pk", filter=Q(warrant_id__isnull=False))
        )
        waits = Q(confirmed_at__isnull=True, account__stopped_at__isnull=True)
        opened = DirectOpening.objects.aggregate(all=Count("pk"), waiting=Count("pk", filter=waits))
        cells = facts(
            {"label": "状态", "value": "", "chip": chip}, ("启用时间", f"{local(state.since):%Y-%m-%d %H:%M}" if state.since else ""),
            ("账户总数", accounts["all"]), ("直接开立", opened["all"]), ("待复核", opened["waiting"]), ("凭单开立", accounts["warranted"]),
        )  # fmt: skip
        found = [] if state.is_production else production.obstacles()
        alerts = [
            {"kind": "alert", "tone": "amber", "title": "还不能启用", "text": sentence} for sentence in found
        ]
        return [*alerts, {"kind": "facts", "title": "运行状态", "definition": cells}, self._opened()]

    def _opened(self) -> dict[str, Any]:
        rows = DirectOpening.objects.select_related(
            "account__person__unit", "opened_by__person", "confirmed_by__person"
        ).order_by("-opened_at")
        made = [
            {
                "url": f"/admin/accounts/{o.account_id}/",
                "cells": [
                    text(
                        o.account.person.label if o.account.person else "",
                        o.account.username,
                        **{"class": "cell-title"},
                    ),
                    text(o.reason),
                    text(o.opened_by.person or o.opened_by),
                    text(o.confirmed_by.person or o.confirmed_by if o.confirmed_by else "待复核"),
                    {"kind": "when", "value": o.opened_at},
                ],
            }
            for o in rows
        ]
        empty = {"title": "没有直接开立的账户", "icon": "user-check"}
        columns = ("用户", "理由", "开户人", "复核人", "时间")
        return {
            "kind": "table",
            "title": "直接开户清单",
            "table": table(columns, made, empty=empty, compact=True),
        }

    def side(self) -> list[dict[str, Any]]:
        if SECURITY_ADMIN not in self.actor.roles or self.state.is_production:
            return []
        words = "启用前请确认单位、人员、席位、工作日历均已就绪。本操作不可撤回，记入审计。"
        return [
            self.ask(
                "switch",
                "启用正式运行",
                "启用",
                tone="red",
                icon="power",
                text=words,
                confirm="启用后不可撤回，确定启用正式运行吗？",
            )
        ]

    def do_switch(self, data: dict[str, Any]) -> str:
        production.switch_on(phrase=data["phrase"], actor=self.actor)
        return "系统已正式运行。"
