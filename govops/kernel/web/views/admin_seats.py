"""席位 and 机构角色: who decides in the processes, which unit plays which part."""

from __future__ import annotations

from typing import Any

from django import forms

from govops.kernel import moment
from govops.kernel.access import bureau
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SECURITY_ADMIN
from govops.kernel.organization import people
from govops.kernel.organization.choices import Function
from govops.kernel.organization.models import Person, SeatHolder, Unit, UnitFunction
from govops.kernel.processes import routing, seats
from govops.kernel.processes.declarations import all_processes
from govops.kernel.registers import site
from govops.kernel.registers.form_fields import ReferenceField
from govops.kernel.registers.widgets import PickerInput
from govops.kernel.web.views.panels import AskForm, DayInput, PanelPage, button, days, table, text


def _used_in() -> dict[str, list[str]]:
    """Seat code → the titles of the processes in which it decides."""
    found: dict[str, list[str]] = {}
    for code, process in all_processes().items():
        for step in process.approval.steps if process.approval else ():
            for seat in step.seats:
                titles = found.setdefault(seat.code, [])
                if (title := site.get(code).title) not in titles:
                    titles.append(title)
    return found


def _staffed() -> list[Unit]:
    return list(Unit.objects.filter(is_active=True, people__is_active=True).distinct())


def _units_without_head(seat: seats.Seat, staffed: list[Unit]) -> list[Unit]:
    """Those of the units with people in which nobody would decide (neither in the unit nor above)."""
    with people.seats_held(seat.code):
        return [unit for unit in staffed if not people.holders(seat.code, unit=unit)]


def _who(seat: seats.Seat, held: list[SeatHolder], names: list[str]) -> str:
    if not seat.per_unit or len(names) <= 8:
        return "、".join(names)
    units = {h.unit_id for h in held if h.unit_id}
    everywhere = "、".join(h.person.name for h in held if h.unit_id is None)
    return f"{len(units)} 个部门，{len({h.person_id for h in held})} 人" + (
        f"；全委兜底：{everywhere}" if everywhere else ""
    )


class Seats(PanelPage):
    title = "席位"
    subtitle = "流程的形状在程序中，谁坐在席位上在这里；调整后，未办的事项随即转给现任人员。"
    roles = (SECURITY_ADMIN,)

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def panels(self) -> list[dict[str, Any]]:
        used = _used_in()
        current = list(
            SeatHolder.objects.on().filter(person__is_active=True).select_related("person__unit", "unit")
        )
        rows, vacant, staffed = [], 0, _staffed()
        for seat in seats.all_seats():
            names = [
                f"{h.person.name}（{h.unit.short_name}）" if h.unit else h.person.label
                for h in current
                if h.seat == seat.code
            ]
            missing = _units_without_head(seat, staffed) if seat.per_unit else []
            empty = not names or bool(missing)
            vacant += empty
            state = {"kind": "chip", "text": "空缺" if empty else "在任", "tone": "red" if empty else "green"}
            words = _who(seat, [h for h in current if h.seat == seat.code], names)
            lacking = f"无人的部门：{'、'.join(unit.short_name for unit in missing[:10])}" if missing else ""
            url = f"/admin/seats/{seat.code}/"
            rows.append(
                {
                    "url": url,
                    "tone": "red" if empty else "",
                    "cells": [
                        text(
                            seat.title,
                            "各部门分别指定" if seat.per_unit else "全委统一",
                            url=url,
                            **{"class": "cell-title nowrap"},
                        ),
                        text(words, lacking),
                        text("、".join(used.get(seat.code, [])) or "台账办理"),
                        state,
                    ],
                }
            )
        alert: dict[str, Any] = {}
        if vacant:
            alert = {
                "kind": "alert",
                "tone": "red",
                "title": f"{vacant} 个席位空缺",
                "text": "涉及的申请在提交时会被拦下并说明原因；请尽快指定人员。",
            }
        columns = ("席位", "现任", "所在流程", "状态")
        return [
            alert,
            {"kind": "table", "title": "", "table": table(columns, rows, empty={"title": "没有席位"})},
        ]


class HolderForm(AskForm):
    person = ReferenceField(
        Person.objects.filter(is_active=True).select_related("unit"),
        label="人员",
        widget=PickerInput("people"),
    )
    unit = ReferenceField(
        Unit.objects.filter(is_active=True),
        label="适用部门",
        required=False,
        widget=PickerInput("units"),
        help_text="留空为全委兜底：部门没有指定时由其办理。",
    )
    valid_from = forms.DateField(label="起", widget=DayInput)
    valid_to = forms.DateField(label="止", widget=DayInput, required=False, help_text="留空为长期。")

    def __init__(self, *args: Any, per_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = moment.today()
        if not per_unit:
            del self.fields["unit"]


class RemoveForm(AskForm):
    holder = forms.IntegerField(widget=forms.HiddenInput, label="任席")


class SeatPage(PanelPage):
    """One seat: its holders now and before."""

    roles = (SECURITY_ADMIN,)
    asks = {"seat": HolderForm, "unseat": RemoveForm}
    register = "seat"
    seat: seats.Seat

    def load(self, **kwargs: Any) -> None:
        found = next((seat for seat in seats.all_seats() if seat.code == kwargs["code"]), None)
        if found is None:
            raise Refused("没有这个席位。", status=404)
        self.seat = found

    def heading(self) -> str:
        return f"席位：{self.seat.title}"

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": "席位", "url": "/admin/seats/"}, {"title": self.seat.title}]

    def form_kwargs(self, do: str) -> dict[str, Any]:
        return {"per_unit": self.seat.per_unit} if do == "seat" else {}

    def panels(self) -> list[dict[str, Any]]:
        today = moment.today()
        rows = list(
            SeatHolder.objects.filter(seat=self.seat.code)
            .select_related("person__unit", "unit")
            .order_by("unit__order", "-valid_from", "id")
        )
        current = [h for h in rows if h.valid_to is None or h.valid_to >= today]
        former = [h for h in rows if h not in current]
        columns = ("人员", "适用部门", "期限", "状态", "")
        empty = {
            "title": "席位空缺",
            "icon": "user-exclamation",
            "text": "在右侧指定人员；未指定时，需要本席位的申请不能提交。",
        }
        panels: list[dict[str, Any]] = [self._missing()] if self.seat.per_unit else []
        panels.append(
            {
                "kind": "table",
                "title": "现任",
                "table": table(columns, [self._row(h, current=True) for h in current], empty=empty),
            }
        )
        if former:
            panels.append(
                {
                    "kind": "table",
                    "title": "以往",
                    "table": table(
                        columns, [self._row(h, current=False) for h in former], empty=empty, compact=True
                    ),
                }
            )
        return panels

    def _missing(self) -> dict[str, Any]:
        missing = _units_without_head(self.seat, _staffed())
        if not missing:
            return {}
        names = "、".join(unit.short_name for unit in missing)
        return {
            "kind": "alert",
            "tone": "red",
            "title": "空缺",
            "text": f"以下部门无人在任，其人员的申请不能提交：{names}。",
        }

    def _row(self, row: SeatHolder, *, current: bool) -> dict[str, Any]:
        if not row.person.is_active:
            state = {"kind": "chip", "text": "已离岗", "tone": "red"}
        elif row.valid_from > moment.today():
            state = {"kind": "chip", "text": "未开始", "tone": "accent"}
        else:
            state = {
                "kind": "chip",
                "text": "在任" if current else "已卸任",
                "tone": "green" if current else "muted",
            }
        end: dict[str, Any] = {"text": ""}
        if current:
            end = button(
                self.request,
                "unseat",
                "撤出",
                confirm=f"撤出后，{row.person.name}未办的事项转给其他现任人员，确定吗？",
                danger=True,
                holder=row.pk,
            )
        return {
            "cells": [
                text(row.person.label, row.person.title, **{"class": "cell-title"}),
                text(row.unit.short_name if row.unit else "全委"),
                text(days(row)),
                state,
                end,
            ]
        }

    def side(self) -> list[dict[str, Any]]:
        return [self.ask("seat", "指定人员", "指定", icon="user-plus")]

    def do_seat(self, data: dict[str, Any]) -> str:
        row = bureau.seat(
            self.seat.code,
            data["person"],
            title=self.seat.title,
            unit=data.get("unit"),
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            actor=self.actor,
        )
        return f"{row.person.name}已任“{self.seat.title}”。{_moved()}"

    def do_unseat(self, data: dict[str, Any]) -> str:
        row = (
            SeatHolder.objects.filter(pk=data["holder"], seat=self.seat.code)
            .select_related("person", "unit")
            .first()
        )
        if row is None:
            raise Refused("没有找到这项任席。", status=404)
        bureau.unseat(row, title=self.seat.title, actor=self.actor)
        return f"{row.person.name}已撤出“{self.seat.title}”。{_moved()}"


def _moved() -> str:
    mended = routing.reseat()
    return f"{mended} 件未办事项已转给现任人员。" if mended else ""


class FunctionForm(AskForm):
    function = forms.ChoiceField(label="机构角色", choices=Function.choices)
    unit = ReferenceField(Unit.objects.filter(is_active=True), label="承担单位", widget=PickerInput("units"))
    valid_from = forms.DateField(label="起", widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = moment.today()


class Functions(PanelPage):
    title = "机构角色"
    subtitle = "规范中的办公室、保密办、人教处等职责由哪个单位承担；变更自指定日期起生效，以往记录不变。"
    roles = (SECURITY_ADMIN,)
    asks = {"assign": FunctionForm}
    register = "unit_function"

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def panels(self) -> list[dict[str, Any]]:
        today = moment.today()
        held: dict[str, list[UnitFunction]] = {}
        for row in UnitFunction.objects.select_related("unit").order_by("-valid_from"):
            held.setdefault(row.function, []).append(row)
        rows = []
        for code, title in Function.choices:
            all_rows = held.get(code, [])
            now = [
                r for r in all_rows if r.valid_from <= today and (r.valid_to is None or r.valid_to >= today)
            ]
            before = "；".join(f"{r.unit.short_name} {days(r)}" for r in all_rows if r not in now)
            state = {"kind": "chip", "text": "已指定" if now else "未指定", "tone": "green" if now else "red"}
            since = text("、".join(days(r) for r in now))
            rows.append(
                {
                    "cells": [
                        text(title, code, **{"class": "cell-title"}),
                        text("、".join(r.unit.name for r in now), before),
                        since,
                        state,
                    ]
                }
            )
        return [
            {
                "kind": "table",
                "title": "",
                "table": table(("机构角色", "承担单位", "期限", "状态"), rows, empty={"title": ""}),
            }
        ]

    def side(self) -> list[dict[str, Any]]:
        return [self.ask("assign", "调整", "指定", icon="hierarchy")]

    def do_assign(self, data: dict[str, Any]) -> str:
        row = bureau.assign_function(
            data["function"], data["unit"], valid_from=data["valid_from"], actor=self.actor
        )
        return f"“{Function(row.function).label}”自 {row.valid_from:%Y-%m-%d} 起由{row.unit.short_name}承担。"
