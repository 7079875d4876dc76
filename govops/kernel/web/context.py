"""What every page shows around its content: menu, person, unread messages, watermark, secrecy."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.menus.menu import menu_for
from govops.kernel.processes import inbox
from govops.kernel.records.choices import SecrecyLevel


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of `web/base.html`; asks the database only for what is drawn."""
    actor = getattr(request, "actor", None)
    shared: dict[str, Any] = {
        "product_name": "政务运维平台",
        "demonstration": settings.DEMONSTRATION,
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }
    if actor is None or actor.account is None:
        return shared
    person = actor.person
    now = timezone.localtime(moment.now())
    return shared | {
        "actor": actor,
        "menu": menu_for(actor, request.path),
        "person_name": actor.name,
        "person_label": person.label if person else actor.name,
        "unit_label": f"{person.unit.short_name}{' · ' + person.title if person.title else ''}"
        if person
        else "",
        "unread_count": inbox.counts(person)["unread"] if person else 0,
        "page_secrecy": SecrecyLevel.INTERNAL.label,
        "watermark_text": f"{actor.name} {person.unit.short_name if person else ''} {now:%Y-%m-%d %H:%M}",
        "last_login_words": _last_login(actor.account),
        "search_query": request.GET.get("q", "") if request.path == "/search/" else "",
    }


def _last_login(account: Any) -> str:
    if not account.previous_login:
        return ""
    return f"上次登录 {timezone.localtime(account.previous_login):%Y-%m-%d %H:%M}"
