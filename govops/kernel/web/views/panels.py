"""Pages made of panels: tables, facts and small forms. One address a page; a form posts to it under its name (`do`).

What was typed stays when it is refused; a refusal is a sentence at its field and an entry in the trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.views.generic import View

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import title_of
from govops.kernel.audit import trail
from govops.kernel.registers.form_fields import worded
from govops.kernel.web.views.common import go, toast


class AskForm(forms.Form):
    """A small form in one column, with Chinese sentences."""

    look: ClassVar[dict[str, Any]] = {"columns": 1}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            worded(field, str(field.label))


class DayInput(forms.DateInput):
    """A browser's own date field."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class PanelPage(View):
    """Subclass it: `title`, `roles` (empty: everybody), `asks`, its forms by name,, `panels()`, and `do_NAME(data) -> sentence`."""

    title: ClassVar[str] = ""
    subtitle: ClassVar[str] = ""
    roles: ClassVar[tuple[str, ...]] = ()
    asks: ClassVar[Mapping[str, type[forms.Form]]] = {}
    #: what a refused action is remembered under in the trail
    register: ClassVar[str] = ""
    template_name: ClassVar[str] = "accounts/page.html"
    #: the page signs or makes keys in the browser
    signing: ClassVar[bool] = False

    actor: Actor
    bound: dict[str, forms.Form]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.actor = request.actor  # type: ignore[attr-defined]
        self.bound = {}
        if self.roles and not self.actor.roles & set(self.roles):
            names = "、".join(title_of(role) for role in self.roles)
            raise Refused(f"本页由{names}使用，您没有此职责。", rule="R-USR-04", status=403)
        self.load(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def load(self, **kwargs: Any) -> None:
        """Find what the address names; Refused 404 when it is not there."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        do = request.POST.get("do", "")
        if do not in self.asks:
            raise Refused("没有这个操作，请刷新页面后重试。", status=422)
        form = self.bound[do] = self.form(do, request.POST)
        if not form.is_valid():
            return self.page(status=422)
        try:
            answer = getattr(self, f"do_{do}")(form.cleaned_data)
        except Refused as refused:
            if refused.status == 404:
                raise
            trail.refusal(actor=self.actor, refused=refused, register=self.register)
            self._say(form, refused)
            return self.page(status=refused.status)
        if isinstance(answer, HttpResponse):
            return answer
        toast(request, answer)
        return go(request, self.after())

    def after(self) -> str:
        """Where to go when an action is done."""
        return self.request.get_full_path()

    def form_kwargs(self, do: str) -> dict[str, Any]:
        """What the form's constructor needs besides the data."""
        return {}

    def form(self, do: str, data: Any = None) -> forms.Form:
        return self.asks[do](
            data,
            self.request.FILES if data is not None else None,
            auto_id=f"id_{do}_%s",
            **self.form_kwargs(do),
        )

    def panels(self) -> Sequence[Mapping[str, Any]]:
        return ()

    def side(self) -> Sequence[Mapping[str, Any]]:
        """The panels of the right column."""
        return ()

    def crumbs(self) -> list[dict[str, str]]:
        return [{"title": self.heading()}]

    def heading(self) -> str:
        return self.title

    def tabs(self) -> dict[str, Any] | None:
        return None

    def actions(self) -> list[dict[str, Any]]:
        """The buttons of the head: url, label, icon, primary."""
        return []

    def extra(self) -> dict[str, Any]:
        return {}

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        context = {
            "title": self.heading(), "subtitle": self.subtitle, "crumbs": self.crumbs(), "tabs": self.tabs(), "buttons": self.actions(),
            "panels": self.panels(), "side": self.side(), "signing": self.signing,
            **self.extra(), **context,
        }  # fmt: skip
        for column in ("panels", "side"):
            context[column] = [panel for panel in context[column] if panel]
        return render(self.request, self.template_name, context, status=status)

    def ask(self, do: str, title: str, submit: str, **options: Any) -> dict[str, Any]:
        """A panel with the form `do`. Options: note, icon, tone (red), confirm, text, attributes, enctype."""
        form = self.bound.get(do) or self.form(do)
        return {"kind": "form", "do": do, "title": title, "submit": submit, "form": form, **options}

    @staticmethod
    def _say(form: forms.Form, refused: Refused) -> None:
        errors = refused.errors or {"": [refused.sentence]}
        for name, sentences in errors.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)


def button(
    request: HttpRequest, do: str, label: str, *, confirm: str, danger: bool = False, **values: Any
) -> dict[str, Any]:
    """A table cell with a one-button form: posts `do` and the values after asking."""
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', values.items())
    made = format_html(
        '<form method="post" data-guard><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="do" value="{}">{}<button class="button button-small{}" data-confirm="{}">{}</button></form>',
        get_token(request), do, hidden, " button-danger" if danger else "", confirm, label,
    )  # fmt: skip
    return {"kind": "html", "html": made, "class": "cell-go"}


def table(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]], *, empty: Mapping[str, Any], **options: Any
) -> dict[str, Any]:
    """The context of `ui/table.html`; each cell gets its column's title for narrow screens."""
    for row in rows:
        for title, cell in zip(columns, row["cells"], strict=True):
            cell["label"] = title
    return {"columns": [{"title": title} for title in columns], "rows": list(rows), "empty": empty, **options}


def facts(*pairs: tuple[str, Any] | dict[str, Any]) -> dict[str, Any]:
    """The context of `ui/definition.html` from (label, value) pairs or ready cells."""
    return {
        "cells": [
            pair
            if isinstance(pair, dict)
            else {"label": pair[0], "value": "" if pair[1] is None else pair[1]}
            for pair in pairs
        ]
    }


def text(value: Any, sub: str = "", **more: Any) -> dict[str, Any]:
    return {"text": "—" if value in (None, "") else str(value), "sub": sub, **more}


def days(row: Any) -> str:
    """2026-01-01 起 · 2026-01-01 至 2026-12-31."""
    return (
        f"{row.valid_from:%Y-%m-%d} 至 {row.valid_to:%Y-%m-%d}"
        if row.valid_to
        else f"{row.valid_from:%Y-%m-%d} 起"
    )
