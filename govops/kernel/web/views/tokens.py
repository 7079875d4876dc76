"""接口令牌: what one's own programs may do in one's name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.timezone import localtime

from govops.kernel import moment
from govops.kernel.access import table as rights
from govops.kernel.access import tokens
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import ApiToken
from govops.kernel.registers import site
from govops.kernel.web.views.me import MePage
from govops.kernel.web.views.panels import AskForm, button, table, text

_EXTENT = (("read", "只读"), ("write", "读和写（含办理）"), ("all", "本人的全部权限"))


class TokenForm(AskForm):
    name = forms.CharField(label="用途", max_length=60, help_text="写明哪个程序使用，如“财务系统对接”。")
    extent = forms.ChoiceField(label="权限", choices=_EXTENT, initial="read")
    registers = forms.MultipleChoiceField(
        label="限于台账", required=False, widget=forms.CheckboxSelectMultiple, help_text="不选即不限。"
    )
    days = forms.IntegerField(label="有效期（天）", min_value=1, initial=90)

    def __init__(self, *args: Any, registers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registers"].choices = registers  # type: ignore[attr-defined]


class RevokeForm(AskForm):
    token = forms.IntegerField(widget=forms.HiddenInput, label="令牌")


class Tokens(MePage):
    title = "接口令牌"
    subtitle = "程序凭令牌以您的名义调用接口，权限不超过您本人。令牌只显示一次，请妥善保管。"
    asks = {"create": TokenForm, "revoke": RevokeForm}
    register = "api_token"

    def form_kwargs(self, do: str) -> dict[str, Any]:
        if do != "create":
            return {}
        mine = [
            (r.code, r.title) for r in site.all_registers() if rights.scope_of(self.actor, "read", r.code)
        ]
        return {"registers": mine}

    def panels(self) -> list[dict[str, Any]]:
        if self.actor.is_administrator:
            return [
                {
                    "kind": "alert",
                    "tone": "accent",
                    "title": "",
                    "text": "管理员只能通过操作界面履职，不能申请接口令牌。",
                }
            ]
        rows = ApiToken.objects.filter(account=self.account)[:50]
        empty = {"title": "没有接口令牌", "icon": "key", "text": "程序需要调用接口时，在右侧申请。"}
        columns = ("用途", "范围", "有效期至", "状态", "")
        return [
            {
                "kind": "table",
                "title": "我的令牌",
                "table": table(columns, [self._row(row) for row in rows], empty=empty),
            }
        ]

    def _row(self, row: ApiToken) -> dict[str, Any]:
        over = row.expires_at <= moment.now()
        state, tone = (
            ("已吊销", "muted") if row.revoked_at else ("已过期", "muted") if over else ("有效", "green")
        )
        words = "、".join(_words(scope) for scope in row.scopes)
        end: dict[str, Any] = {"text": ""}
        if state == "有效":
            end = button(
                self.request,
                "revoke",
                "吊销",
                confirm=f"吊销后使用它的程序立即不能访问，确定吊销“{row.name}”吗？",
                danger=True,
                token=row.pk,
            )
        return {
            "cells": [
                text(row.name, f"申请于 {localtime(row.created_at):%Y-%m-%d}", **{"class": "cell-title"}), text(words), {"kind": "when", "value": row.expires_at},
                {"kind": "chip", "text": state, "tone": tone}, end,
            ]
        }  # fmt: skip

    def side(self) -> list[dict[str, Any]]:
        return [] if self.actor.is_administrator else [self.ask("create", "申请令牌", "申请", icon="plus")]

    def do_create(self, data: dict[str, Any]) -> HttpResponse:
        operations = {"read": ["read"], "write": ["read", "write"], "all": ["*"]}[data["extent"]]
        scopes = [f"{register}:{operation}" for register in data["registers"] for operation in operations]
        if not data["registers"]:
            scopes = ["*"] if operations == ["*"] else [f"*:{operation}" for operation in operations]
        made = tokens.issue_own(self.actor, name=data["name"], scopes=scopes, days=data["days"])
        self.bound.clear()
        return self.page(
            new_token=made,
            panels=[{"kind": "template", "template": "accounts/new_token.html"}, *self.panels()],
        )

    def do_revoke(self, data: dict[str, Any]) -> str:
        row = ApiToken.objects.filter(pk=data["token"], account=self.account).first()
        if row is None:
            raise Refused("没有找到这个令牌。", status=404)
        tokens.revoke_own(row, actor=self.actor)
        return f"令牌“{row.name}”已吊销。"


def _words(scope: str) -> str:
    register, _, operation = scope.partition(":")
    if scope == "*":
        return "全部权限"
    found = site.find(register)
    where = "全部台账" if register == "*" else found.title if found else register
    return f"{where}：{rights.OPERATIONS.get(operation, '全部')}"
