"""登录 and 退出. Every success, failure and lock goes to the audit trail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from govops.kernel import moment
from govops.kernel.access import lockout, logins, sessions
from govops.kernel.access.actor import Actor, actor_for
from govops.kernel.access.middleware import REASONS
from govops.kernel.access.models import Account
from govops.kernel.audit import trail
from govops.kernel.messages.sending import send
from govops.kernel.organization.models import Unit
from govops.kernel.web.views.common import actor_of

WRONG = "账号或口令不正确，请检查大小写后重试。"


class LoginForm(forms.Form):
    username = forms.CharField(label="账号", max_length=50, error_messages={"required": "请填写账号。"})
    password = forms.CharField(
        label="口令", max_length=256, strip=False, error_messages={"required": "请填写口令。"}
    )


@never_cache
@sensitive_post_parameters("password")
def log_in(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: in, and on to `next`; 422 wrong, 429 locked."""
    target = _target(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(target)
        return _page(request, LoginForm(), next=target, error=REASONS.get(request.GET.get("why", ""), ""))
    form = LoginForm(request.POST)
    if not form.is_valid():
        return _page(request, form, next=target, error=next(iter(form.errors.values()))[0], status=422)
    username = form.cleaned_data["username"]
    if lockout.is_locked(request, username):
        return _refused(request, form, target, locked=True)
    account = authenticate(request, username=username, password=form.cleaned_data["password"])
    if account is None:
        return _refused(request, form, target, locked=lockout.is_locked(request, username))
    return _welcome(request, account, target)


def _welcome(request: HttpRequest, account: Account, target: str) -> HttpResponse:
    account.previous_login = account.last_login
    account.save(update_fields=["previous_login"])
    login(request, account)
    sessions.begin(request)
    actor = actor_for(account, address=request.address, request_id=request.request_id)  # type: ignore[attr-defined]
    if logins.succeeded(request, actor):
        _tell_the_other(actor)
    trail.record(
        actor=actor,
        operation="login",
        register="account",
        record_id=account.pk,
        number=account.username,
        summary="登录",
    )
    return HttpResponseRedirect(target)


def _tell_the_other(actor: Actor) -> None:
    """Whoever still works in the older session reads it there, at the bell."""
    if actor.person is not None:
        words = f"您的账户于 {timezone.localtime(moment.now()):%H:%M} 在 {actor.address or '另一处'} 登录"
        send(
            [actor.person.pk],
            title=words,
            text="此前的登录尚未退出。如非本人操作，请立即修改口令（其他登录随即退出），并报告安全管理员。",
        )


def _refused(request: HttpRequest, form: LoginForm, target: str, *, locked: bool) -> HttpResponse:
    username = form.cleaned_data["username"]
    account = Account.objects.select_related("person__unit").filter(username=username).first()
    if account is not None:
        logins.failed(account)
    trail.record(
        actor=Actor(account=account, person=account.person if account else None, address=request.address, request_id=request.request_id),  # type: ignore[attr-defined]
        operation="lock" if locked else "login_failed", register="account", record_id=account.pk if account else None,
        number=username, result="refused", summary=lockout.sentence() if locked else WRONG,
    )  # fmt: skip
    if locked:
        return _page(request, form, next=target, locked_words=lockout.sentence(), status=429)
    left = lockout.attempts_left(request, username)
    return _page(request, form, next=target, error=f"{WRONG}再错 {left} 次将锁定账户。", status=422)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        trail.record(
            actor=actor_of(request),
            operation="logout",
            register="account",
            record_id=request.user.pk,
            summary="退出",
        )
    logout(request)
    return HttpResponseRedirect(settings.LOGIN_URL)


def _target(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"


def _page(request: HttpRequest, form: LoginForm, *, status: int = 200, **context: Any) -> HttpResponse:
    bureau = Unit.objects.filter(parent__isnull=True).order_by("id").first()
    context["organization_name"] = bureau.name if bureau else ""
    if settings.DEMONSTRATION:
        context |= {"demonstration": True, **import_string(settings.DEMONSTRATION_LOGIN)()}
    return render(request, "web/login.html", {"form": form, **context}, status=status)
