"""消息通道: mail out, webhooks out; how they fare, and a test for each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import HttpResponse

from govops.kernel import parameters
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SYSTEM_ADMIN
from govops.kernel.audit import trail
from govops.kernel.messages import kinds, mail, webhooks
from govops.kernel.messages.models import MailOut, Sending, WebhookDelivery, WebhookTarget
from govops.kernel.web.views.common import go, toast
from govops.kernel.web.views.panels import AskForm, PanelPage, facts, table, text

TONES = {"waiting": "amber", "sent": "green", "given_up": "red"}
_HOW = "对方用它核对请求头 X-Govops-Signature：算法名=HMAC(密钥, X-Govops-Timestamp 的值 + “.” + 请求正文)，十六进制小写。"


def state_of(row: Sending) -> dict[str, Any]:
    return {"kind": "chip", "text": row.get_state_display(), "tone": TONES[row.state]}


class MailForm(AskForm):
    address = forms.EmailField(label="发到")


class TargetForm(AskForm):
    name = forms.CharField(label="名称", max_length=40)
    url = forms.CharField(
        label="地址", max_length=300, help_text="主机须在“允许推送的主机”中（安全管理员设置）。"
    )
    algorithm = forms.ChoiceField(label="签名算法", choices=WebhookTarget.Algorithm.choices)
    wanted = forms.MultipleChoiceField(
        label="推送哪些消息", required=False, widget=forms.CheckboxSelectMultiple, help_text="不选即全部。"
    )
    is_active = forms.BooleanField(label="启用", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = [(kind.code, kind.name) for kind in kinds.all_kinds()]  # type: ignore[attr-defined]


class Channels(PanelPage):
    title = "消息通道"
    subtitle = "消息总在平台内显示；开通后同时由邮件和推送发出，失败自动重试，不影响业务办理。"
    roles = (SYSTEM_ADMIN,)
    asks = {"mail": MailForm, "add": TargetForm}
    register = "webhook"

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def panels(self) -> list[dict[str, Any]]:
        return [self._mail(), self._targets(), self._outbox()]

    def _mail(self) -> dict[str, Any]:
        counts = dict(MailOut.objects.order_by().values_list("state").annotate(Count("id")))
        server = f"{parameters.value('mail.host')}:{parameters.value('mail.port')}"
        cells = facts(
            ("发送邮件", "已开通" if parameters.value("mail.enabled") else "未开通"), ("发信服务器", server),
            ("发件人", parameters.value("mail.sender")), ("消息推送", "已开通" if parameters.value("webhook.enabled") else "未开通"),
            *[(label, counts.get(state, 0)) for state, label in Sending.State.choices],
        )  # fmt: skip
        return {
            "kind": "facts", "title": "邮件", "definition": cells, "link_url": "/admin/parameters/", "link_text": "修改参数",
        }  # fmt: skip

    def _targets(self) -> dict[str, Any]:
        rows = []
        for row in WebhookTarget.objects.annotate(
            failed=Count("deliveries", filter=Q(deliveries__state=Sending.State.GIVEN_UP))
        ):
            url = f"/admin/channels/{row.pk}/"
            state = ("启用", "green") if row.is_active else ("停用", "muted")
            words = "、".join(kind.name for code in row.kinds if (kind := kinds.find(code))) or "全部"
            rows.append({"url": url, "cells": [
                text(row.name, row.url, url=url, **{"class": "cell-title"}), text(words),
                text(row.get_algorithm_display()), text(row.failed or "0"), {"kind": "chip", "text": state[0], "tone": state[1]},
            ]})  # fmt: skip
        empty = {
            "title": "没有推送",
            "icon": "plug-connected",
            "text": "要把消息送到即时通讯等程序时，在右侧登记。",
        }
        columns = ("推送", "消息", "签名", "放弃", "状态")
        return {"kind": "table", "title": "消息推送", "table": table(columns, rows, empty=empty)}

    def _outbox(self) -> dict[str, Any]:
        rows = [
            {"cells": [
                {"kind": "when", "value": row.created_at}, text(row.address), text(kind.name if (kind := kinds.find(row.message.kind)) else "其他"),
                state_of(row), text(row.attempts or "0"), text(row.error),
            ]}
            for row in MailOut.objects.select_related("message")[:50]
        ]  # fmt: skip
        empty = {
            "title": "没有发出过邮件",
            "icon": "mail",
            "text": "开通“发送邮件”后，每条消息一封，发到人员登记的邮箱。",
        }
        columns = ("产生", "收件地址", "类别", "状态", "尝试", "失败原因")
        return {
            "kind": "table",
            "title": "最近的邮件",
            "table": table(columns, rows, empty=empty, compact=True),
        }

    def side(self) -> list[dict[str, Any]]:
        return [
            self.ask("mail", "测试邮件", "发送", icon="send", note="立即发送"),
            self.ask("add", "登记推送", "登记", icon="plus"),
        ]

    def do_mail(self, data: dict[str, Any]) -> str:
        mail.test(data["address"])
        trail.record(actor=self.actor, operation="parameter", register="mail", summary="发送测试邮件")
        return f"测试邮件已交给发信服务器，请到 {data['address']} 查收。"

    def do_add(self, data: dict[str, Any]) -> HttpResponse:
        _, secret = webhooks.save(actor=self.actor, **data)
        self.bound.clear()
        shown = {"kind": "template", "template": "accounts/new_secret.html"}
        return self.page(new_secret=secret, secret_words=_HOW, panels=[shown, *self.panels()])


class ChannelPage(PanelPage):
    """One target, with its delivery log."""

    roles = (SYSTEM_ADMIN,)
    asks = {"save": TargetForm, "test": AskForm, "renew": AskForm, "remove": AskForm}
    register = "webhook"

    def load(self, **kwargs: Any) -> None:
        row = WebhookTarget.objects.filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Refused("没有找到这个推送，可能已被删除。", status=404)
        self.row = row

    def heading(self) -> str:
        return self.row.name

    def crumbs(self) -> list[dict[str, str]]:
        return [
            {"title": "系统管理"},
            {"title": "消息通道", "url": "/admin/channels/"},
            {"title": self.row.name},
        ]

    def form(self, do: str, data: Any = None) -> forms.Form:
        made = super().form(do, data)
        if do == "save" and data is None:
            made.initial = {
                "name": self.row.name, "url": self.row.url, "algorithm": self.row.algorithm, "wanted": self.row.kinds,
                "is_active": self.row.is_active,
            }  # fmt: skip
        return made

    def panels(self) -> list[dict[str, Any]]:
        rows = [
            self._line(row) for row in self.row.deliveries.select_related("message").order_by("-id")[:100]
        ]
        empty = {"title": "没有推送过", "icon": "send", "text": "可以先点“测试”。"}
        columns = ("产生", "消息", "状态", "尝试", "答复", "用时", "失败原因")
        return [
            {"kind": "table", "title": "推送记录", "table": table(columns, rows, empty=empty, compact=True)}
        ]

    def _line(self, row: WebhookDelivery) -> dict[str, Any]:
        kind = kinds.find(row.message.kind) if row.message else None
        name = "测试" if row.message is None else kind.name if kind else "其他"
        took = f"{row.took_ms} 毫秒" if row.took_ms is not None else ""
        return {"cells": [
            {"kind": "when", "value": row.created_at}, text(name), state_of(row), text(row.attempts or "0"), text(row.answer), text(took), text(row.error),
        ]}  # fmt: skip

    def side(self) -> list[dict[str, Any]]:
        return [
            self.ask("test", "测试", "发送一条测试推送", icon="send"),
            self.ask("save", "修改", "保存", icon="check"),
            self.ask(
                "renew",
                "更换密钥",
                "更换",
                icon="key",
                confirm="更换后对方须换用新密钥才能核对签名，确定更换吗？",
            ),
            self.ask(
                "remove", "删除", "删除推送", tone="red", confirm=f"删除推送“{self.row.name}”和它的推送记录？"
            ),
        ]

    def do_test(self, data: dict[str, Any]) -> str:
        row = webhooks.test(self.row, actor=self.actor)
        if row.state != Sending.State.SENT:
            raise Refused(f"测试推送没有成功：{row.error}。", status=422)
        return f"测试推送成功，对方答复 {row.answer}，用时 {row.took_ms} 毫秒。"

    def do_save(self, data: dict[str, Any]) -> str:
        webhooks.save(actor=self.actor, target=self.row, **data)
        return "已保存。"

    def do_renew(self, data: dict[str, Any]) -> HttpResponse:
        secret = webhooks.renew(self.row, actor=self.actor)
        shown = {"kind": "template", "template": "accounts/new_secret.html"}
        return self.page(new_secret=secret, secret_words=_HOW, panels=[shown, *self.panels()])

    def do_remove(self, data: dict[str, Any]) -> HttpResponse:
        webhooks.remove(self.row, actor=self.actor)
        toast(self.request, f"推送“{self.row.name}”已删除。")
        return go(self.request, "/admin/channels/")
