"""消息设置 and 常用回复: two of one's own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction

from govops.kernel import parameters
from govops.kernel.access.answers import Refused
from govops.kernel.messages import kinds
from govops.kernel.messages.models import MailChoice
from govops.kernel.organization.models import Person
from govops.kernel.records import replies
from govops.kernel.records.models import CannedReply
from govops.kernel.web.views.me import MePage
from govops.kernel.web.views.panels import AskForm, button, facts, table, text


class ChoicesForm(AskForm):
    kinds = forms.MultipleChoiceField(
        label="同时发送邮件",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="平台内的消息不受影响。",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, wanted = self.fields["kinds"], wants(person)
        field.choices = [(kind.code, f"{kind.name}（{kind.when}）") for kind in kinds.all_kinds()]  # type: ignore[attr-defined]
        field.initial = [kind.code for kind in kinds.all_kinds() if wanted[kind.code]]


def wants(person: Person) -> dict[str, bool]:
    """Kind → whether the person gets it by mail too."""
    default = bool(parameters.value("mail.default_on"))
    chosen = dict(MailChoice.objects.filter(person=person).values_list("kind", "wanted"))
    return {kind.code: chosen.get(kind.code, default) for kind in kinds.all_kinds()}


class MyMessages(MePage):
    title = "消息设置"
    subtitle = "消息总在平台内显示；这里决定哪些还要发到您的邮箱。"
    asks = {"choose": ChoicesForm}

    def _person(self) -> Person:
        if self.actor.person is None:
            raise Refused("当前账户没有对应的人员，没有消息设置。", status=403)
        return self.actor.person

    def form_kwargs(self, do: str) -> dict[str, Any]:
        return {"person": self._person()}

    def panels(self) -> list[dict[str, Any]]:
        person = self._person()
        is_on = parameters.value("mail.enabled")
        address = person.email or "没有登记，请联系系统管理员在“单位与人员”中补充"
        known = facts(("邮箱", address), ("发送邮件", "已开通" if is_on else "本单位没有开通"))
        return [
            {"kind": "facts", "title": "收件地址", "definition": known},
            self.ask("choose", "邮件提醒", "保存", icon="check"),
        ]

    def do_choose(self, data: dict[str, Any]) -> str:
        person, wanted = self._person(), set(data["kinds"])
        before = wants(person)
        with transaction.atomic():
            for code, was in before.items():
                if was != (code in wanted):
                    MailChoice.objects.update_or_create(
                        person=person, kind=code, defaults={"wanted": code in wanted}
                    )
        return "消息设置已保存。"


class ReplyForm(AskForm):
    title = forms.CharField(label="名称", max_length=30)
    text = forms.CharField(
        label="内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="可用 " + "、".join(f"{{{name}}}" for name in replies.PLACEHOLDERS) + "，插入时自动换成单据上的内容。",
    )  # fmt: skip
    is_shared = forms.BooleanField(label="本部门共用", required=False)


class RemoveForm(AskForm):
    reply = forms.IntegerField(widget=forms.HiddenInput, label="常用回复")


class MyReplies(MePage):
    title = "常用回复"
    subtitle = "写备注时从“常用回复”菜单插入。"
    asks = {"save": ReplyForm, "remove": RemoveForm}

    def load(self, **kwargs: Any) -> None:
        if self.actor.person is None:
            raise Refused("当前账户没有对应的人员，没有常用回复。", status=403)
        self.person = self.actor.person
        given = self.request.GET.get("reply", "")
        self.row = replies.own(self.person, int(given)) if given.isdecimal() and len(given) < 19 else None

    def form(self, do: str, data: Any = None) -> forms.Form:
        made = super().form(do, data)
        if do == "save" and self.row is not None and data is None:
            made.initial = {"title": self.row.title, "text": self.row.text, "is_shared": self.row.is_shared}
        return made

    def after(self) -> str:
        return self.request.path

    def panels(self) -> list[dict[str, Any]]:
        rows = [self._line(row) for row in replies.for_person(self.person)]
        empty = {
            "title": "还没有常用回复",
            "icon": "message-2",
            "text": "常说的话存在这里，写备注时一点就有。",
        }
        columns = ("名称", "内容", "范围", "")
        return [{"kind": "table", "title": "常用回复", "table": table(columns, rows, empty=empty)}]

    def _line(self, row: CannedReply) -> dict[str, Any]:
        is_mine = row.owner_id == self.person.pk
        scope = ("本部门共用" if row.is_shared else "本人") if is_mine else f"{row.owner.name}共享"
        url = f"?reply={row.pk}" if is_mine else ""
        end: dict[str, Any] = {"text": ""}
        if is_mine:
            words = f"删除常用回复“{row.title}”？"
            end = button(self.request, "remove", "删除", confirm=words, reply=row.pk)
        name = text(row.title, **{"class": "cell-title"}, **({"url": url} if url else {}))
        return {"cells": [name, text(row.text[:80]), text(scope), end]}

    def side(self) -> list[dict[str, Any]]:
        title = f"修改“{self.row.title}”" if self.row else "新增"
        return [self.ask("save", title, "保存", icon="check")]

    def do_save(self, data: dict[str, Any]) -> str:
        pk = self.row.pk if self.row else None
        row = replies.save(
            self.person, title=data["title"], text=data["text"], is_shared=data["is_shared"], pk=pk
        )
        return f"常用回复“{row.title}”已保存。"

    def do_remove(self, data: dict[str, Any]) -> str:
        row = replies.own(self.person, data["reply"])
        row.delete()
        return f"常用回复“{row.title}”已删除。"
