"""单位与人员: the tree of units with their people, and each unit. One person's page is in `admin_people`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q

from govops.kernel.access import bureau
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SECURITY_ADMIN, SYSTEM_ADMIN
from govops.kernel.organization.choices import UnitKind
from govops.kernel.organization.models import Person, Unit
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.registers.form_fields import ReferenceField
from govops.kernel.registers.widgets import PickerInput
from govops.kernel.web.views import admin_lists as lists
from govops.kernel.web.views.panels import AskForm, PanelPage, table, text

_WORK = [("here", "在岗"), ("left", "离岗")]


class Organization(PanelPage):
    title = "单位与人员"
    subtitle = "系统管理员登记单位与人员；可阅密级由安全管理员核定；账户另按申请单开立。"
    roles = (SYSTEM_ADMIN, SECURITY_ADMIN)
    template_name = "accounts/organization.html"

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def actions(self) -> list[dict[str, Any]]:
        if SYSTEM_ADMIN not in self.actor.roles:
            return []
        unit = self.request.GET.get("unit", "")
        query = f"?unit={unit}" if unit.isdigit() else ""
        return [
            {
                "url": f"/admin/units/new/{query}",
                "label": "新建单位",
                "icon": "building-community",
                "primary": False,
            },
            {"url": f"/admin/people/new/{query}", "label": "登记人员", "icon": "user-plus", "primary": True},
        ]

    def extra(self) -> dict[str, Any]:
        chosen = self.request.GET.get("unit", "")
        units = list(
            Unit.objects.annotate(here=Count("people", filter=Q(people__is_active=True))).order_by(
                "order", "id"
            )
        )
        return {
            "units": _tree(units, chosen),
            "chosen": next((u for u in units if str(u.pk) == chosen), None),
            "may_edit": SYSTEM_ADMIN in self.actor.roles,
        }

    def panels(self) -> list[dict[str, Any]]:
        rows = Person.objects.select_related("unit", "account").order_by("-is_active", "unit__order", "id")
        if (unit := self.request.GET.get("unit", "")).isdigit() and (
            found := Unit.objects.filter(pk=int(unit)).first()
        ):
            rows = rows.filter(unit__path__startswith=found.path)
        if q := self.request.GET.get("q", "").strip()[:50]:
            lowered = q.lower()
            rows = rows.filter(
                Q(name__icontains=q)
                | Q(pinyin__startswith=lowered)
                | Q(initials__startswith=lowered)
                | Q(employee_no__startswith=q)
            )
        if len(work := set(self.request.GET.getlist("work"))) == 1:
            rows = rows.filter(is_active="here" in work)
        people, pager = lists.paged(self.request, rows)
        filters = {
            "action": "", "search": lists.search_box(self.request, "姓名、拼音、工号"), "available": [lists.choice(self.request, "work", "在岗", _WORK)],
            "active": lists.active(self.request, ("work", "在岗", _WORK)), "clear_url": self.request.path if self.request.GET else "",
        }  # fmt: skip
        columns = ("姓名", "单位", "人员性质", "可阅密级", "账户", "状态")
        made = table(
            columns,
            [_person_row(p) for p in people],
            empty={"title": "没有符合条件的人员", "icon": "user-search"},
            compact=True,
        )
        return [{"kind": "table", "title": "", "filters": filters, "table": made, "pager": pager}]


def _tree(units: list[Any], chosen: str) -> list[dict[str, Any]]:
    """The units depth first, each with its depth."""
    below: dict[int | None, list[Any]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    rows: list[dict[str, Any]] = []

    def walk(parent: int | None, depth: int) -> None:
        for unit in below.get(parent, []):
            rows.append(
                {"unit": unit, "depth": min(depth, 4), "count": unit.here, "active": str(unit.pk) == chosen}
            )
            walk(unit.pk, depth + 1)

    walk(None, 0)
    return rows


def _person_row(person: Person) -> dict[str, Any]:
    account = getattr(person, "account", None)
    state = (
        {"kind": "chip", "text": "在岗", "tone": "green"}
        if person.is_active
        else {"kind": "chip", "text": "离岗", "tone": "muted"}
    )
    url = f"/admin/people/{person.pk}/"
    return {
        "url": url,
        "cells": [
            text(person.name, f"{person.employee_no} {person.title}", url=url, **{"class": "cell-title"}), text(person.unit.short_name),
            text(person.get_staff_kind_display()), text(SecrecyLevel(person.clearance).label), text(account.username if account else "未开户"), state,
        ],
    }  # fmt: skip


class UnitForm(AskForm):
    look = {"columns": 2}
    name = forms.CharField(label="单位名称", max_length=100)
    short_name = forms.CharField(label="简称", max_length=30)
    code = forms.CharField(label="单位编码", max_length=30)
    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices, initial=UnitKind.DEPARTMENT)
    parent = ReferenceField(
        Unit.objects.filter(is_active=True), label="上级单位", required=False, widget=PickerInput("units")
    )
    order = forms.IntegerField(
        label="排序", min_value=0, max_value=10_000, initial=100, help_text="小的在前。"
    )
    is_active = forms.BooleanField(label="在用", required=False, initial=True)


class UnitPage(PanelPage):
    """A new unit, or one unit."""

    roles = (SYSTEM_ADMIN,)
    asks = {"save": UnitForm}
    register = "unit"
    unit: Unit

    def load(self, **kwargs: Any) -> None:
        if "pk" not in kwargs:
            above = self.request.GET.get("unit", "")
            self.unit = Unit(parent=Unit.objects.filter(pk=int(above)).first() if above.isdigit() else None)
            return
        found = Unit.objects.select_related("parent").filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Refused("没有这个单位。", status=404)
        self.unit = found

    def heading(self) -> str:
        return self.unit.name or "新建单位"

    def crumbs(self) -> list[dict[str, str]]:
        return [
            {"title": "系统管理"},
            {"title": "单位与人员", "url": "/admin/organization/"},
            {"title": self.heading()},
        ]

    def form(self, do: str, data: Any = None) -> forms.Form:
        made = super().form(do, data)
        if data is None:
            made.initial = {
                name: getattr(self.unit, name)
                for name in bureau.UNIT_FIELDS
                if self.unit.pk or name == "parent"
            }
        return made

    def panels(self) -> list[dict[str, Any]]:
        return [self.ask("save", "单位", "保存", icon="check")]

    def do_save(self, data: dict[str, Any]) -> str:
        same = Unit.objects.filter(code=data["code"]).exclude(pk=self.unit.pk)
        if same.exists():
            raise Refused(f"单位编码“{data['code']}”已被使用，请换一个。", field="code", status=422)
        if (
            data["parent"] is None
            and Unit.objects.filter(parent__isnull=True).exclude(pk=self.unit.pk).exists()
        ):
            raise Refused("已有顶层单位，请选择“上级单位”。", field="parent", status=422)
        for name in bureau.UNIT_FIELDS:
            setattr(self.unit, name, data[name])
        bureau.save_unit(self.unit, actor=self.actor)
        return f"“{self.unit.name}”已保存。"

    def after(self) -> str:
        return f"/admin/organization/?unit={self.unit.pk}"
