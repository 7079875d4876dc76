"""Pages that a module adds for itself: dashboards, a door screen. The rest comes from its registers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from govops.kernel.access.answers import Refused
from govops.kernel.web.views.common import actor_of

View = Callable[..., HttpResponse]
_pages: list[URLPattern] = []


def page(
    address: str, *, name: str, roles: frozenset[str] | set[str] | None = None
) -> Callable[[View], View]:
    """Serve a view under `/m/<address>`; with `roles`, only to those who hold one of them."""

    def register(view: View) -> View:
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if roles is not None and not actor_of(request).roles & roles:
                raise Refused(
                    "您没有查看此页面的权限；如工作需要，请由业务部门提出、安全管理员授权。",
                    rule="R-USR-05",
                    status=403,
                )
            return view(request, *args, **kwargs)

        _pages.append(path(f"m/{address}", guarded, name=name))
        return view

    return register


def patterns() -> list[URLPattern]:
    """All such pages, for the URL configuration."""
    return list(_pages)
