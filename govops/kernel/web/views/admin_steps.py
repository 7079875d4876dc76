"""环节设置: quorum and hours of the approvals' steps."""

from __future__ import annotations

from typing import Any

from django import forms

from govops.kernel.access.roles import SECURITY_ADMIN
from govops.kernel.norms.documents import cited
from govops.kernel.processes import routing, staffing
from govops.kernel.processes.declarations import Step, all_processes
from govops.kernel.processes.models import StepSetting
from govops.kernel.registers import site
from govops.kernel.web.views.panels import AskForm, PanelPage, facts, table, text


def _seats(step: Step) -> str:
    return "、".join(seat.title for seat in step.seats)


class Steps(PanelPage):
    title = "环节设置"
    subtitle = "各审批环节的通过条件与办理时限（工作小时）；已开始的轮次按开始时的设置办完。"
    roles = (SECURITY_ADMIN,)

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def panels(self) -> list[dict[str, Any]]:
        panels = []
        settings: dict[str, dict[str, StepSetting]] = {}
        for setting in StepSetting.objects.all():
            settings.setdefault(setting.register, {})[setting.step] = setting
        for code, process in all_processes().items():
            if process.approval is None:
                continue
            rows = [self._row(code, step, settings.get(code, {})) for step in process.approval.steps]
            columns = ("环节", "席位", "通过条件", "时限", "")
            note = f"依据 {cited(process.cites)}" if process.cites else ""
            panels.append(
                {
                    "kind": "table",
                    "title": site.get(code).title,
                    "note": note,
                    "table": table(columns, rows, empty={"title": ""}, compact=True),
                }
            )
        return panels

    def _row(self, code: str, step: Step, settings: dict[str, Any]) -> dict[str, Any]:
        setting = settings.get(step.key)
        url = f"/admin/steps/{code}/{step.key}/"
        changed = {"kind": "chip", "text": "已调整", "tone": "amber"} if setting else {"text": ""}
        minutes = routing.minutes_of(step, setting)
        return {
            "url": url,
            "cells": [
                text(step.title, url=url, **{"class": "cell-title"}), text(_seats(step)), text(staffing.quorum_words(step, routing.quorum_of(step, setting))),
                text(f"{minutes / 60:g} 工作小时"), changed,
            ],
        }  # fmt: skip


class StepForm(AskForm):
    quorum = forms.ChoiceField(label="通过条件", required=False)
    hours = forms.DecimalField(
        label="办理时限（工作小时）",
        required=False,
        min_value=0.5,
        max_value=720,
        max_digits=6,
        decimal_places=1,
        help_text="留空恢复缺省。",
    )
    reason = forms.CharField(label="调整原因", max_length=200)

    def __init__(self, *args: Any, step: Step, setting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        default = staffing.quorum_words(step, str(step.quorum))
        choices = [("", f"缺省（{default}）"), *staffing.QUORUM_WORDS.items()]
        choices += [(str(n), f"{n} 人同意") for n in range(2, len(step.seats))]
        self.fields["quorum"].choices = choices  # type: ignore[attr-defined]
        if setting:
            self.fields["quorum"].initial, self.fields["hours"].initial = setting.quorum, setting.hours
        if not staffing.is_joint(step):
            del self.fields["quorum"]


class StepPage(PanelPage):
    """One step of one process."""

    roles = (SECURITY_ADMIN,)
    asks = {"set": StepForm}

    def load(self, **kwargs: Any) -> None:
        self.code, self.step = kwargs["register"], staffing.step_of(kwargs["register"], kwargs["step"])

    def heading(self) -> str:
        return f"{site.get(self.code).title}：{self.step.title}"

    def crumbs(self) -> list[dict[str, str]]:
        return [
            {"title": "系统管理"},
            {"title": "环节设置", "url": "/admin/steps/"},
            {"title": self.heading()},
        ]

    def form_kwargs(self, do: str) -> dict[str, Any]:
        return {"step": self.step, "setting": routing.settings_of(self.code).get(self.step.key)}

    def panels(self) -> list[dict[str, Any]]:
        setting = routing.settings_of(self.code).get(self.step.key)
        cells = facts(
            ("环节", self.step.title), ("席位", _seats(self.step)), ("缺省通过条件", staffing.quorum_words(self.step, str(self.step.quorum))),
            ("现行通过条件", staffing.quorum_words(self.step, routing.quorum_of(self.step, setting))), ("缺省时限", f"{self.step.hours:g} 工作小时"),
            ("现行时限", f"{routing.minutes_of(self.step, setting) / 60:g} 工作小时"),
        )  # fmt: skip
        return [{"kind": "facts", "title": "环节", "definition": cells}]

    def side(self) -> list[dict[str, Any]]:
        return [self.ask("set", "调整", "保存", icon="check")]

    def do_set(self, data: dict[str, Any]) -> str:
        staffing.set_step(
            self.code,
            self.step.key,
            quorum=data.get("quorum", ""),
            hours=data["hours"],
            reason=data["reason"],
            actor=self.actor,
        )
        return "已保存，新提交的申请按此办理。"

    def after(self) -> str:
        return "/admin/steps/"
