"""权限复核: every grant in force, and for each whether it is still needed (等保三级, norms F6)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q
from django.utils.html import format_html, format_html_join

from govops.kernel.access import reviewing, roles
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import RoleGrant
from govops.kernel.access.roles import AUDIT_ADMIN, SECURITY_ADMIN
from govops.kernel.norms import judging
from govops.kernel.norms.obligations import EVERY_WORDS
from govops.kernel.norms.rights_review import RIGHTS_REVIEW, period_of
from govops.kernel.web.views import admin_lists as lists
from govops.kernel.web.views.admin_grants import role_choices
from govops.kernel.web.views.panels import AskForm, PanelPage, days, table, text
from govops.kernel.web.words import local

_STATES = [("waiting", "待复核"), ("done", "本期已复核"), ("new", "本期新授")]
_DECISIONS = (("keep", "仍需要"), ("revoke", "收回"))
_COLUMNS = ("用户", "角色", "期限与依据", "上次复核", "决定")


class ReviewForm(AskForm):
    """A decision for each grant of the page, and why those are taken back that are."""

    reason = forms.CharField(
        label="收回原因",
        max_length=200,
        required=False,
        help_text="有“收回”的必填，如“已调岗，不再从事此项工作”。",
    )

    def __init__(self, *args: Any, may_revoke: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen: dict[int, str] = {}
        if not may_revoke:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        known = dict(_DECISIONS)
        for name in self.data:
            pk = name.removeprefix("grant-")
            if name != pk and pk.isdecimal() and len(pk) < 19 and self.data[name] in known:
                self.chosen[int(pk)] = self.data[name]
        if not self.chosen:
            raise forms.ValidationError("请至少对一项授权选择“仍需要”或“收回”。")
        if "revoke" in self.chosen.values() and not data.get("reason"):
            self.add_error(
                "reason" if "reason" in self.fields else None, "有要收回的授权，请填写“收回原因”。"
            )
        return {**data, "chosen": self.chosen}


class Review(PanelPage):
    title = "权限复核"
    roles = (SECURITY_ADMIN, AUDIT_ADMIN)
    asks = {"decide": ReviewForm}
    register = "account"

    def load(self, **kwargs: Any) -> None:
        self.period = period_of()

    def form_kwargs(self, do: str) -> dict[str, Any]:
        return {"may_revoke": SECURITY_ADMIN in self.actor.roles}

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": "授权", "url": "/admin/grants/"}, {"title": self.title}]

    def page(self, *, status: int = 200, **context: Any) -> Any:
        words = EVERY_WORDS[RIGHTS_REVIEW.cycle]
        subtitle = f"{words}逐项确认在效的授权是否仍需要；不再需要的当场收回。本期 {self.period}。"
        return super().page(status=status, **{"subtitle": subtitle, **context})

    def panels(self) -> list[dict[str, Any]]:
        left = self._waiting().count()
        tone, said = ("green", "本期已全部复核。")
        if left:
            mine = "安全管理员本人的授权由审计管理员或另一名安全管理员复核。"
            tone, said = "amber", f"还有 {left} 项授权待复核，应于 {self.period.last} 前完成。{mine}"
        alert = {"kind": "alert", "tone": tone, "title": "", "text": said}
        return [alert, self._listed()]

    def _waiting(self) -> Any:
        rows = reviewing.standing(self.period.first)
        return reviewing.with_reviews(rows, self.period.first).filter(is_reviewed=False)

    def _listed(self) -> dict[str, Any]:
        rows, pager = lists.paged(self.request, self._narrowed())
        made = table(
            _COLUMNS,
            [self._row(row) for row in rows],
            empty={"title": "没有符合条件的授权", "icon": "user-shield", "text": "换一个条件再看。"},
        )
        options = role_choices()
        filters = {
            "action": "", "search": lists.search_box(self.request, "姓名、用户名"),
            "available": [
                lists.choice(self.request, "role", "角色", options), lists.choice(self.request, "state", "复核", _STATES),
            ],
            "active": lists.active(self.request, ("role", "角色", options), ("state", "复核", _STATES)),
            "clear_url": self.request.path if self.request.GET else "",
        }  # fmt: skip
        return {
            "kind": "template",
            "template": "accounts/review.html",
            "filters": filters,
            "table": made,
            "pager": pager,
            "form": self.bound.get("decide") or self.form("decide"),
            "may_decide": any(self._is_open(row) for row in rows),
        }

    def _narrowed(self) -> Any:
        rows = reviewing.with_reviews(RoleGrant.objects.on(), self.period.first)
        rows = (
            rows.select_related("account__person__unit")
            .prefetch_related("reviews")
            .order_by("account__person__unit__order", "account_id", "id")
        )
        if q := self.request.GET.get("q", "").strip()[:50]:
            rows = rows.filter(Q(account__username__icontains=q) | Q(account__person__name__icontains=q))
        if held := self.request.GET.getlist("role"):
            rows = rows.filter(role__in=held)
        wanted = set(self.request.GET.getlist("state"))
        by_state = {
            "waiting": Q(is_reviewed=False, valid_from__lt=self.period.first),
            "done": Q(is_reviewed=True),
            "new": Q(is_reviewed=False, valid_from__gte=self.period.first),
        }
        chosen = [by_state[name] for name in by_state if name in wanted]
        if chosen:
            condition = chosen[0]
            for other in chosen[1:]:
                condition |= other
            rows = rows.filter(condition)
        return rows

    def _is_open(self, row: Any) -> bool:
        """Whether this administrator is to decide about it in this period."""
        return (
            not row.is_reviewed
            and row.valid_from < self.period.first
            and reviewing.may_decide(row, self.actor)
        )

    def _row(self, row: Any) -> dict[str, Any]:
        person = row.account.person
        last = next(iter(row.reviews.all()), None)
        seen = text(f"{local(last.decided_at):%Y-%m-%d}", f"{last.decided_by} 仍需要") if last else text("—")
        url = f"/admin/grants/{row.pk}/"
        return {
            "cells": [
                text(
                    person.label if person else row.account.username,
                    row.account.username,
                    **{"class": "cell-title"},
                ),
                text(roles.title_of(row.role), "管理员" if row.is_administrator else "", url=url),
                text(days(row), row.basis),
                seen,
                self._decision(row),
            ]
        }

    def _decision(self, row: Any) -> dict[str, Any]:
        if row.is_reviewed:
            return {"kind": "chip", "text": "本期已复核", "tone": "green"}
        if row.valid_from >= self.period.first:
            return {"kind": "chip", "text": "本期新授", "tone": "muted"}
        if not self._is_open(row):
            return {"kind": "chip", "text": "待他人复核", "tone": "amber"}
        form = self.bound.get("decide")
        chosen = getattr(form, "chosen", {}).get(row.pk)
        offered = _DECISIONS if SECURITY_ADMIN in self.actor.roles else _DECISIONS[:1]
        boxes = format_html_join(
            "",
            '<label class="choice"><input type="radio" name="grant-{}" value="{}"{}><span>{}</span></label>',
            (
                (row.pk, value, format_html(" checked") if value == chosen else "", label)
                for value, label in offered
            ),
        )
        return {"kind": "html", "html": format_html('<div class="choices choices-row">{}</div>', boxes)}

    def do_decide(self, data: dict[str, Any]) -> str:
        chosen = data["chosen"]
        rows = RoleGrant.objects.select_related("account__person").in_bulk(chosen)
        if len(rows) != len(chosen):
            raise Refused("有的授权已经不存在，请刷新页面。", status=422)
        with transaction.atomic():
            for pk, decision in sorted(chosen.items()):
                reviewing.decide(
                    rows[pk],
                    is_needed=decision == "keep",
                    reason=data.get("reason", ""),
                    first=self.period.first,
                    actor=self.actor,
                )
        judging.judge(obligations=[RIGHTS_REVIEW])
        taken = sum(decision == "revoke" for decision in chosen.values())
        return f"已复核 {len(chosen)} 项授权" + (f"，收回 {taken} 项，立即失效。" if taken else "。")
