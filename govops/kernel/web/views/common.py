"""What the pages share: the register behind an address, toasts, going back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused, require
from govops.kernel.records.fields import CONTROL
from govops.kernel.registers import site
from govops.kernel.registers.declarations import Register


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def register_of(code: str, request: HttpRequest, *, operation: str = "read") -> Register:
    """The register, if the actor may do `operation` on it at all."""
    register = site.find(code)
    if register is None:
        raise Refused("没有这个台账，请从左侧菜单进入。", status=404)
    require(table.may(actor_of(request), operation, code, title=register.title), status=403)
    return register


def typed(request: HttpRequest, *, longest: int = 60) -> str:
    """What a type-ahead field asks (`q`), without signs that the database cannot hold."""
    return CONTROL.sub("", request.GET.get("q", "")).strip()[:longest]


def back_of(request: HttpRequest, default: str) -> str:
    """Where to go afterwards: the list the person came from, never another site."""
    wanted = request.POST.get("back") or request.GET.get("back") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return default


def dialog(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A fragment for the dialog; opened in a tab of its own, the same within a page."""
    if request.headers.get("HX-Request"):
        return render(request, template, context, status=status)
    page = {"record": None, "is_wide": False, **context, "inner": template}
    return render(request, "records/dialog_page.html", page, status=status)


def toast(request: HttpRequest, sentence: str, *, tone: str = "success") -> None:
    """A sentence that appears once on the next page."""
    getattr(messages, tone)(request, sentence)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect, also out of a dialog."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def with_params(params: QueryDict, *, path: str = "", drop: tuple[str, ...] = (), **changes: Any) -> str:
    """The address with some parameters changed; None removes one."""
    copy = params.copy()
    for name in drop:
        copy.pop(name, None)
    for name, value in changes.items():
        copy.pop(name, None)
        if value is not None:
            copy.setlist(name, [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)])
    text = copy.urlencode()
    return f"{path}?{text}" if text else path or "?"


def link(url: str, **params: Any) -> str:
    return f"{url}?{urlencode(params)}"
