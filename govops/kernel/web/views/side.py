"""What hangs on a record or a list: following, saved views, chosen columns."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from govops.kernel.access.answers import Refused
from govops.kernel.records.models import ColumnChoice, Follow, SavedView
from govops.kernel.registers import doors
from govops.kernel.web.views.common import actor_of, back_of, dialog, go, link, register_of, toast


@require_POST
def follow(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """关注 or no longer."""
    register = register_of(code, request)
    record = doors.get(register, pk, actor=actor_of(request))
    person = actor_of(request).person
    if person is None:
        raise Refused("请以本人账户登录后再关注。", status=403)
    found = Follow.objects.filter(person=person, register=code, record_id=pk)
    if found.exists():
        found.delete()
        toast(request, f"已取消关注 {record.number}。")
    else:
        Follow.objects.get_or_create(person=person, register=code, record_id=pk)
        toast(request, f"已关注 {record.number}，可在工作台“关注”中找到。")
    return go(request, link(register.url(pk), back=back_of(request, register.url())))


@require_POST
def columns(request: HttpRequest, code: str) -> HttpResponse:
    """Which columns I want to see, in my order."""
    register = register_of(code, request)
    person = actor_of(request).person
    if person is not None:
        if request.POST.get("reset"):
            ColumnChoice.objects.filter(register=code, person=person).delete()
        else:
            known = {column.name for column in register.all_columns}
            wanted = [name for name in dict.fromkeys(request.POST.getlist("column")) if name in known]
            if wanted:
                ColumnChoice.objects.update_or_create(
                    register=code, person=person, defaults={"columns": wanted}
                )
    from django.utils.http import url_has_allowed_host_and_scheme

    back = request.POST.get("return_to", "")
    return go(
        request,
        back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else register.url(),
    )


def save_view(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the present filters under a name, for myself or for everybody."""
    register = register_of(code, request)
    person = actor_of(request).person
    error = ""
    query = (request.POST if request.method == "POST" else request.GET).get("query", "")[:1000]
    if request.method == "POST" and person is not None:
        title = request.POST.get("title", "").strip()
        if not title or len(title) > 30:
            error = "请填写视图名称，不超过 30 个字。"
        elif SavedView.objects.filter(register=code, owner=person, title=title).exists():
            error = f"您已有名为“{title}”的视图，请换一个名称。"
        else:
            SavedView.objects.create(
                register=code,
                owner=person,
                title=title,
                query=query,
                is_shared=request.POST.get("is_shared") == "1",
            )
            toast(request, f"已保存视图“{title}”。")
            return go(request, f"{register.url()}?{query}")
    mine = SavedView.objects.filter(register=code, owner=person) if person else []
    context = {
        "register": register,
        "title": "保存当前视图",
        "query": query,
        "error": error,
        "typed": request.POST.get("title", ""),
        "mine": mine,
    }
    return dialog(request, "records/save_view.html", context, status=422 if error else 200)


@require_POST
def delete_view(request: HttpRequest, code: str, view: int) -> HttpResponse:
    """Drop a view of one's own."""
    register = register_of(code, request)
    SavedView.objects.filter(pk=view, register=code, owner=actor_of(request).person).delete()
    toast(request, "已删除视图。")
    return go(request, register.url())
