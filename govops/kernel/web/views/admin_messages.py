"""消息模板: the wording of each kind of message, with preview and a way back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse

from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SYSTEM_ADMIN
from govops.kernel.messages import kinds, wording
from govops.kernel.messages.models import MessageTemplate
from govops.kernel.web.views.panels import AskForm, PanelPage, facts, table, text


class Templates(PanelPage):
    title = "消息模板"
    subtitle = "每类消息的标题和内容；改动后新产生的消息即按新的写法。"
    roles = (SYSTEM_ADMIN,)

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def panels(self) -> list[dict[str, Any]]:
        changed = set(MessageTemplate.objects.values_list("kind", flat=True))
        rows = []
        for kind in kinds.all_kinds():
            title, body = wording.in_force(kind)
            url = f"/admin/messages/{kind.code}/"
            state = (
                {"text": "已修改", "tone": "amber"}
                if kind.code in changed
                else {"text": "出厂", "tone": "muted"}
            )
            name = text(kind.name, kind.when, url=url, **{"class": "cell-title"})
            rows.append({"url": url, "cells": [name, text(title), text(body), {"kind": "chip", **state}]})
        made = table(("类别", "标题", "内容", "写法"), rows, empty={"title": "没有消息类别"})
        return [{"kind": "table", "title": "消息类别", "table": made}]


class WordingForm(AskForm):
    title = forms.CharField(label="标题", max_length=wording.LONGEST_TITLE)
    text = forms.CharField(
        label="内容",
        max_length=wording.LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, kind: kinds.MessageKind, **kwargs: Any) -> None:
        title, body = wording.in_force(kind)
        kwargs.setdefault("initial", {"title": title, "text": body})
        super().__init__(*args, **kwargs)


class TemplatePage(PanelPage):
    """One kind: its words, its wording, how it reads."""

    roles = (SYSTEM_ADMIN,)
    asks = {"save": WordingForm, "preview": WordingForm, "reset": AskForm}
    register = "message_template"

    def load(self, **kwargs: Any) -> None:
        found = kinds.find(kwargs["kind"])
        if found is None:
            raise Refused("没有这类消息。", status=404)
        self.kind = found
        self.shown = wording.rendered(found, found.samples)

    def heading(self) -> str:
        return f"消息模板：{self.kind.name}"

    def crumbs(self) -> list[dict[str, str]]:
        return [
            {"title": "系统管理"}, {"title": "消息模板", "url": "/admin/messages/"}, {"title": self.kind.name},
        ]  # fmt: skip

    def form_kwargs(self, do: str) -> dict[str, Any]:
        return {} if do == "reset" else {"kind": self.kind}

    def panels(self) -> list[dict[str, Any]]:
        rows = [
            {
                "cells": [
                    text(f"{{{word.name}}}", **{"class": "cell-title"}),
                    text(word.meaning),
                    text(word.sample),
                ]
            }
            for word in self.kind.words
        ]
        title, body = self.shown
        words = table(("占位符", "是什么", "示例"), rows, empty={"title": ""}, compact=True)
        return [
            {"kind": "facts", "title": "预览", "note": "用示例内容", "definition": facts(
                {"label": "标题", "value": title, "wide": True}, {"label": "内容", "value": body, "wide": True},
            )},
            {"kind": "table", "title": "可用的占位符", "table": words},
        ]  # fmt: skip

    def side(self) -> list[dict[str, Any]]:
        editing = self.bound.get("preview") or self.bound.get("save") or self.form("save")
        made = self.ask("save", "写法", "保存", icon="check", template="accounts/wording.html") | {
            "form": editing
        }
        panels = [{**made, "kind": "template", "template": "accounts/wording.html"}]
        if MessageTemplate.objects.filter(kind=self.kind.code).exists():
            words = f"恢复“{self.kind.name}”的出厂写法？"
            panels.append(self.ask("reset", "恢复出厂写法", "恢复", confirm=words, icon="rotate-clockwise"))
        return panels

    def do_preview(self, data: dict[str, Any]) -> HttpResponse:
        self.shown = wording.preview(self.kind, data["title"], data["text"])
        return self.page()

    def do_save(self, data: dict[str, Any]) -> str:
        wording.change(self.kind, title=data["title"], text=data["text"], actor=self.actor)
        return f"“{self.kind.name}”的写法已保存。"

    def do_reset(self, data: dict[str, Any]) -> str:
        wording.reset(self.kind, actor=self.actor)
        return f"“{self.kind.name}”已恢复出厂写法。"
