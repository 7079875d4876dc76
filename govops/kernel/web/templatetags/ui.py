"""Template tags of the look: icons, chips, people, days, time left, panels, fields.

Every tag is a pure function of its arguments; components with a richer context are includes in `templates/ui/`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from govops.kernel import moment
from govops.kernel.web import words

register = template.Library()

TONES = ("accent", "green", "amber", "red", "muted")
SECRECY = {
    0: ("公开", "muted"),
    1: ("内部", "amber"),
    2: ("秘密", "red"),
    3: ("机密", "red"),
    4: ("绝密", "red"),
}
SPRITE = "vendor/icons/sprite.svg"
ICON_LIST = Path(__file__).resolve().parents[1] / "static" / "govops" / "icons.txt"


@lru_cache(maxsize=1)
def known_icons() -> frozenset[str]:
    """The names of the icons in the sprite, from `static/govops/icons.txt`."""
    return frozenset(ICON_LIST.read_text(encoding="utf-8").split())


def icon_name(name: str) -> str:
    """`name` itself when it is in the sprite; otherwise a ValueError that names the nearest one.

    `NAME-filled` is the outline NAME, painted in.
    """
    if name.removesuffix("-filled") not in known_icons():
        nearest = difflib.get_close_matches(name, known_icons(), n=3, cutoff=0.4)
        raise ValueError(f"no icon {name!r} in icons.txt; nearest: {', '.join(nearest) or 'none'}")
    return name


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static(SPRITE)


@register.simple_tag(name="icon")
@lru_cache(maxsize=1024)
def draw_icon(name: str, css: str = "", title: str = "") -> SafeString:
    """One outline icon of the sprite; decorative unless `title` gives it a spoken name."""
    outline = icon_name(name).removesuffix("-filled")
    address = f"{_sprite()}#icon-{outline}"
    if outline != name:
        css = f"{css} icon-filled".strip()
    if title:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><title>{}</title><use href="{}"></use></svg>',
            css, title, title, address,
        )  # fmt: skip
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}"></use></svg>', css, address)


@register.simple_tag
def chip(text: object, tone: str = "muted", icon: str = "", url: str = "", title: str = "") -> SafeString:
    """A soft chip: a state in a word. An unknown tone is an error, an empty text is nothing."""
    if text in (None, ""):
        return SafeString("")
    # Lazy and safe texts keep their own ways of being escaped; the words of states come again and again.
    return _chip(text, tone, icon, url, title) if type(text) is str else _drawn(text, tone, icon, url, title)


def _drawn(text: object, tone: str, icon: str, url: str, title: str) -> SafeString:
    if tone and tone not in TONES:
        raise ValueError(f"no tone {tone!r}; choose from {', '.join(TONES)}")
    picture = draw_icon(icon) if icon else ""
    css = f"chip chip-{tone or 'muted'}"
    hint = format_html(' title="{}"', title) if title else ""
    if url:
        return format_html('<a class="{}" href="{}"{}>{}{}</a>', css, url, hint, picture, text)
    return format_html('<span class="{}"{}>{}{}</span>', css, hint, picture, text)


_chip = lru_cache(maxsize=4096)(_drawn)


@register.simple_tag
def chip_of(told: Mapping[str, str] | None, *, link: bool = False) -> SafeString:
    """A chip from a dict of text, tone, icon, title and (with `link`) url; missing keys are empty."""
    if not told:
        return SafeString("")
    url = _told(told, "url") if link else ""
    return chip(_told(told, "text"), _told(told, "tone"), _told(told, "icon"), url, _told(told, "title"))


SIGNATURES = {
    "valid": ("签名有效", "green", "circle-check", ""),
    "digest": ("摘要相符", "muted", "circle-check", "内容摘要（SM3）与签署时一致；办理人当时没有签名密钥"),
    "past": ("按当时内容签署", "muted", "circle-check", "签署之后，本单经修改重新提交"),
    "broken": ("签名失效", "red", "alert-circle", "签名之后内容有改动"),
    "none": ("未签名", "muted", "", "办理人当时没有有效密钥"),
}


@register.simple_tag
def signature_chip(signature: Mapping[str, str]) -> SafeString:
    """The state of a signature: state valid, digest, past, broken or none; url and title optional."""
    text, tone, picture, hint = SIGNATURES[_told(signature, "state") or "none"]
    return chip(text, tone, picture, _told(signature, "url"), _told(signature, "title") or hint)


@register.simple_tag
def secrecy(level: int, period: str = "") -> SafeString:
    """The chip of a secrecy level 0–4; from 秘密 upwards with its period, as `机密★10年`."""
    word, tone = SECRECY[int(level)]
    return chip(f"{word}★{period}" if period and int(level) >= 2 else word, tone)


# People


def _told(person: object, key: str) -> Any:
    """A field of a dict or an attribute of an object; empty when it has none."""
    value = person.get(key) if isinstance(person, Mapping) else getattr(person, key, "")
    return "" if value is None else value


@register.simple_tag
def person(who: object) -> SafeString:
    """单位 姓名 with the title as a hint. `who`: a Person, a dict(name, unit, title, url) or plain text."""
    if not who:
        return SafeString("")
    if isinstance(who, str):
        return conditional_escape(who)
    name, unit = _told(who, "name"), _told(who, "unit")
    unit = (
        _told(unit, "short_name") or _told(unit, "name") or str(unit) if not isinstance(unit, str) else unit
    )
    return _named(str(name), str(unit), str(_told(who, "title")), str(_told(who, "url")))


@lru_cache(maxsize=8192)
def _named(name: str, unit: str, title: str, url: str) -> SafeString:
    shown = format_html('<span class="muted">{}</span> {}', unit, name) if unit else conditional_escape(name)
    hint = " ".join(part for part in (unit, name, title) if part)
    if url:
        return format_html('<a href="{}" class="nowrap" title="{}">{}</a>', url, hint, shown)
    return format_html('<span class="nowrap" title="{}">{}</span>', hint, shown)


@register.simple_tag
def avatar(name: str, css: str = "") -> SafeString:
    """The round sign with the first character of a name."""
    return format_html('<span class="avatar {}" aria-hidden="true">{}</span>', css, str(name)[:1])


# Days and moments


register.filter(words.weekday)
register.filter(words.cn_date)


@register.filter
def day_badge(value: object) -> SafeString:
    """班 or 休 of a day; accepts a date, or a calendar Day that carries its `badge`."""
    if not value:
        return SafeString("")
    day = value
    if isinstance(value, date):
        from govops.kernel.calendar.working_time import working_time

        day = working_time().day(words.local(value).date() if isinstance(value, datetime) else value)
    badge = _told(day, "badge")
    if not badge:
        return SafeString("")
    css = "day-badge-rest" if badge == "休" else "day-badge-work"
    return format_html('<span class="day-badge {}" title="{}">{}</span>', css, _told(day, "name"), badge)


@register.filter
def when(value: datetime | date | None) -> SafeString:
    """The shortest unmistakable words for a moment, the full words as a hint.

    Today 09:12; yesterday 昨天 16:30; tomorrow 明天 09:00; this week 周五 11:20; this year 11-21 16:20; else 2025-11-21.
    """
    if not value:
        return SafeString("")
    if not isinstance(value, datetime):
        return format_html(
            '<time datetime="{}" title="{}">{}</time>', value.isoformat(), words.cn_date(value), value
        )
    local = words.local(value)
    # Digits and our own words: nothing to escape.
    hint, short = f"{words.cn_date(local)} {local:%H:%M}", words.short(local, moment.today())
    return SafeString(f'<time datetime="{local.isoformat(timespec="seconds")}" title="{hint}">{short}</time>')


@register.filter
def stamp(value: datetime | None) -> str:
    """2026-11-23 09:12."""
    return f"{words.local(value):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def short_stamp(value: datetime | None) -> str:
    """11-23 09:12 within this year, otherwise with the year."""
    if not value:
        return ""
    local = words.local(value)
    return f"{local:%m-%d %H:%M}" if local.year == moment.today().year else stamp(value)


# Figures


@register.filter
def grouped(value: float | Decimal | None) -> str:
    """1,842."""
    return "" if value is None else f"{value:,}"


register.filter("bytes", words.size)
register.filter(words.duration)


@register.filter
def yuan(value: Decimal | float | None) -> str:
    """12,300.00 元."""
    return "" if value is None else f"{value:,.2f} 元"


# Time left


@register.simple_tag
def time_left(left: Mapping[str, Any] | None) -> SafeString:
    """Time left in words over a thin bar, see `words.left()`; countdown.js refreshes them while the clock runs."""
    if not left:
        return SafeString("")
    due, until = left.get("due"), left.get("until")
    guessed = "（跨入尚未核定的年份，为预计）" if left.get("is_provisional") else ""
    said = f' title="截止 {words.cn_date(due)} {words.local(due):%H:%M}{guessed}"' if due else ""
    said += " data-guessed" if guessed else ""
    if left.get("running") and left.get("seconds") is not None:
        said += f' data-seconds="{left["seconds"]}" data-total="{left["total"]}" data-day="{left.get("day_seconds") or 28800}"'
        said += f' data-until="{words.local(until).isoformat()}"' if until else ""
    tone, percent = left.get("tone") or "muted", left.get("percent") or 0
    return SafeString(
        f'<span class="left left-{tone}"{said}><span class="left-words">{conditional_escape(left["words"])}</span>'
        f'<progress class="bar-line bar-{tone}" max="100" value="{percent}" aria-label="时限已用 {percent}%"></progress></span>'
    )


# Containers


PANEL = {"sub": "", "note": "", "icon": "", "link_url": "", "link_text": "", "count": None, "id": "", "css": "",
         "flush": False, "tools": "", "tabs": None}  # fmt: skip


@register.simple_block_tag
def panel(content: str, title: str = "", **options: Any) -> str:
    """A white panel around its content; options are those of PANEL."""
    unknown = set(options) - set(PANEL)
    if unknown:
        raise TypeError(f"panel has no option {', '.join(sorted(unknown))}; choose from {', '.join(PANEL)}")
    return render_to_string("ui/panel.html", {**PANEL, "title": title, "body": content, **options})


@register.simple_block_tag
def dialog(content: str, title: str, sub: str = "") -> str:
    """The inside of the dialog: head with a close button, body; buttons in `<footer class="dialog-foot">`."""
    return render_to_string("ui/dialog.html", {"title": title, "sub": sub, "body": content})


@register.inclusion_tag("ui/alert.html")
def alert(text: object, tone: str = "accent", title: str = "", icon: str = "") -> dict[str, Any]:
    """A sentence that stays on the page."""
    marks = {"green": "circle-check", "amber": "alert-triangle", "red": "alert-circle"}
    return {"text": text, "tone": tone, "title": title, "icon": icon or marks.get(tone, "info-circle")}


@register.simple_tag
def crumbs(items: Iterable[Mapping[str, str]]) -> SafeString:
    """机房 / 外来人员登记 / JFLF-2026-0318; items {title, url}."""
    parts = (
        format_html('<a href="{}">{}</a>', item["url"], item["title"])
        if item.get("url")
        else format_html("<span>{}</span>", item["title"])
        for item in items
    )
    return format_html_join(SafeString("<i>/</i>"), "{}", ((part,) for part in parts))


@register.simple_tag
def opinions_only(timeline_id: str) -> SafeString:
    """The switch 仅看意见 of a timeline, for the head of its panel."""
    return format_html(
        '<button type="button" class="panel-link" data-toggle="{}" data-toggle-class="opinions-only"'
        ' aria-pressed="false">仅看意见</button>',
        f"#{timeline_id}",
    )


# Forms


@register.filter
def attributes(values: Mapping[str, str] | None) -> SafeString:
    """A dict as HTML attributes, escaped, with a leading space; an empty value gives the bare name."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(' {}="{}"', name, value) if value != "" else f" {name}",)
            for name, value in (values or {}).items()
        ),
    )


LOOK = {"article": "", "wide": False, "show_when": "", "suffix": "", "note": "", "section": "", "starred": False,
        "starred_when": "", "follows": None}  # fmt: skip


@register.simple_tag
def field(bound: BoundField, **options: Any) -> str:
    """A form field with label, help, error and required mark.

    Options: article, wide, show_when ("kind=foreign|press"), suffix, note, starred (a rule demands it), starred_when
    (with these answers only), follows (a `form_manners.Following`). A field's own `look` dict (set by whoever built the form) gives their defaults.
    """
    look = {**LOOK, **getattr(bound.field, "look", {}), **options}
    described = [
        f"{bound.auto_id}_{part}" for part, on in (("help", bound.help_text), ("error", bound.errors)) if on
    ]
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return render_to_string(
        "ui/field.html",
        {
            "field": bound,
            "widget": bound.as_widget(attrs=attributes),
            "look": look,
            "group": _is_group(bound),
            "tick": isinstance(bound.field.widget, CheckboxInput),
        },
    )


def _is_group(bound: BoundField) -> bool:
    """Whether the widget is several inputs (so a legend names it, not a label for one input)."""
    return bool(getattr(bound.field.widget, "use_fieldset", False))


@register.inclusion_tag("ui/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form in order, hidden ones and errors of the whole form included."""
    return {"form": form}
