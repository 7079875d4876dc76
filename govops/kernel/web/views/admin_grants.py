"""授权: who holds which role, on which basis; granting and taking back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.access import grants, roles
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import RoleGrant
from govops.kernel.access.roles import AUDIT_ADMIN, SECURITY_ADMIN
from govops.kernel.organization.models import Person
from govops.kernel.registers.form_fields import ReferenceField
from govops.kernel.registers.widgets import PickerInput
from govops.kernel.web.views import admin_lists as lists
from govops.kernel.web.views.panels import AskForm, DayInput, PanelPage, days, facts, table, text
from govops.kernel.web.words import local

_STATES = [("on", "在效"), ("off", "已收回或到期")]


def role_choices() -> list[tuple[str, str]]:
    return [(role.code, role.title) for role in roles.all_roles() if role.code != roles.END_USER]


def state_of(row: RoleGrant) -> tuple[str, str]:
    today = moment.today()
    if row.revoked_at:
        return "已收回", "muted"
    if row.valid_to and row.valid_to < today:
        return "已到期", "muted"
    return ("未生效", "accent") if row.valid_from > today else ("在效", "green")


def grant_row(row: RoleGrant, *, person: bool = True) -> dict[str, Any]:
    """A row of a table of grants; the person's column only in the whole list."""
    words, tone = state_of(row)
    url = f"/admin/grants/{row.pk}/"
    who = (
        [
            text(
                row.account.person.label if row.account.person else "—",
                row.account.username,
                url=url,
                **{"class": "cell-title"},
            )
        ]
        if person
        else []
    )
    role = text(roles.title_of(row.role), "管理员" if row.is_administrator else "", url="" if person else url)
    return {
        "url": url,
        "cells": [
            *who,
            role,
            text(days(row)),
            text(row.basis, row.revoke_reason),
            text(row.granted_by),
            {"kind": "chip", "text": words, "tone": tone},
        ],
    }


class GrantForm(AskForm):
    person = ReferenceField(
        Person.objects.filter(is_active=True, account__isnull=False).select_related("unit", "account"), label="用户", widget=PickerInput("people")
    )  # fmt: skip
    role = forms.ChoiceField(
        label="角色",
        choices=lambda: [("", "请选择"), *sorted(role_choices(), key=lambda c: c[0] in roles.ADMINISTRATORS)],
    )
    valid_from = forms.DateField(label="起", widget=DayInput)
    valid_to = forms.DateField(label="止", widget=DayInput, required=False, help_text="留空为长期。")
    basis = forms.CharField(label="授权依据", max_length=100, help_text="已批准的申请单号或文件号。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = moment.today()


class Grants(PanelPage):
    title = "授权"
    subtitle = "角色凭批准的申请单授予；管理员与业务角色不得兼任，三类管理员两两互斥。"
    roles = (SECURITY_ADMIN, AUDIT_ADMIN)
    asks = {"grant": GrantForm}
    register = "account"

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def panels(self) -> list[dict[str, Any]]:
        options = role_choices()
        rows, pager = lists.paged(self.request, self._narrowed())
        empty = {"title": "没有符合条件的授权", "icon": "user-shield"}
        filters = {
            "action": "", "search": lists.search_box(self.request, "姓名、用户名、依据"),
            "available": [lists.choice(self.request, "role", "角色", options), lists.choice(self.request, "state", "状态", _STATES)],
            "active": lists.active(self.request, ("role", "角色", options), ("state", "状态", _STATES)), "clear_url": self.request.path if self.request.GET else "",
        }  # fmt: skip
        made = table(
            ("用户", "角色", "期限", "依据", "授权人", "状态"), [grant_row(row) for row in rows], empty=empty
        )
        return [
            lists.waiting(self.actor),
            {"kind": "table", "title": "", "filters": filters, "table": made, "pager": pager},
        ]

    def _narrowed(self) -> Any:
        rows = RoleGrant.objects.select_related("account__person__unit").order_by("-id")
        if q := self.request.GET.get("q", "").strip()[:50]:
            rows = rows.filter(
                Q(account__username__icontains=q)
                | Q(account__person__name__icontains=q)
                | Q(basis__icontains=q)
            )
        if held := self.request.GET.getlist("role"):
            rows = rows.filter(role__in=held)
        wanted = set(self.request.GET.getlist("state"))
        if len(wanted) == 1:
            current = RoleGrant.objects.on().values("pk")
            rows = rows.filter(pk__in=current) if "on" in wanted else rows.exclude(pk__in=current)
        return rows

    def side(self) -> list[dict[str, Any]]:
        return (
            [self.ask("grant", "授予角色", "授予", icon="shield-check")]
            if SECURITY_ADMIN in self.actor.roles
            else []
        )

    def do_grant(self, data: dict[str, Any]) -> str:
        person = data["person"]
        row = grants.grant(
            person.account,
            data["role"],
            basis=data["basis"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            actor=self.actor,
        )
        return f"已授予{person.label}“{roles.title_of(row.role)}”。"


class RevokeForm(AskForm):
    reason = forms.CharField(label="收回原因", max_length=200, help_text="写明申请单号或事由。")


class GrantPage(PanelPage):
    """One grant, and taking it back."""

    roles = (SECURITY_ADMIN, AUDIT_ADMIN)
    asks = {"revoke": RevokeForm}
    register = "account"
    grant: RoleGrant

    def load(self, **kwargs: Any) -> None:
        found = RoleGrant.objects.select_related("account__person__unit").filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Refused("没有这项授权。", status=404)
        self.grant = found

    def heading(self) -> str:
        return f"{self.grant.account.person or self.grant.account}：{roles.title_of(self.grant.role)}"

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": "授权", "url": "/admin/grants/"}, {"title": self.heading()}]

    def panels(self) -> list[dict[str, Any]]:
        row = self.grant
        words, tone = state_of(row)
        seen = row.reviews.first()
        cells = facts(
            ("用户", row.account.person.label if row.account.person else ""), ("用户名", row.account.username), ("角色", roles.title_of(row.role)),
            {"label": "状态", "value": row.revoke_reason, "chip": {"text": words, "tone": tone}}, ("期限", days(row)), ("依据", row.basis),
            ("授权人", row.granted_by), ("授权时间", f"{local(row.granted_at):%Y-%m-%d}"), ("收回人", row.revoked_by),
            ("收回时间", f"{local(row.revoked_at):%Y-%m-%d}" if row.revoked_at else ""),
            ("上次复核", f"{local(seen.decided_at):%Y-%m-%d} {seen.decided_by}" if seen else ""),
        )  # fmt: skip
        return [{"kind": "facts", "title": "授权", "definition": cells}]

    def side(self) -> list[dict[str, Any]]:
        if SECURITY_ADMIN not in self.actor.roles or state_of(self.grant)[0] not in {"在效", "未生效"}:
            return []
        return [
            self.ask(
                "revoke",
                "收回角色",
                "收回",
                tone="red",
                text="收回后立即失效。",
                confirm=f"确定收回“{self.heading()}”吗？",
            )
        ]

    def do_revoke(self, data: dict[str, Any]) -> str:
        grants.revoke(self.grant, reason=data["reason"], actor=self.actor)
        return "已收回，立即失效。"
