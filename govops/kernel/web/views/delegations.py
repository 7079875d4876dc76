"""委托: who decides for me while I am away."""

from __future__ import annotations

from typing import Any

from django import forms

from govops.kernel import moment
from govops.kernel.access import delegating
from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import Delegation, Person
from govops.kernel.processes.declarations import all_processes
from govops.kernel.registers import site
from govops.kernel.registers.form_fields import ReferenceField
from govops.kernel.registers.widgets import PickerInput
from govops.kernel.web.views.me import MePage
from govops.kernel.web.views.panels import AskForm, DayInput, button, days, table, text


class DelegationForm(AskForm):
    delegate = ReferenceField(
        Person.objects.filter(is_active=True).select_related("unit"),
        label="受托人",
        widget=PickerInput("people"),
    )
    valid_from = forms.DateField(label="起", widget=DayInput)
    valid_to = forms.DateField(label="止", widget=DayInput)
    processes = forms.MultipleChoiceField(
        label="限于流程", required=False, widget=forms.CheckboxSelectMultiple, help_text="不选即全部流程。"
    )
    reason = forms.CharField(label="事由", max_length=100, help_text="如：出差、培训、休假。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["processes"].choices = _choices()  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = moment.today()


class RevokeForm(AskForm):
    delegation = forms.IntegerField(widget=forms.HiddenInput, label="委托")


class Delegations(MePage):
    title = "委托"
    subtitle = "委托期内受托人可代您审批，记录为“受托人（代委托人）”。受托人不能代批自己的申请。"
    asks = {"create": DelegationForm, "revoke": RevokeForm}
    register = delegating.REGISTER

    def panels(self) -> list[dict[str, Any]]:
        person = self.actor.person
        if person is None or self.actor.is_administrator:
            return [
                {
                    "kind": "alert",
                    "tone": "accent",
                    "title": "",
                    "text": "系统管理员、安全管理员、审计管理员的职责不得委托他人。",
                }
            ]
        given = (
            Delegation.objects.filter(principal=person).select_related("delegate__unit").order_by("-id")[:50]
        )
        held = (
            Delegation.objects.filter(delegate=person).select_related("principal__unit").order_by("-id")[:50]
        )
        empty = {
            "title": "没有委托",
            "icon": "transfer",
            "text": "出差、休假前，在右侧委托同事代办，以免审批停滞。",
        }
        none = {
            "title": "没有人委托您",
            "icon": "inbox",
            "text": "别人委托您代办时，会显示在这里，待办中也会出现其事项。",
        }
        return [
            {
                "kind": "table",
                "title": "我的委托",
                "table": table(
                    ("受托人", "期限", "流程", "状态", ""), [self._given(d) for d in given], empty=empty
                ),
            },
            {
                "kind": "table",
                "title": "委托给我的",
                "table": table(("委托人", "期限", "流程", "状态"), [self._held(d) for d in held], empty=none),
            },
        ]

    def _given(self, row: Delegation) -> dict[str, Any]:
        state = _state(row)
        end: dict[str, Any] = {"text": ""}
        if state[0] in {"生效中", "未开始"}:
            end = button(
                self.request,
                "revoke",
                "撤销",
                confirm=f"确定撤销对{row.delegate.name}的委托吗？",
                delegation=row.pk,
            )
        return {
            "cells": [
                text(row.delegate.label, row.reason, **{"class": "cell-title"}),
                text(days(row)),
                text(_processes(row)),
                _chip(state),
                end,
            ]
        }

    def _held(self, row: Delegation) -> dict[str, Any]:
        return {
            "cells": [
                text(row.principal.label, row.reason, **{"class": "cell-title"}),
                text(days(row)),
                text(_processes(row)),
                _chip(_state(row)),
            ]
        }

    def side(self) -> list[dict[str, Any]]:
        return (
            []
            if self.actor.is_administrator or self.actor.person is None
            else [self.ask("create", "新的委托", "委托", icon="transfer")]
        )

    def do_create(self, data: dict[str, Any]) -> str:
        row = delegating.delegate(
            data["delegate"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            processes=data["processes"],
            reason=data["reason"],
            actor=self.actor,
        )
        return f"已委托{row.delegate.name}代办，{days(row)}。"

    def do_revoke(self, data: dict[str, Any]) -> str:
        row = (
            Delegation.objects.filter(pk=data["delegation"], principal=self.actor.person)
            .select_related("delegate")
            .first()
        )
        if row is None:
            raise Refused("没有找到这项委托。", status=404)
        delegating.revoke(row, actor=self.actor)
        return f"已撤销对{row.delegate.name}的委托。"


def _choices() -> list[tuple[str, str]]:
    return [(code, site.get(code).title) for code, one in all_processes().items() if one.approval is not None]


def _processes(row: Delegation) -> str:
    known = dict(_choices())
    return "、".join(known[code] for code in row.processes if code in known) or "全部流程"


def _state(row: Delegation) -> tuple[str, str]:
    today = moment.today()
    if row.revoked_at:
        return "已撤销", "muted"
    if row.valid_to < today:
        return "已到期", "muted"
    return ("未开始", "accent") if row.valid_from > today else ("生效中", "green")


def _chip(state: tuple[str, str]) -> dict[str, Any]:
    return {"kind": "chip", "text": state[0], "tone": state[1]}
