"""来件: the mailbox, the drop, the programs that may post; and what came of each thing that came in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.http import HttpResponse

from govops.kernel import parameters
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SYSTEM_ADMIN
from govops.kernel.gateways import jobs, sources
from govops.kernel.gateways.models import MAIL, InboundSource, Received
from govops.kernel.organization.models import Person
from govops.kernel.registers import site
from govops.kernel.registers.form_fields import ReferenceField
from govops.kernel.registers.widgets import PickerInput
from govops.kernel.web.views.panels import AskForm, PanelPage, button, facts, table, text

TONES = {"taken": "green", "comment": "green", "unclaimed": "amber", "ignored": "muted"}
_HOW = (
    "POST /api/v1/inbound/代码，请求头 X-Govops-Timestamp（秒）与 X-Govops-Signature："
    "sm3= 或 sha256= 加 HMAC(密钥, 时间 + “.” + 正文) 的十六进制小写。"
)


class SourceForm(AskForm):
    code = forms.CharField(
        label="代码",
        max_length=40,
        validators=[validate_slug],
        help_text="英文字母、数字和连字符，写在地址里。",
    )
    name = forms.CharField(label="名称", max_length=40)
    person = ReferenceField(
        Person.objects.filter(is_active=True).select_related("unit"), label="以谁的名义", widget=PickerInput("people"),
        help_text="来件没有写明发起人时用。",
    )  # fmt: skip


class OneForm(AskForm):
    source = forms.IntegerField(widget=forms.HiddenInput, label="来件程序")


class InboundPage(PanelPage):
    title = "来件"
    subtitle = "邮件和其他程序送来的内容：认得出的建单或成为备注，认不出的转到“待认领邮件”，自动回复不理会。"
    roles = (SYSTEM_ADMIN,)
    asks = {"add": SourceForm, "renew": OneForm, "switch": OneForm, "poll": AskForm}
    register = "inbound_source"

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": "系统管理"}, {"title": self.title}]

    def panels(self) -> list[dict[str, Any]]:
        return [self._mailbox(), self._sources(), self._log()]

    def _mailbox(self) -> dict[str, Any]:
        value = parameters.value
        peers = "、".join(value("drop.peers")) or "无"
        cells = facts(
            ("从邮箱收信", "已开通，每分钟一次" if value("imap.enabled") else "未开通"),
            ("收信服务器", f"{value('imap.host')}:{value('imap.port')}"), ("收信账号", value("imap.user")),
            ("可投递邮件的服务器", peers),
        )  # fmt: skip
        return {
            "kind": "facts", "title": "邮件", "definition": cells, "link_url": "/admin/parameters/", "link_text": "修改参数",
        }  # fmt: skip

    def _sources(self) -> dict[str, Any]:
        rows = []
        for row in InboundSource.objects.select_related("person"):
            state = ("启用", "green") if row.is_active else ("停用", "muted")
            words = "停用" if row.is_active else "启用"
            rows.append({"cells": [
                text(row.name, f"/api/v1/inbound/{row.code}", **{"class": "cell-title"}), text(row.person.name),
                {"kind": "chip", "text": state[0], "tone": state[1]},
                button(self.request, "switch", words, confirm=f"{words}来件程序“{row.name}”？", source=row.pk),
                button(self.request, "renew", "更换密钥", confirm="更换后对方须立即改用新密钥，确定更换吗？", source=row.pk),
            ]})  # fmt: skip
        empty = {
            "title": "没有来件程序",
            "icon": "plug-connected",
            "text": "监控、门户等程序要送来件时，在右侧登记。",
        }
        return {
            "kind": "table",
            "title": "来件程序",
            "table": table(("程序", "名义", "状态", "", " "), rows, empty=empty),
        }

    def _log(self) -> dict[str, Any]:
        rows = []
        for row in Received.objects.all()[:100]:
            register = site.find(row.register) if row.register else None
            source = "邮件" if row.source == MAIL else row.source
            about = f"{register.title} {row.number}" if register else "—"
            rows.append({"cells": [
                {"kind": "when", "value": row.at}, text(source, row.sender),
                {"kind": "chip", "text": row.get_outcome_display(), "tone": TONES[row.outcome]}, text(about), text(row.words),
            ]})  # fmt: skip
        empty = {"title": "还没有来件", "icon": "inbox", "text": "收到的每一件都会记在这里，保留 184 天。"}
        columns = ("收到", "来源", "结果", "单据", "说明")
        return {
            "kind": "table",
            "title": "最近的来件",
            "table": table(columns, rows, empty=empty, compact=True),
        }

    def side(self) -> list[dict[str, Any]]:
        made = [self.ask("add", "登记来件程序", "登记", icon="plus")]
        if parameters.value("imap.enabled"):
            made.insert(0, self.ask("poll", "收信", "现在收一次", icon="refresh"))
        return made

    def _source(self, pk: int) -> InboundSource:
        row = InboundSource.objects.select_related("person__unit").filter(pk=pk).first()
        if row is None:
            raise Refused("没有找到这个来件程序。", status=404)
        return row

    def do_add(self, data: dict[str, Any]) -> HttpResponse:
        _, secret = sources.add(actor=self.actor, **data)
        self.bound.clear()
        return self._with_secret(secret)

    def do_renew(self, data: dict[str, Any]) -> HttpResponse:
        return self._with_secret(sources.renew(self._source(data["source"]), actor=self.actor))

    def _with_secret(self, secret: str) -> HttpResponse:
        shown = {"kind": "template", "template": "accounts/new_secret.html"}
        return self.page(new_secret=secret, secret_words=_HOW, panels=[shown, *self.panels()])

    def do_switch(self, data: dict[str, Any]) -> str:
        row = self._source(data["source"])
        sources.switch(row, actor=self.actor)
        return f"来件程序“{row.name}”已{'启用' if row.is_active else '停用'}。"

    def do_poll(self, data: dict[str, Any]) -> str:
        return f"已收信：{jobs.poll_mailbox() or '没有新邮件'}。"
