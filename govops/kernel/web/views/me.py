"""个人信息 and 修改口令."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse

from govops.kernel import parameters
from govops.kernel.access import logins, passwords, roles, sessions
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import Account
from govops.kernel.organization.models import Delegation, SeatHolder
from govops.kernel.processes import seats
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.web import words
from govops.kernel.web.views.common import go, toast
from govops.kernel.web.views.panels import AskForm, PanelPage, days, facts, table, text
from govops.kernel.web.words import local

_TABS = (
    ("/me/", "个人信息"),
    ("/me/password/", "修改口令"),
    ("/me/keys/", "签名密钥"),
    ("/me/tokens/", "接口令牌"),
    ("/me/delegations/", "委托"),
    ("/me/messages/", "消息设置"),
    ("/me/replies/", "常用回复"),
)


class MePage(PanelPage):
    """A page about the person who looks at it."""

    def tabs(self) -> dict[str, Any]:
        own = {"/me/tokens/", "/me/delegations/", "/me/messages/", "/me/replies/"}
        hidden = own if self.actor.is_administrator else set()
        return {
            "kind": "views",
            "items": [
                {"title": title, "url": url, "active": url == self.request.path, "count": None}
                for url, title in _TABS
                if url not in hidden
            ],
        }

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "个人设置"}, {"title": self.heading()}]

    @property
    def account(self) -> Account:
        assert self.actor.account is not None
        return self.actor.account


class Profile(MePage):
    title = "个人信息"

    def panels(self) -> list[dict[str, Any]]:
        account, person = self.account, self.actor.person
        last = logins.last_login(account)
        until = account.password_changed_at + timedelta(days=parameters.value("auth.password_max_age_days"))
        cells: list[Any] = [
            ("用户名", account.username),
            ("角色", "、".join(sorted(roles.title_of(role) for role in self.actor.roles))),
        ]
        if person is not None:
            cells = [
                ("姓名", person.name), ("部门", person.unit.name), ("职务", person.title), ("工号", person.employee_no), *cells,
                ("人员性质", person.get_staff_kind_display()), ("可阅密级", SecrecyLevel(person.clearance).label),
                ("办公电话", person.phone), ("手机", person.mobile),
            ]  # fmt: skip
        cells += [
            ("本次登录", f"{local(account.last_login):%Y-%m-%d %H:%M}" if account.last_login else ""),
            ("上次登录", words.last_login(last)),
            ("口令到期", f"{local(until):%Y-%m-%d}"), ("自动退出", f"无操作 {sessions.idle_minutes(self.actor)} 分钟后"),
        ]  # fmt: skip
        return [
            {
                "kind": "facts",
                "title": "基本情况",
                "definition": facts(*cells),
                "note": "信息有误请联系系统管理员更正",
            },
            *self._duties(),
        ]

    def _duties(self) -> list[dict[str, Any]]:
        person = self.actor.person
        if person is None or self.actor.is_administrator:
            return []
        rows = [
            {"cells": [text(h.post.name), text(h.post.unit.short_name), text("岗位"), text(days(h))]}
            for h in person.holdings.on().select_related("post__unit")
        ]
        known = {seat.code: seat.title for seat in seats.all_seats()}
        held = SeatHolder.objects.on().filter(person=person).select_related("unit")
        rows += [
            {
                "cells": [
                    text(known.get(h.seat, h.seat)),
                    text(h.unit.short_name if h.unit else "全委"),
                    text("席位"),
                    text(days(h)),
                ]
            }
            for h in held
        ]
        given = (
            Delegation.objects.on()
            .filter(delegate=person, revoked_at__isnull=True)
            .select_related("principal__unit")
        )
        rows += [
            {
                "cells": [
                    text(f"代{d.principal.name}办理"),
                    text(d.principal.unit.short_name),
                    text("受委托"),
                    text(days(d)),
                ]
            }
            for d in given
        ]
        empty = {
            "title": "没有任职和席位",
            "icon": "id-badge-2",
            "text": "席位由安全管理员指定，岗位由系统管理员登记。",
        }
        return [
            {
                "kind": "table",
                "title": "岗位、席位与受托",
                "table": table(("名称", "单位", "类别", "期限"), rows, empty=empty, compact=True),
            }
        ]


class PasswordForm(AskForm):
    old = forms.CharField(
        label="原口令",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=256,
    )
    password = forms.CharField(
        label="新口令",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=256,
    )
    again = forms.CharField(
        label="再输一次新口令",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=256,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "两次输入的新口令不一致，请重新输入。")
        return data


class Password(MePage):
    title = "修改口令"
    asks = {"change": PasswordForm}
    register = "account"

    def panels(self) -> list[dict[str, Any]]:
        forced = sessions.must_change_password(self.account)
        words = "口令由管理员发放" if self.account.must_change_password else "口令已超过有效期"
        return [
            {
                "kind": "alert",
                "tone": "amber",
                "title": "须先修改口令",
                "text": f"{words}，修改后即可使用系统。",
            }
            if forced
            else {},
            self.ask(
                "change",
                "修改口令",
                "修改",
                icon="lock",
                text=f"新口令要求：{'；'.join(passwords.policy())}。",
            ),
        ]

    def do_change(self, data: dict[str, Any]) -> HttpResponse:
        forced = sessions.must_change_password(self.account)
        if data["old"] == data["password"]:
            raise Refused("新口令不能与原口令相同。", field="password", status=422)
        passwords.change_own(self.account, old=data["old"], new=data["password"], actor=self.actor)
        update_session_auth_hash(self.request, self.account)
        sessions.begin(self.request)
        logins.renewed(self.request, self.account)
        toast(self.request, "口令已修改，其他地方的登录已退出。")
        return go(self.request, "/" if forced else "/me/")
