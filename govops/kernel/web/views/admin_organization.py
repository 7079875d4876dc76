"""单位与人员: the tree of units with their people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q

from govops.kernel import moment
from govops.kernel.access import bureau
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SECURITY_ADMIN, SYSTEM_ADMIN
from govops.kernel.organization.choices import StaffKind, UnitKind
from govops.kernel.organization.models import Person, Unit
from govops.kernel.processes import routing
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.registers.forms import PickerInput, ReferenceField
from govops.kernel.web.views import admin_lists as lists
from govops.kernel.web.views.panels import AskForm, DayInput, PanelPage, facts, table, text

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


class PersonForm(AskForm):
    look = {"columns": 2}
    name = forms.CharField(label="姓名", max_length=50)
    employee_no = forms.CharField(label="工号", max_length=20)
    unit = ReferenceField(Unit.objects.filter(is_active=True), label="单位", widget=PickerInput("units"))
    title = forms.CharField(label="职务", max_length=50, required=False)
    staff_kind = forms.ChoiceField(label="人员性质", choices=StaffKind.choices, initial=StaffKind.PERMANENT)
    phone = forms.CharField(label="办公电话", max_length=30, required=False)
    mobile = forms.CharField(label="手机", max_length=30, required=False)
    email = forms.EmailField(label="邮箱", required=False)


class LeaveForm(AskForm):
    on = forms.DateField(label="离岗日期", widget=DayInput)
    reason = forms.CharField(label="离岗原因", max_length=200, help_text="调离、退休、借调期满、合同终止等。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = moment.today()


class BackForm(AskForm):
    reason = forms.CharField(label="返岗原因", max_length=200)


class ClearanceForm(AskForm):
    level = forms.TypedChoiceField(label="可阅密级", choices=SecrecyLevel.choices, coerce=int)
    basis = forms.CharField(label="依据", max_length=100, help_text="保密审查文件号。")


class PersonPage(PanelPage):
    """A new person, or one person."""

    roles = (SYSTEM_ADMIN, SECURITY_ADMIN)
    asks = {"save": PersonForm, "leave": LeaveForm, "come_back": BackForm, "clear": ClearanceForm}
    register = "person"
    person: Person

    def load(self, **kwargs: Any) -> None:
        if "pk" not in kwargs:
            unit = self.request.GET.get("unit", "")
            self.person = (
                Person(unit_id=int(unit))
                if unit.isdigit() and Unit.objects.filter(pk=int(unit)).exists()
                else Person()
            )
            return
        found = Person.objects.select_related("unit", "account").filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Refused("没有这个人员。", status=404)
        self.person = found

    def heading(self) -> str:
        return self.person.name or "登记人员"

    def crumbs(self) -> list[dict[str, str]]:
        return [
            {"title": "系统管理"},
            {"title": "单位与人员", "url": "/admin/organization/"},
            {"title": self.heading()},
        ]

    def form(self, do: str, data: Any = None) -> forms.Form:
        made = super().form(do, data)
        if data is None and do == "save":
            if self.person.pk:
                made.initial = {name: getattr(self.person, name) for name in bureau.PERSON_FIELDS}
            elif self.person.unit_id:
                made.initial = {"unit": self.person.unit}
        elif data is None and do == "clear":
            made.initial = {"level": self.person.clearance}
        return made

    def panels(self) -> list[dict[str, Any]]:
        if SYSTEM_ADMIN not in self.actor.roles:
            return [self._facts()]
        left = f"已于 {self.person.left_on:%Y-%m-%d} 离岗。" if self.person.left_on else "已离岗。"
        alert = (
            {"kind": "alert", "tone": "amber", "title": "离岗", "text": left}
            if self.person.pk and not self.person.is_active
            else {}
        )
        return [alert, self.ask("save", "人员", "保存", icon="check"), self._account()]

    def _facts(self) -> dict[str, Any]:
        p = self.person
        cells = facts(
            ("姓名", p.name),
            ("工号", p.employee_no),
            ("单位", p.unit.name),
            ("职务", p.title),
            ("人员性质", p.get_staff_kind_display()),
            ("可阅密级", SecrecyLevel(p.clearance).label),
        )
        return {"kind": "facts", "title": "人员", "definition": cells}

    def _account(self) -> dict[str, Any]:
        account = getattr(self.person, "account", None)
        if not self.person.pk or account is None:
            return {}
        cells: list[Any] = [
            {"label": "用户名", "value": account.username, "url": f"/admin/accounts/{account.pk}/"},
            ("开户依据", account.basis),
        ]
        return {"kind": "facts", "title": "账户", "definition": facts(*cells)}

    def side(self) -> list[dict[str, Any]]:
        if not self.person.pk:
            return []
        found = []
        if SECURITY_ADMIN in self.actor.roles:
            found.append(
                self.ask(
                    "clear",
                    "可阅密级",
                    "核定",
                    icon="shield-check",
                    text="超过此密级的信息，本人看不到、搜不到、导不出。",
                )
            )
        if SYSTEM_ADMIN in self.actor.roles and self.person.is_active:
            words = "立即停用账户、收回全部角色和席位、吊销令牌、撤销委托和签名密钥。"
            found.append(
                self.ask(
                    "leave",
                    "登记离岗",
                    "登记离岗",
                    tone="red",
                    text=words,
                    confirm=f"{self.person.name}的全部权限将立即失效，确定登记离岗吗？",
                )
            )
        elif SYSTEM_ADMIN in self.actor.roles:
            found.append(
                self.ask("come_back", "登记返岗", "登记返岗", text="返岗后账户和角色须另行恢复、授予。")
            )
        return found

    def do_save(self, data: dict[str, Any]) -> str:
        if Person.objects.filter(employee_no=data["employee_no"]).exclude(pk=self.person.pk).exists():
            raise Refused(f"工号“{data['employee_no']}”已被使用，请核对。", field="employee_no", status=422)
        for name in bureau.PERSON_FIELDS:
            setattr(self.person, name, data[name])
        bureau.save_person(self.person, actor=self.actor)
        return f"{self.person.name}已保存。"

    def do_leave(self, data: dict[str, Any]) -> str:
        bureau.leave(self.person, on=data["on"], reason=data["reason"], actor=self.actor)
        mended = routing.reseat()
        return f"{self.person.name}已离岗，账户、角色、令牌、席位、委托均已失效。" + (
            f"{mended} 件未办事项已转给现任人员。" if mended else ""
        )

    def do_come_back(self, data: dict[str, Any]) -> str:
        bureau.come_back(self.person, reason=data["reason"], actor=self.actor)
        return f"{self.person.name}已返岗。"

    def do_clear(self, data: dict[str, Any]) -> str:
        bureau.set_clearance(self.person, data["level"], basis=data["basis"], actor=self.actor)
        return f"{self.person.name}的可阅密级已核定为“{SecrecyLevel(data['level']).label}”。"

    def after(self) -> str:
        return f"/admin/people/{self.person.pk}/"
