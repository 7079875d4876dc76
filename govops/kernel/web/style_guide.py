"""The living style page: every component with samples, and five whole pages. Mounted at /style/ only under DEBUG."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path

from govops.kernel import moment
from govops.kernel.web import style_samples as samples

PEOPLE = (
    ("信息中心 张三", "zhangsan", "运行维护科 · 科长"),
    ("信息中心 王磊", "wanglei", "运行维护科 · 工程师"),
    ("规划处 何静", "hejing", "主任科员"),
    ("办公室 孙丽", "sunli", "机要秘书"),
    ("保密办 郑涛", "zhengtao", "副主任"),
)


class VisitForm(forms.Form):
    """A form that shows every kind of field, an error and a conditional part."""

    company = forms.CharField(label="来访单位", max_length=80)
    kind = forms.ChoiceField(
        label="来访类别", choices=[("", "请选择"), ("repair", "维护"), ("visit", "参观"), ("press", "采访")]
    )
    nature = forms.ChoiceField(
        label="人员性质",
        choices=[("home", "境内"), ("foreign", "外宾")],
        widget=forms.RadioSelect,
        initial="foreign",
    )
    approval = forms.CharField(label="外事审批文号", help_text="外宾须由保卫保密部门和外事部门共同批准。")
    starts = forms.DateTimeField(
        label="计划进入", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    minutes = forms.IntegerField(label="预计时长", min_value=10, help_text="超过 240 分钟须分次登记。")
    items = forms.MultipleChoiceField(
        label="禁带物品", choices=[("camera", "相机"), ("phone", "手机"), ("disk", "移动存储")], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    scan = forms.FileField(label="委托书", required=False)
    reason = forms.CharField(label="事由", widget=forms.Textarea(attrs={"rows": 3}), required=False)


class ItemForm(forms.Form):
    """A row of things carried in."""

    name = forms.CharField(label="名称")
    serial = forms.CharField(label="型号或编号", required=False)
    count = forms.IntegerField(label="数量", min_value=1)


ItemFormSet = forms.formset_factory(ItemForm, extra=2, can_delete=True, max_num=8)


def visit_form() -> VisitForm:
    """The sample form, checked, so that its errors show."""
    form = VisitForm({"company": "华信网络技术有限公司", "kind": "", "nature": "foreign", "minutes": "5"})
    form.fields["company"].look = {"article": "S4 第三条"}  # type: ignore[attr-defined]
    form.fields["minutes"].look = {"suffix": "分钟", "article": "S4 第三条"}  # type: ignore[attr-defined]
    form.fields["approval"].look = {"show_when": "nature=foreign"}  # type: ignore[attr-defined]
    form.fields["reason"].look = {"wide": True, "note": "选填"}  # type: ignore[attr-defined]
    form.is_valid()
    return form


def _show(request: HttpRequest, template: str, active: str, **context: Any) -> HttpResponse:
    with moment.at(samples.NOW):
        return render(request, template, samples.page(active, s=samples, **context))


def guide(request: HttpRequest) -> HttpResponse:
    """All components."""
    messages.success(request, "登记表已提交，下一步：信息中心 周敏。")
    picker = {"id": "escort", "name": "escort", "url": "/style/people/", "multiple": True,
              "values": [{"id": 1, "label": "信息中心 王磊", "note": "运行维护科"}]}  # fmt: skip
    subtable = {
        "formset": ItemFormSet(prefix="items"),
        "title": "携带物品",
        "article": "S4 第四条",
        "help": "最多 8 行",
    }
    return _show(
        request, "web/style_guide.html", "全局检索", form=visit_form(), picker=picker, subtable=subtable,
        month=samples.month(),
    )  # fmt: skip


def people(request: HttpRequest) -> JsonResponse:
    """What a picker asks for."""
    words = request.GET.get("q", "").lower()
    found = [
        {"id": number, "label": label, "note": note}
        for number, (label, pinyin, note) in enumerate(PEOPLE, 1)
        if words in label or pinyin.startswith(words)
    ]
    return JsonResponse({"results": found, "more": False})


def _page(name: str, active: str, **context: Any) -> Any:
    return lambda request: _show(request, f"web/style/{name}.html", active, **context)


def login(request: HttpRequest) -> HttpResponse:
    """The login page as demonstration mode shows it."""
    return render(request, "web/login.html", {
        "demonstration": True, "demo_password": "govops-demo", "demo_accounts": samples.ACCOUNTS,
        "organization_name": "示范市水利委员会", "error": "账号或口令不对，还可以再试 4 次。",
    })  # fmt: skip


def error(request: HttpRequest) -> HttpResponse:
    """An error page."""
    return render(
        request,
        "web/error.html",
        {"status": 403, "request_id": "8f2c-41aa", "rule": "R-MR-02", "back_url": "/style/"},
    )


urlpatterns = [
    path("style/", guide),
    path("style/people/", people),
    path("style/workbench/", _page("workbench", "工作台")),
    path("style/list/", _page("list", "服务台")),
    path("style/record/", _page("record", "机房")),
    path("style/norms/", _page("norms", "规范对照")),
    path("style/wall/", _page("wall", "内网门户")),
    path("style/dialog/", _page("dialog", "机房")),
    path("style/login/", login),
    path("style/error/", error),
]
