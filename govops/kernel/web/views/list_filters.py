"""What the list of a register can be narrowed by: the chips of what is asked for, and the menus of what can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.html import format_html

from govops.kernel.access.actor import Actor
from govops.kernel.registers import lists, narrowing, site
from govops.kernel.registers.declarations import Column, Register
from govops.kernel.registers.pickers import widget_of
from govops.kernel.web.views.common import with_params


def filters_of(
    register: Register,
    params: QueryDict,
    columns: list[tuple[Column, bool]],
    here: str,
    actor: Actor,
) -> dict[str, Any]:
    """The context of `ui/filters.html`: what is asked for, as chips to take off, and what can be asked for."""
    available, active = [], []
    for name in register.filters:
        field: Any = register.model._meta.get_field(name)
        picker = _picker(field, params.getlist(name), actor)
        options = picker.options if picker else _options(register, name, field, actor)
        chosen = params.getlist(name)
        title = str(field.verbose_name)
        if chosen:
            labels = [str(label) for value, label in options if str(value) in chosen]
            active.append(
                {
                    "label": f"{title}：{'、'.join(labels) or '、'.join(chosen)}",
                    "remove_url": _without(params, name),
                }
            )
        available.append(
            {
                "title": title,
                "name": name,
                "kind": "html" if picker else "choices",
                "html": picker.html if picker else "",
                "options": []
                if picker
                else [{"value": v, "label": label, "checked": str(v) in chosen} for v, label in options],
                "hidden": _hidden(params, name),
            }
        )
    date_title = str(register.model._meta.get_field(register.date_field).verbose_name)  # type: ignore[union-attr]
    if params.get("from") or params.get("to"):
        words = f"{date_title}：{params.get('from') or '…'} 至 {params.get('to') or '…'}"
        active.append({"label": words, "remove_url": _without(params, "from", "to")})
    available.append(
        {
            "title": date_title,
            "name": "date",
            "kind": "date",
            "from": params.get("from", ""),
            "to": params.get("to", ""),
            "hidden": _hidden(params, "from", "to"),
        }
    )
    for beyond in (one for one in narrowing.of(register.code) if one.name not in register.filters):
        if values := [value for value in params.getlist(beyond.name) if value]:
            words = "、".join(beyond.words(value) for value in values)
            active.append({"label": f"{beyond.title}：{words}", "remove_url": _without(params, beyond.name)})
    if params.get("me"):
        active.append({"label": "我登记的", "remove_url": _without(params, "me")})
    if params.get("q"):
        active.append({"label": f"含“{params['q']}”", "remove_url": _without(params, "q")})
    return {
        "action": register.url(),
        "hidden": _hidden(params),
        "active": active,
        "available": available,
        "search": {
            "name": "q",
            "value": params.get("q", ""),
            "placeholder": "在此列表中查找",
            "hidden": _hidden(params, "q"),
        },
        "clear_url": f"{register.url()}?all=1" if active else "",
        "columns": {
            "url": f"{register.url()}columns/",
            "return_to": here,
            "items": [
                {"name": c.name, "title": register.column_title(c), "shown": on, "fixed": c.name == "title"}
                for c, on in columns
            ],
        },
    }


def _without(params: QueryDict, *names: str) -> str:
    rest = with_params(params, drop=("after", "before", *names))
    return rest if rest != "?" else "?all=1"


def _hidden(params: QueryDict, *but: str) -> list[dict[str, str]]:
    skip = {"after", "before", *but}
    return [{"name": k, "value": v} for k, values in params.lists() if k not in skip for v in values if v]


@dataclass(frozen=True)
class _Picked:
    """A filter that is chosen by typing: its input, and (id, name) of what is chosen."""

    html: str
    options: list[tuple[Any, str]]


def _picker(field: Any, chosen: list[str], actor: Actor) -> _Picked | None:
    """For references to records that are picked rather than listed; None for all other fields."""
    widget = widget_of(field) if isinstance(field, models.ForeignKey) else None
    if widget is None:
        return None
    ids = [int(pk) for pk in chosen if pk.isdecimal() and len(pk) < 19]
    rows = list(_referred(field.remote_field.model, actor).filter(pk__in=ids)) if ids else []
    widget.allow_multiple_selected = True  # type: ignore[attr-defined]
    html = widget.render(field.name, rows, {"id": f"filter-{field.name}"})
    return _Picked(format_html('<div class="field">{}</div>', html), [(row.pk, str(row)) for row in rows])


def _options(register: Register, name: str, field: Any, actor: Actor) -> list[tuple[Any, str]]:
    if name == "state" and register.process is not None:
        return list(register.process.states.choices)
    if field.choices:
        return list(field.flatchoices)
    if isinstance(field, models.BooleanField):
        return [("1", "是"), ("0", "否")]
    if isinstance(field, models.ForeignKey):
        return [(row.pk, str(row)) for row in _referred(field.remote_field.model, actor)[:60]]
    return []


def _referred(model: type[models.Model], actor: Actor) -> Any:
    """The rows a filter offers: of another register only what the reader may see."""
    other = next((one for one in site.all_registers() if one.model is model), None)
    if other is None:
        return model._default_manager.all()
    rows = lists.base(other, actor).order_by("id")
    return other.in_tree(rows) if other.tree else rows
