"""The workbench: what must I do, by when; what must we do today by the norms; who is on duty. And search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import logins, table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.dashboards.tiles import workbench_panels
from govops.kernel.norms import duties
from govops.kernel.processes import inbox
from govops.kernel.processes.models import ProcessRun
from govops.kernel.registers import finding, site
from govops.kernel.search.highlight import highlight
from govops.kernel.web import words
from govops.kernel.web.cells import tone_of
from govops.kernel.web.time_left import left_of
from govops.kernel.web.views.common import actor_of, link

_ROWS = 50


def workbench(request: HttpRequest) -> HttpResponse:
    """`/`."""
    actor = actor_of(request)
    if actor.person is None:
        return render(
            request, "home/administrator.html", {"title": f"您好，{actor.name}", **_last_login(actor)}
        )
    return _inbox(request, "todo")


def inbox_list(request: HttpRequest, key: str) -> HttpResponse:
    """待办 待阅 已办 已阅 我发起 草稿 关注."""
    if key not in inbox.LISTS:
        raise Refused("没有这个列表，请从工作台进入。", status=404)
    return _inbox(request, key)


def _inbox(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    person = actor.person
    if person is None:
        raise Refused("当前账户没有对应的人员，没有待办事项。", status=403)
    counts = inbox.counts(person)
    now = timezone.localtime(moment.now())
    items = list(inbox.items(person, key)[:_ROWS])
    late = [i for i in items if key == "todo" and _is_nearly_late(i)]
    today = duties.for_person(person, moment.today())
    context = {
        "title": f"{_greeting(now.hour)}，{person.name}",
        "today": now,
        "key": key,
        "tiles": _tiles(counts, len(late), today),
        "tabs": _tabs(key, counts),
        "table": _table(key, items, request),
        "duties": [_duty(d) for d in today],
        "panels": workbench_panels(actor),
        "is_administrator": actor.is_administrator,
        **_last_login(actor),
    }
    return render(request, "home/workbench.html", context)


def _last_login(actor: Actor) -> dict[str, Any]:
    """The login before this one, and a warning where somebody tried wrong passwords since."""
    if actor.account is None:
        return {}
    last = logins.last_login(actor.account)
    warning = (
        f"上次登录之后，有人用您的账户输错口令 {last.failures} 次。如非本人操作，请立即修改口令，并报告安全管理员。"
        if last.failures
        else ""
    )
    return {"last_login": words.last_login(last), "login_warning": warning}


def _is_nearly_late(item: Any) -> bool:
    """Three quarters of the working time are gone."""
    left = left_of(item)
    return left is not None and left["percent"] >= 75


def _greeting(hour: int) -> str:
    return (
        "夜深了"
        if hour < 5
        else "上午好"
        if hour < 12
        else "中午好"
        if hour < 14
        else "下午好"
        if hour < 18
        else "晚上好"
    )


def _tiles(counts: dict[str, int], late: int, today: list[Any]) -> list[dict[str, Any]]:
    done = sum(1 for d in today if d.state == "met")
    return [
        {"title": "待办", "value": counts["todo"], "unit": "件", "url": "/"},
        {"title": "临期与超时", "value": late, "unit": "件", "tone": "amber" if late else "", "url": "/"},
        {"title": "待阅", "value": counts["toread"], "unit": "件", "url": "/inbox/toread/"},
        {"title": "我发起的在办", "value": counts["mine"], "unit": "件", "url": "/inbox/mine/"},
        {"title": "本期应尽职责", "value": f"{done} / {len(today)}", "unit": "已完成", "url": "/norms/"},
    ]


def _tabs(key: str, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "kind": "line",
        "items": [
            {
                "title": title,
                "url": "/" if name == "todo" else f"/inbox/{name}/",
                "active": name == key,
                "count": counts.get(name) or None,
            }
            for name, title in inbox.LISTS.items()
        ],
    }


def _said_once(when: str, told: str) -> str:
    """The time before the words, unless they tell it themselves."""
    return told if when in told else f"{when}　{told}"


def _duty(duty: Any) -> dict[str, Any]:
    state = {"met": "done", "missed": "late"}.get(duty.state, "open")
    when = (
        _said_once(f"{timezone.localtime(duty.done_at):%H:%M}", duty.evidence_words)
        if duty.done_at
        else ("今日内完成" if duty.first == duty.last else f"{duty.last:%m月%d日}前完成")
    )
    if duty.state == "missed":
        is_long = (duty.last - duty.first).days > 7
        when = f"应于 {duty.last:%m月%d日}前完成，已逾期" if is_long else f"{duty.first:%m月%d日} 漏检"
    return {"title": f"{duty.title}（{duty.subject_name}）", "sub": when, "state": state, "url": duty.url}


def _table(key: str, items: list[Any], request: HttpRequest) -> dict[str, Any]:
    is_run = bool(items) and isinstance(items[0], ProcessRun)
    runs = [item if is_run else item.run for item in items]
    acts = inbox.last_acts([run.pk for run in runs])
    here = "/" if key == "todo" else f"/inbox/{key}/"
    rows = [_row(run, None if is_run else item, acts, here) for run, item in zip(runs, items, strict=True)]
    head = ["事项", "当前环节", "上一处理人与意见", "到达" if not is_run else "发起"]
    last = {"todo": "剩余时限", "done": "办理时间", "read": "阅毕时间"}.get(key, "状态")
    return {
        "id": "inbox",
        "columns": [{"title": t} for t in (*head, last)],
        "rows": rows,
        "empty": {
            "icon": "inbox",
            "title": f"没有{inbox.LISTS[key]}事项",
            "text": _EMPTY[key],
            "actions": []
            if actor_of(request).is_administrator
            else [{"url": "/apply/", "label": "我要申请", "primary": key != "todo"}],
        },
    }


_EMPTY = {
    "todo": "需要您审批或办理的事项到达后会显示在这里。",
    "toread": "别人传阅给您的事项会显示在这里。",
    "done": "您办理过的事项会显示在这里。",
    "read": "您阅过的事项会显示在这里。",
    "mine": "您发起的申请会显示在这里，可随时看到办到哪一步。",
    "drafts": "存为草稿、还没有提交的单据会显示在这里。",
    "followed": "在单据页点“关注”，它就会显示在这里。",
}


def _row(run: ProcessRun, item: Any, acts: dict[int, Any], here: str) -> dict[str, Any]:
    register = site.get(run.register)
    act = acts.get(run.pk)
    states = register.process.state_words if register.process else {}
    state: dict[str, Any] = {
        "kind": "chip",
        "text": str(states.get(run.state, run.state)),
        "tone": tone_of(register, run.state),
    }
    if item is None:
        last = state
    elif item.status != "open":
        last = {"kind": "when", "value": item.done_at}
    else:
        left = left_of(item)
        last = {"kind": "time_left", "left": left} if left else state
    url = link(register.url(run.record_id), back=here)
    return {
        "url": url,
        "id": run.pk,
        "cells": [
            {
                "text": run.title,
                "sub": f"{run.number} · {register.title}",
                "class": "cell-title",
                "label": "事项",
                "url": url,
            },
            {"kind": "chip", "text": item.step_title, "tone": "accent", "label": "当前环节"}
            if item
            else {**state, "label": "当前环节"},
            {
                "text": f"{act.signer}（{act.unit_name}）"
                if act and act.unit_name
                else act.signer
                if act
                else "—",
                "sub": (act.opinion or act.verb_title)[:30] if act else "",
                "label": "上一处理人",
            },
            {"kind": "when", "value": item.arrived_at if item else run.started_at, "label": "到达"},
            {**last, "label": "时限"},
        ],
    }


def catalogue(request: HttpRequest) -> HttpResponse:
    """我要申请: every form that I may fill in, by module."""
    actor = actor_of(request)
    groups = []
    for module in site.all_modules():
        registers = [
            site.get(e.register) for e in module.menu if e.register and table.may(actor, "write", e.register)
        ]
        forms = [r for r in registers if r.process is not None]
        if forms:
            groups.append({"title": module.title, "forms": forms})
    return render(
        request,
        "home/catalogue.html",
        {"title": "我要申请", "subtitle": "选择要填写的表单", "groups": groups},
    )


def search(request: HttpRequest) -> HttpResponse:
    """Everything I may see that holds the words, newest first."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()[:100]
    hits = finding.find(actor, text, limit=50)
    rows = [
        {
            "url": site.get(h.register).url(h.record_id),
            "parts": highlight(h.title, text),
            "number": h.number,
            "register": h.register_title,
            "at": h.created_at,
        }
        for h in hits
    ]
    return render(request, "home/search.html", {"title": "全局检索", "text": text, "rows": rows})
