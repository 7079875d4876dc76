"""签名密钥: made in the browser, reported as lost here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localtime

from govops.kernel.access.answers import Refused
from govops.kernel.signatures import keys
from govops.kernel.signatures.models import KeyStatus, SignatureKey
from govops.kernel.web.views.me import MePage
from govops.kernel.web.views.panels import AskForm, facts, table, text

_TONES = {KeyStatus.ACTIVE: "green", KeyStatus.SUSPENDED: "red", KeyStatus.REVOKED: "muted"}


class NewKeyForm(AskForm):
    """Filled by sign.js."""

    public_key = forms.CharField(label="公钥", widget=forms.HiddenInput, max_length=200)
    wrapped_private_key = forms.CharField(label="加密的私钥", widget=forms.HiddenInput, max_length=2000)
    proof = forms.CharField(label="自检签名", widget=forms.HiddenInput, max_length=400)


class SuspendForm(AskForm):
    reason = forms.CharField(label="挂失原因", max_length=200, help_text="如：口令可能已被他人知悉。")


class Keys(MePage):
    title = "签名密钥"
    subtitle = (
        "网上签名与手写签名具有同样的效力（政务内网管理办法第十七条）。私钥用您的口令加密，口令不离开本机。"
    )
    asks = {"create": NewKeyForm, "suspend": SuspendForm}
    register = keys.REGISTER
    signing = True

    def panels(self) -> list[dict[str, Any]]:
        person = self.actor.person
        if person is None:
            return [
                {
                    "kind": "alert",
                    "tone": "amber",
                    "title": "",
                    "text": "当前账户没有对应的人员，不能申领签名密钥。",
                }
            ]
        active = keys.active_key(person)
        mine = SignatureKey.objects.filter(person=person)
        empty = {
            "title": "还没有签名密钥",
            "icon": "key",
            "text": "生成后，您的审批意见将附带可验证的电子签名。",
        }
        rows = [self._row(row) for row in mine]
        return [
            self._current(active) if active else self._make(),
            {
                "kind": "table",
                "title": "全部密钥",
                "table": table(("指纹", "算法", "启用时间", "停用", "状态"), rows, empty=empty, compact=True),
            }
            if rows
            else {},
        ]

    def _current(self, key: SignatureKey) -> dict[str, Any]:
        cells = facts(
            ("指纹", key.label),
            ("算法", key.algorithm),
            ("启用时间", f"{localtime(key.activated_at):%Y-%m-%d}"),
            ("持有人", key.person.label),
        )
        return {"kind": "facts", "title": "在用密钥", "definition": cells, "note": "每人一把在用密钥"}

    def _make(self) -> dict[str, Any]:
        person = self.actor.person
        assert person is not None
        if keys.is_suspended(person):
            return {
                "kind": "alert",
                "tone": "red",
                "title": "密钥已挂失",
                "text": "挂失的密钥尚未撤销；请联系密钥管理员或安全管理员撤销，之后在此生成新密钥。",
            }
        words = (
            "点“生成密钥”后设置密钥口令。口令只在本机使用，不会上传；遗忘后无法找回，只能撤销密钥重新申领。"
        )
        attributes = {"data-govops-new-key": "", "data-person-id": str(person.pk)}
        return self.ask("create", "生成签名密钥", "生成密钥", icon="key", text=words, attributes=attributes)

    def _row(self, key: SignatureKey) -> dict[str, Any]:
        return {
            "cells": [
                text(key.label, **{"class": "cell-title mono"}), text(key.algorithm), {"kind": "when", "value": key.activated_at},
                text(f"{localtime(key.stopped_at):%Y-%m-%d}" if key.stopped_at else "", key.stop_reason),
                {"kind": "chip", "text": key.get_status_display(), "tone": _TONES[KeyStatus(key.status)]},
            ]
        }  # fmt: skip

    def side(self) -> list[dict[str, Any]]:
        if self.actor.person is None or keys.active_key(self.actor.person) is None:
            return []
        words = "密钥口令可能泄露时立即挂失：登录不受影响，但从此刻起不能签名，须由密钥管理员或安全管理员撤销后重新申领。"
        return [
            self.ask(
                "suspend",
                "挂失",
                "挂失密钥",
                tone="red",
                text=words,
                confirm="挂失后立即不能签名，确定挂失吗？",
            )
        ]

    def do_create(self, data: dict[str, Any]) -> str:
        made = keys.register_key(actor=self.actor, **data)
        return f"签名密钥 {made.label} 已启用。"

    def do_suspend(self, data: dict[str, Any]) -> str:
        key = keys.active_key(self.actor.person) if self.actor.person else None
        if key is None:
            raise Refused("没有在用的密钥，无需挂失。")
        keys.suspend(actor=self.actor, key=key, reason=data["reason"])
        return "密钥已挂失。"
