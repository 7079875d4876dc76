"""What a picture's page is asked for in its address, and the chips that say so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import require
from govops.kernel.web.views.common import actor_of, with_params
from govops.modules.configuration.impact import ITEM

Choices = Iterable[tuple[Any, str]]


def reader(request: HttpRequest) -> Actor:
    """Who asks, if he may read items at all."""
    actor = actor_of(request)
    require(table.may(actor, "read", ITEM, title="配置项"), status=403)
    return actor


def number_in(request: HttpRequest, name: str) -> int | None:
    """A whole number of the address, as an id; what is none is as if it were not there."""
    text = request.GET.get(name, "").strip()
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None


def word_in(request: HttpRequest, name: str, known: Iterable[str]) -> str:
    """A word of the address, if it is one of those known."""
    text = request.GET.get(name, "")
    return text if text in set(known) else ""


def past_day(request: HttpRequest) -> date | None:
    """The past day that is asked for (`date`); None for today, the future, or no date at all."""
    try:
        day = date.fromisoformat(request.GET.get("date", ""))
    except ValueError:
        return None
    return day if day < moment.today() else None


def end_of(day: date) -> datetime:
    """The last moment of a day, local time."""
    return timezone.make_aware(datetime.combine(day, time.max))


def filters(request: HttpRequest, *asked: tuple[str, str, Choices]) -> dict[str, Any]:
    """The context of `ui/filters.html` for (name, title, choices) each; one answer to each question."""
    active, available = [], []
    for name, title, choices in asked:
        options = [(str(value), label) for value, label in choices]
        chosen = request.GET.get(name, "")
        label = dict(options).get(chosen)
        if label is not None:
            active.append(
                {"label": f"{title}：{label}", "remove_url": with_params(request.GET, drop=(name,))}
            )
        elif options:
            available.append(_question(name, title, options))
    hidden = [(key, value) for key in request.GET for value in request.GET.getlist(key)]
    names = {name for name, _, _ in asked}
    return {
        "action": request.path,
        "hidden": [{"name": key, "value": value} for key, value in hidden],
        "active": active,
        "available": available,
        "clear_url": request.path if names & set(request.GET) else "",
    }


def _question(name: str, title: str, options: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "kind": "choices",
        "single": True,
        "options": [{"value": value, "label": label} for value, label in options],
    }


def export(actor: Actor, name: str) -> dict[str, str] | None:
    """What the export buttons need; None for those who may not export items."""
    if not table.may(actor, "export", ITEM):
        return None
    return {"name": f"{name}-{moment.today():%Y%m%d}", "url": "/m/configuration/picture/"}
