"""账户: who has one, in which state; opening, confirming, stopping, first passwords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse

from govops.kernel import moment
from govops.kernel.access import accounts, lockout, passwords, rights, roles, witness
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import Account, DirectOpening, SystemState
from govops.kernel.access.roles import SECURITY_ADMIN, SYSTEM_ADMIN
from govops.kernel.organization.models import Person
from govops.kernel.registers.form_fields import ReferenceField
from govops.kernel.registers.widgets import PickerInput
from govops.kernel.signatures import keys
from govops.kernel.web.views import admin_lists as lists
from govops.kernel.web.views.admin_menu import ALL
from govops.kernel.web.views.panels import AskForm, PanelPage, facts, table, text
from govops.kernel.web.words import local

_STATES = [("active", "在用"), ("new", "待启用"), ("stopped", "已停用"), ("over", "已到期")]


def state_of(account: Account) -> tuple[str, str]:
    """The account's state in a word, and its tone."""
    if account.stopped_at is not None:
        return "已停用", "muted"
    if not account.is_active:
        return "待启用", "amber"
    return ("在用", "green") if account.is_usable else ("已到期", "red")


class OpenForm(AskForm):
    person = ReferenceField(
        Person.objects.filter(is_active=True).select_related("unit"),
        label="人员",
        widget=PickerInput("people"),
    )
    username = forms.CharField(label="用户名", max_length=30, help_text=accounts.USERNAME_WORDS + "。")
    reason = forms.CharField(
        label="理由", max_length=200, help_text="正式运行前的开户将列入清单，并须另一名管理员复核。"
    )


class Accounts(PanelPage):
    title = "账户"
    subtitle = "一人一户；不设超级系统管理员。正式运行后，开户须凭办公室、人教处共同同意的申请单。"
    roles = ALL
    asks = {"open": OpenForm}
    register = accounts.REGISTER

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def panels(self) -> list[dict[str, Any]]:
        role_options = [(role.code, role.title) for role in roles.all_roles() if role.code != roles.END_USER]
        rows, pager = lists.paged(self.request, self._narrowed())
        table_ = table(
            ("用户", "用户名", "角色", "上次登录", "状态"),
            [self._row(a) for a in rows],
            empty={"title": "没有符合条件的账户", "icon": "user-search"},
        )
        filters = {
            "action": "", "search": lists.search_box(self.request, "姓名、拼音、用户名"),
            "available": [lists.choice(self.request, "state", "状态", _STATES), lists.choice(self.request, "role", "角色", role_options)],
            "active": lists.active(self.request, ("state", "状态", _STATES), ("role", "角色", role_options)),
            "clear_url": self.request.path if self.request.GET else "",
        }  # fmt: skip
        return [
            lists.waiting(self.actor),
            self._unconfirmed(),
            {"kind": "table", "title": "", "filters": filters, "table": table_, "pager": pager},
        ]

    def _narrowed(self) -> Any:
        rows = (
            Account.objects.select_related("person__unit")
            .prefetch_related("grants")
            .order_by("person__unit__order", "username")
        )
        if q := self.request.GET.get("q", "").strip()[:50]:
            rows = rows.filter(
                Q(username__icontains=q)
                | Q(person__name__icontains=q)
                | Q(person__initials__startswith=q.lower())
                | Q(person__pinyin__startswith=q.lower())
            )
        wanted, today = Q(), moment.today()
        over = Q(expires_on__lt=today)
        known = {
            "active": Q(is_active=True) & (Q(expires_on__isnull=True) | ~over), "new": Q(is_active=False, stopped_at__isnull=True),
            "stopped": Q(stopped_at__isnull=False), "over": Q(is_active=True) & over,
        }  # fmt: skip
        for state in self.request.GET.getlist("state"):
            wanted |= known.get(state, Q())
        rows = rows.filter(wanted)
        if held := self.request.GET.getlist("role"):
            from govops.kernel.access.models import RoleGrant

            rows = rows.filter(pk__in=RoleGrant.objects.on().filter(role__in=held).values("account"))
        return rows

    def _row(self, account: Account) -> dict[str, Any]:
        url = f"/admin/accounts/{account.pk}/"
        words, tone = state_of(account)
        today = moment.today()
        held = [
            g
            for g in account.grants.all()
            if g.revoked_at is None and g.valid_from <= today and (g.valid_to is None or g.valid_to >= today)
        ]
        person = account.person
        return {
            "url": url,
            "cells": [
                text(person.label if person else "—", person.title if person else "", url=url, **{"class": "cell-title"}),
                text(account.username, account.basis), text("、".join(roles.title_of(g.role) for g in held) or "普通用户"),
                {"kind": "when", "value": account.last_login} if account.last_login else text("从未登录", tone="muted"),
                {"kind": "chip", "text": words, "tone": tone},
            ],
        }  # fmt: skip

    def _unconfirmed(self) -> dict[str, Any]:
        waiting = DirectOpening.objects.filter(
            confirmed_at__isnull=True, account__stopped_at__isnull=True
        ).select_related("account__person__unit", "opened_by__person")
        rows = [
            {
                "url": f"/admin/accounts/{o.account_id}/",
                "cells": [
                    text(
                        o.account.person.label if o.account.person else "",
                        o.account.username,
                        url=f"/admin/accounts/{o.account_id}/",
                    ),
                    text(o.reason),
                    text(o.opened_by.person.name if o.opened_by.person else o.opened_by.username),
                    {"kind": "when", "value": o.opened_at},
                ],
            }
            for o in waiting
        ]
        if not rows:
            return {}
        columns = ("用户", "理由", "开户人", "时间")
        return {
            "kind": "table",
            "title": "待复核的直接开户",
            "sub": f"{len(rows)} 个",
            "note": "由开户人以外的管理员复核",
            "table": table(columns, rows, empty={"title": ""}, compact=True),
        }

    def side(self) -> list[dict[str, Any]]:
        if SYSTEM_ADMIN not in self.actor.roles:
            return []
        if SystemState.current().is_production:
            words = "系统已正式运行，不得私设用户。所在部门填写《内网用户申请》，办公室、人教处审核同意后，在“待我办理”中按单建户。"
            return [{"kind": "alert", "tone": "accent", "title": "按单建户", "text": words}]
        return [
            self.ask(
                "open",
                "直接开户",
                "开户",
                icon="user-plus",
                note="仅限正式运行前",
                text="列入清单，另一名管理员复核后启用。",
            )
        ]

    def do_open(self, data: dict[str, Any]) -> str:
        account = accounts.open_account(
            person=data["person"],
            username=data["username"].strip().lower(),
            reason=data["reason"],
            actor=self.actor,
        )
        return f"已开户 {account.username}，待另一名管理员复核后启用。"


class ReasonForm(AskForm):
    reason = forms.CharField(label="原因", max_length=200)


class AccountPage(PanelPage):
    """One account: what it is, and what this administrator may do with it."""

    roles = ALL
    asks = {
        "stop": ReasonForm,
        "resume": ReasonForm,
        "hand_out": AskForm,
        "unlock": AskForm,
        "confirm": AskForm,
        "revoke_key": ReasonForm,
    }
    register = accounts.REGISTER
    account: Account

    def load(self, **kwargs: Any) -> None:
        found = (
            Account.objects.select_related(
                "person__unit", "direct_opening__opened_by__person", "direct_opening__confirmed_by__person"
            )
            .filter(pk=kwargs["pk"])
            .first()
        )
        if found is None:
            raise Refused("没有这个账户。", status=404)
        self.account = found

    def heading(self) -> str:
        return self.account.person.label if self.account.person else self.account.username

    def crumbs(self) -> list[dict[str, str]]:
        return [
            {"title": "系统管理"},
            {"title": "账户", "url": "/admin/accounts/"},
            {"title": self.account.username},
        ]

    def panels(self) -> list[dict[str, Any]]:
        account, opening = self.account, getattr(self.account, "direct_opening", None)
        words, tone = state_of(account)
        cells: list[Any] = [
            ("用户名", account.username), {"label": "状态", "value": account.stop_reason, "chip": {"text": words, "tone": tone}},
            ("开户依据", account.basis), ("开户时间", f"{local(account.created_at):%Y-%m-%d %H:%M}"),
            ("有效期至", account.expires_on or "长期"), ("口令", "未发放" if not account.has_usable_password() else "须修改" if account.must_change_password else "已设置"),
            ("上次登录", f"{local(account.last_login):%Y-%m-%d %H:%M}" if account.last_login else "从未登录"),
            ("停用时间", f"{local(account.stopped_at):%Y-%m-%d %H:%M}" if account.stopped_at else ""),
        ]  # fmt: skip
        if opening is not None:
            by = opening.confirmed_by
            cells += [
                ("直接开户理由", opening.reason),
                ("开户人", str(opening.opened_by.person or opening.opened_by)),
                ("复核人", str(by.person or by) if by else "待复核"),
            ]
        return [
            self._locked(),
            {"kind": "facts", "title": "账户", "definition": facts(*cells)},
            self._grants(),
        ]

    def _locked(self) -> dict[str, Any]:
        if not lockout.is_locked(self.request, self.account.username):
            return {}
        return {
            "kind": "alert",
            "tone": "red",
            "title": "已锁定",
            "text": "连续口令错误，账户暂时锁定；核实身份后可在右侧解除。",
        }

    def _grants(self) -> dict[str, Any]:
        from govops.kernel.web.views.admin_grants import grant_row

        rows = [grant_row(g, person=False) for g in self.account.grants.order_by("-id")]
        empty = {"title": "没有授予角色", "icon": "user-shield", "text": "只有普通用户权限。"}
        return {
            "kind": "table",
            "title": "角色",
            "table": table(("角色", "期限", "依据", "授权人", "状态"), rows, empty=empty, compact=True),
        }

    def side(self) -> list[dict[str, Any]]:
        account = self.account
        found = []
        opening = getattr(account, "direct_opening", None)
        if (
            opening is not None
            and opening.confirmed_at is None
            and account.stopped_at is None
            and opening.opened_by_id != self.request.user.pk
        ):
            found.append(
                self.ask(
                    "confirm",
                    "复核开户",
                    "复核通过并启用",
                    icon="check",
                    text="核对人员与理由无误后启用；有疑问请系统管理员停用。",
                )
            )
        if SECURITY_ADMIN in self.actor.roles and account.person and keys.lost_key(account.person):
            words = "密钥已由持有人挂失。核实身份后撤销，持有人即可生成新密钥；已有的签名不受影响。"
            found.append(self.ask("revoke_key", "撤销签名密钥", "撤销密钥", tone="red", text=words))
        if SYSTEM_ADMIN not in self.actor.roles or account.pk == self.request.user.pk:
            return found
        if lockout.is_locked(self.request, account.username):
            found.append(
                self.ask("unlock", "解除锁定", "解除锁定", icon="lock-open", text="请先核实来人身份。")
            )
        if account.is_usable:
            words = "生成一次性临时口令，当面交给本人；首次登录须修改，原口令和接口令牌立即失效。"
            found.append(
                self.ask(
                    "hand_out",
                    "发放口令",
                    "生成临时口令",
                    icon="key",
                    text=words,
                    confirm="生成临时口令后，原口令立即失效，确定吗？",
                )
            )
        if account.stopped_at is None:
            found.append(
                self.ask(
                    "stop",
                    "停用",
                    "停用账户",
                    tone="red",
                    text="停用后立即退出登录，令牌全部吊销。",
                    confirm=f"确定停用账户“{account.username}”吗？",
                )
            )
        else:
            found.append(self.ask("resume", "恢复", "恢复账户", text="已收回的角色不会自动恢复。"))
        return found

    def do_stop(self, data: dict[str, Any]) -> str:
        accounts.stop(self.account, reason=data["reason"], actor=self.actor)
        return f"账户“{self.account.username}”已停用。"

    def do_resume(self, data: dict[str, Any]) -> str:
        accounts.resume(self.account, reason=data["reason"], actor=self.actor)
        return f"账户“{self.account.username}”已恢复。"

    def do_confirm(self, data: dict[str, Any]) -> str:
        accounts.confirm(self.account, actor=self.actor)
        return f"已复核，账户“{self.account.username}”启用。"

    def do_revoke_key(self, data: dict[str, Any]) -> str:
        rights.only(self.actor, SECURITY_ADMIN, to="撤销签名密钥")
        key = keys.lost_key(self.account.person) if self.account.person else None
        if key is None:
            raise Refused("没有已挂失的密钥，无需撤销。")
        keys.revoke(actor=self.actor, key=key, reason=data["reason"])
        return "密钥已撤销，持有人可以生成新密钥。"

    def do_unlock(self, data: dict[str, Any]) -> str:
        rights.only(self.actor, SYSTEM_ADMIN, to="解除锁定")
        lockout.unlock(self.account.username)
        witness.tell(
            actor=self.actor, operation="update", register=accounts.REGISTER, record_id=self.account.pk, number=self.account.username, summary="解除锁定"
        )  # fmt: skip
        return "已解除锁定。"

    def do_hand_out(self, data: dict[str, Any]) -> HttpResponse:
        rights.only(self.actor, SYSTEM_ADMIN, to="发放口令")
        if not self.account.is_usable:
            raise Refused("账户未启用或已停用，不能发放口令。")
        made = passwords.hand_out(self.account, actor=self.actor)
        lockout.unlock(self.account.username)
        self.bound.clear()
        return self.page(
            new_password=made,
            panels=[{"kind": "template", "template": "accounts/new_password.html"}, *self.panels()],
        )
