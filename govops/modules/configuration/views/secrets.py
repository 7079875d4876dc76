"""查看密文: the secrets of one item, shown once to whoever says why; the trail keeps who, when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import HttpResponse

from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.attributes import sealing
from govops.kernel.audit import trail
from govops.kernel.registers import doors, site
from govops.kernel.web.pages import View, page
from govops.kernel.web.views import panels

ITEM = "configuration_item"


class ReasonForm(panels.AskForm):
    reason = forms.CharField(
        label="查看原因", min_length=4, max_length=200, help_text="写明用途，如：按 SJ-2026-0001 重启服务"
    )


class Secrets(panels.PanelPage):
    register = ITEM
    asks = {"reveal": ReasonForm}

    def load(self, pk: int = 0, **kwargs: Any) -> None:
        """The item, for those who may change such items all over the bureau."""
        self.item: Any = doors.get(site.get(ITEM), pk, actor=self.actor)
        if table.scope_of(self.actor, "write", ITEM) != "all":
            raise Refused("查看密文须有配置项的写权限。", rule="R-USR-05", status=403)
        self.told: list[tuple[str, str]] = []

    def heading(self) -> str:
        return f"查看密文：{self.item.name}"

    def crumbs(self) -> list[dict[str, str]]:
        register = site.get(ITEM)
        return [
            {"title": register.title, "url": register.url()},
            {"title": self.item.number, "url": register.url(self.item.pk)},
            {"title": "查看密文"},
        ]

    def do_reveal(self, data: Mapping[str, Any]) -> HttpResponse:
        """Answered at once, never after a redirect: nothing of it is kept in the browser's history."""
        item = self.item
        asked = {one.name: one.title for one in item.type.all_attributes()}
        kept = {name: value for name, value in item.values.items() if sealing.is_sealed(value)}
        trail.record(
            actor=self.actor, operation="read", register=ITEM, record_id=item.pk, number=item.number, secrecy_level=item.secrecy_level,
            summary=f"查看密文：{data['reason']}"[:300], after={"属性": [asked.get(name, name) for name in kept]},
        )  # fmt: skip
        try:
            self.told = [(asked.get(name, name), sealing.unseal(value)) for name, value in kept.items()]
        except ValueError:
            raise Refused("密文无法解开：程序密钥可能已更换，请重新填写该属性。", status=409) from None
        answer = self.page()
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def panels(self) -> Sequence[Mapping[str, Any]]:
        if self.told:
            return [
                {
                    "kind": "facts",
                    "title": "密文",
                    "note": "离开本页后须重新说明原因才能再看",
                    "definition": panels.facts(*self.told),
                }
            ]
        if not any(sealing.is_sealed(value) for value in self.item.values.values()):
            return [
                {"kind": "alert", "tone": "accent", "title": "没有密文", "text": "此配置项没有填写密文属性。"}
            ]
        return [self.ask("reveal", "查看密文", "查看", text="查看人、时间和原因记入审计日志。", icon="eye")]


page("configuration/items/<int:pk>/secrets/", name="configuration-secrets")(cast("View", Secrets.as_view()))
