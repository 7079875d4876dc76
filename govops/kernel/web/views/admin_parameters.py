"""运行参数: typed, bounded, each with its source, its owner and its history."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms

from govops.kernel import parameters
from govops.kernel.access import tuning
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import title_of
from govops.kernel.parameters import Parameter
from govops.kernel.parameters.models import ParameterChange
from govops.kernel.web.views.admin_menu import ALL
from govops.kernel.web.views.panels import AskForm, PanelPage, facts, table, text


def bounds(one: Parameter) -> str:
    """The allowed values in words."""
    if one.choices:
        return "、".join(dict(one.choices).values())
    if one.kind == "bool":
        return "是、否"
    if one.minimum is not None and one.maximum is not None:
        return f"{one.minimum:g} 至 {one.maximum:g}"
    if one.minimum is not None:
        return f"不小于 {one.minimum:g}"
    return f"不大于 {one.maximum:g}" if one.maximum is not None else ""


class Parameters(PanelPage):
    title = "运行参数"
    subtitle = "系统管理员管运行，安全管理员管策略；每次修改写明原因，记入历史和审计。"
    roles = ALL

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def panels(self) -> list[dict[str, Any]]:
        panels = []
        for group, found in groupby(parameters.all_parameters(), key=lambda p: p.group):
            rows = [self._row(one) for one in found]
            columns = ("参数", "现值", "缺省", "允许", "归口")
            panels.append(
                {
                    "kind": "table",
                    "title": group,
                    "table": table(columns, rows, empty={"title": ""}, compact=True),
                }
            )
        return panels

    def _row(self, one: Parameter) -> dict[str, Any]:
        current = parameters.value(one.key)
        mine = tuning.OWNERS[one.owner] in self.actor.roles
        url = f"/admin/parameters/{one.key}/"
        shown = text(one.shown(current), tone="amber" if current != one.default else "")
        return {
            "url": url,
            "cells": [
                text(one.title, one.source, url=url, **{"class": "cell-title"}), shown,
                text(one.shown(one.default)), text(bounds(one)),
                {"kind": "chip", "text": title_of(tuning.OWNERS[one.owner]), "tone": "accent" if mine else "muted"},
            ],
        }  # fmt: skip


class ParameterForm(AskForm):
    value = forms.CharField(label="新值", max_length=500)
    reason = forms.CharField(label="修改原因", max_length=200)

    def __init__(self, *args: Any, one: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = _input(one)
        self.order_fields(["value", "reason"])


def _input(one: Parameter) -> forms.Field:
    current = parameters.value(one.key)
    if one.choices or one.kind == "bool":
        choices = [(str(value), label) for value, label in one.choices] or [("true", "是"), ("false", "否")]
        initial = str(current).lower() if one.kind == "bool" else str(current)
        return forms.ChoiceField(label="新值", choices=choices, initial=initial)
    shown = "、".join(current) if one.kind == "list" else current
    help_text = (
        f"允许：{bounds(one)}{one.unit}"
        if bounds(one)
        else "多个之间用顿号“、”隔开。"
        if one.kind == "list"
        else ""
    )
    # Bounds are checked by the parameter itself, with its own sentence.
    return forms.CharField(
        label="新值",
        initial=shown,
        help_text=help_text,
        max_length=500,
        error_messages={"required": "请填写“新值”。"},
    )


class ParameterPage(PanelPage):
    """One parameter with its history."""

    roles = ALL
    asks = {"set": ParameterForm}
    register = "parameter"

    def load(self, **kwargs: Any) -> None:
        found = next((p for p in parameters.all_parameters() if p.key == kwargs["key"]), None)
        if found is None:
            raise Refused("没有这个参数。", status=404)
        self.one = found

    def heading(self) -> str:
        return self.one.title

    def crumbs(self) -> list[dict[str, str]]:
        return [
            {"title": "系统管理"},
            {"title": "运行参数", "url": "/admin/parameters/"},
            {"title": self.one.title},
        ]

    def form_kwargs(self, do: str) -> dict[str, Any]:
        return {"one": self.one}

    def panels(self) -> list[dict[str, Any]]:
        one = self.one
        cells = facts(
            ("参数", one.key), ("现值", one.shown(parameters.value(one.key))), ("缺省", one.shown(one.default)), ("允许", bounds(one)),
            ("依据", one.source), ("归口", title_of(tuning.OWNERS[one.owner])), {"label": "说明", "value": one.help, "wide": True},
        )  # fmt: skip
        rows = [
            {
                "cells": [
                    {"kind": "when", "value": c.changed_at},
                    text(c.changed_by),
                    text(one.shown(c.before)),
                    text(one.shown(c.after)),
                    text(c.reason),
                ]
            }
            for c in ParameterChange.objects.filter(key=one.key)[:100]
        ]
        empty = {"title": "没有改动过", "icon": "history", "text": "现在用的是缺省值。"}
        columns = ("时间", "修改人", "原值", "新值", "原因")
        return [
            {"kind": "facts", "title": "参数", "definition": cells},
            {"kind": "table", "title": "修改记录", "table": table(columns, rows, empty=empty, compact=True)},
        ]

    def side(self) -> list[dict[str, Any]]:
        owner = tuning.OWNERS[self.one.owner]
        if owner not in self.actor.roles:
            return [
                {"kind": "alert", "tone": "accent", "title": "", "text": f"本参数由{title_of(owner)}修改。"}
            ]
        return [self.ask("set", "修改", "保存", icon="check")]

    def do_set(self, data: dict[str, Any]) -> str:
        new = tuning.set_parameter(
            self.one.key, self._typed(data["value"]), reason=data["reason"], actor=self.actor
        )
        return f"“{self.one.title}”已改为{self.one.shown(new)}。"

    def _typed(self, raw: str) -> Any:
        """A choice's own value (the browser sends text)."""
        return next((value for value, _ in self.one.choices if str(value) == raw), raw)
