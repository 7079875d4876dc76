"""How operations become addresses: a token before them, the manners of the API around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI

from govops.kernel.api import bodies, problems
from govops.kernel.api.tokens import Bearer

READ = ["GET", "HEAD"]
#: methods, address, operation
Route = tuple[list[str], str, Callable[..., HttpResponse]]


def served(name: str, routes: Iterable[Route]) -> list[URLPattern]:
    """The addresses of `routes`, each for whoever brings a token; they are named after their operations."""
    api = NinjaAPI(
        title=f"govops-{name}", version="1", openapi_url=None, docs_url=None, urls_namespace=f"api-{name}", auth=Bearer()
    )  # fmt: skip
    problems.handle_all(api)
    for methods, address, operation in routes:
        api.api_operation(methods, address, url_name=operation.__name__)(operation)
    return patterns_of(api)


def patterns_of(api: NinjaAPI) -> list[URLPattern]:
    """The addresses of an API without its root, guarded."""
    found = [
        pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]
    for pattern in found:
        pattern.callback = guarded(pattern.callback)
    return found


def guarded(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """What stands before and after every operation: the size of the request, the manners of the answer."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = problems.too_large() if bodies.too_large(request) else view(request, *args, **kwargs)
        if response.status_code == 405:
            response = problems.not_allowed(response)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response

    return answer
