"""One person: who it is, which posts he holds, leaving and coming back, 可阅密级."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from govops.kernel import moment
from govops.kernel.access import bureau, posts, rights
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SECURITY_ADMIN, SYSTEM_ADMIN
from govops.kernel.organization.choices import StaffKind
from govops.kernel.organization.models import Person, PostHolding, Unit
from govops.kernel.processes import routing
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.registers.form_fields import ReferenceField
from govops.kernel.registers.widgets import PickerInput
from govops.kernel.web.views.panels import AskForm, DayInput, PanelPage, days, facts, table, text


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


class PostForm(AskForm):
    unit = ReferenceField(Unit.objects.filter(is_active=True), label="单位", widget=PickerInput("units"))
    name = forms.CharField(
        label="岗位名称", max_length=50, help_text="如“系统管理员”；没有的岗位随登记建立。"
    )
    valid_from = forms.DateField(label="起", widget=DayInput)
    valid_to = forms.DateField(label="止", widget=DayInput, required=False, help_text="留空为长期。")
    basis = forms.CharField(label="依据", max_length=100, help_text="任职文件号。")


class EndPostForm(AskForm):
    holding = forms.ModelChoiceField(PostHolding.objects.none(), label="岗位", empty_label="请选择")
    last = forms.DateField(label="最后一天", widget=DayInput)
    reason = forms.CharField(label="免任原因", max_length=200, help_text="免职文件号或事由。")

    def __init__(self, *args: Any, held: QuerySet[PostHolding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["holding"]
        chosen.queryset = held
        chosen.label_from_instance = lambda row: f"{row.post}（{days(row)}）"
        self.fields["last"].initial = moment.today()


class PersonPage(PanelPage):
    """A new person, or one person."""

    roles = (SYSTEM_ADMIN, SECURITY_ADMIN)
    asks = {
        "save": PersonForm,
        "give_post": PostForm,
        "end_post": EndPostForm,
        "leave": LeaveForm,
        "come_back": BackForm,
        "clear": ClearanceForm,
    }
    register = "person"
    person: Person

    def load(self, **kwargs: Any) -> None:
        if "pk" not in kwargs:
            rights.only(self.actor, SYSTEM_ADMIN, to="登记人员")
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
        elif data is None and do == "give_post":
            made.initial = {"unit": self.person.unit, "valid_from": moment.today()}
        return made

    def form_kwargs(self, do: str) -> dict[str, Any]:
        return {"held": self._held()} if do == "end_post" else {}

    def _held(self) -> QuerySet[PostHolding]:
        """The posts that have not ended yet, also those that begin later."""
        return (
            self.person.holdings.exclude(valid_to__lt=moment.today())
            .select_related("post__unit")
            .order_by("valid_from", "id")
        )

    def panels(self) -> list[dict[str, Any]]:
        if SYSTEM_ADMIN not in self.actor.roles:
            return [self._facts(), self._posts()]
        left = f"已于 {self.person.left_on:%Y-%m-%d} 离岗。" if self.person.left_on else "已离岗。"
        alert = (
            {"kind": "alert", "tone": "amber", "title": "离岗", "text": left}
            if self.person.pk and not self.person.is_active
            else {}
        )
        return [alert, self.ask("save", "人员", "保存", icon="check"), self._posts(), self._account()]

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

    def _posts(self) -> dict[str, Any]:
        if not self.person.pk:
            return {}
        today = moment.today()
        rows = []
        for held in self.person.holdings.select_related("post__unit").order_by("-valid_from", "-id")[:50]:
            words, tone = ("已免", "muted") if held.valid_to and held.valid_to < today else ("在任", "green")
            if held.valid_from > today:
                words, tone = "未开始", "accent"
            rows.append(
                {
                    "cells": [
                        text(held.post.name, **{"class": "cell-title"}),
                        text(held.post.unit.short_name),
                        text(days(held)),
                        {"kind": "chip", "text": words, "tone": tone},
                    ]
                }
            )
        empty = {"title": "没有任职", "icon": "id-badge-2", "text": "由系统管理员凭任职文件登记。"}
        made = table(("岗位", "单位", "期限", "状态"), rows, empty=empty, compact=True)
        return {"kind": "table", "title": "任职", "table": made}

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
            found.append(self.ask("give_post", "任职", "登记任职", icon="id-badge-2"))
            if self._held().exists():
                found.append(
                    self.ask(
                        "end_post", "免任", "登记免任", text="免任后，凭此岗位持有的证件等随即通知收回。"
                    )
                )
            words = "立即停用账户、收回全部角色、席位和岗位、吊销令牌、撤销委托和签名密钥，并通知收卡。"
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

    def do_give_post(self, data: dict[str, Any]) -> str:
        row = posts.give(self.person, actor=self.actor, **data)
        return f"{self.person.name}自 {row.valid_from:%Y-%m-%d} 起任“{row.post}”。"

    def do_end_post(self, data: dict[str, Any]) -> str:
        row = data["holding"]
        posts.end(row, last=data["last"], reason=data["reason"], actor=self.actor)
        return f"{self.person.name}任“{row.post}”至 {data['last']:%Y-%m-%d} 止。"

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
