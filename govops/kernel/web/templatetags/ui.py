"""Template tags of the look: icons, chips, people, days, time left, panels, fields.

Every tag is a pure function of its arguments; components with a richer context are includes in `templates/ui/`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from govops.kernel import moment

register = template.Library()

TONES = ("accent", "green", "amber", "red", "muted")
WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
SECRECY = {0: ("公开", "muted"), 1: ("内部", "amber"), 2: ("秘密", "red"), 3: ("机密", "red"), 4: ("绝密", "red")}
SPRITE = "vendor/icons/sprite.svg"
ICON_LIST = Path(__file__).resolve().parents[1] / "static" / "govops" / "icons.txt"
DAY_SECONDS = 8 * 3600


@lru_cache(maxsize=1)
def known_icons() -> frozenset[str]:
    """The names of the icons in the sprite, from `static/govops/icons.txt`."""
    return frozenset(ICON_LIST.read_text(encoding="utf-8").split())


def icon_name(name: str) -> str:
    """`name` itself when it is in the sprite; otherwise a ValueError that names the nearest one."""
    if name not in known_icons():
        nearest = difflib.get_close_matches(name, known_icons(), n=3, cutoff=0.4)
        raise ValueError(f"no icon {name!r} in icons.txt; nearest: {', '.join(nearest) or 'none'}")
    return name


@register.simple_tag(name="icon")
def draw_icon(name: str, css: str = "", title: str = "") -> SafeString:
    """One outline icon of the sprite; decorative unless `title` gives it a spoken name."""
    address = f"{static(SPRITE)}#icon-{icon_name(name)}"
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
    if tone and tone not in TONES:
        raise ValueError(f"no tone {tone!r}; choose from {', '.join(TONES)}")
    picture = draw_icon(icon) if icon else ""
    css = f"chip chip-{tone or 'muted'}"
    hint = format_html(' title="{}"', title) if title else ""
    if url:
        return format_html('<a class="{}" href="{}"{}>{}{}</a>', css, url, hint, picture, text)
    return format_html('<span class="{}"{}>{}{}</span>', css, hint, picture, text)


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
    unit = _told(unit, "short_name") or _told(unit, "name") or str(unit) if not isinstance(unit, str) else unit
    words = format_html('<span class="muted">{}</span> {}', unit, name) if unit else conditional_escape(name)
    hint = " ".join(str(part) for part in (unit, name, _told(who, "title")) if part)
    if url := _told(who, "url"):
        return format_html('<a href="{}" class="nowrap" title="{}">{}</a>', url, hint, words)
    return format_html('<span class="nowrap" title="{}">{}</span>', hint, words)


@register.simple_tag
def avatar(name: str, css: str = "") -> SafeString:
    """The round sign with the first character of a name."""
    return format_html('<span class="avatar {}" aria-hidden="true">{}</span>', css, str(name)[:1])


# Days and moments


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@register.filter
def weekday(value: date | None) -> str:
    """星期一 … 星期日."""
    return f"星期{WEEKDAYS[value.weekday()]}" if value else ""


@register.filter
def cn_date(value: date | datetime | None) -> str:
    """2026年11月23日 星期一."""
    if not value:
        return ""
    day = _local(value) if isinstance(value, datetime) else value
    return f"{day.year}年{day.month}月{day.day}日 {weekday(day)}"


@register.filter
def day_badge(value: object) -> SafeString:
    """班 or 休 of a day; accepts a date, or a calendar Day that carries its `badge`."""
    if not value:
        return SafeString("")
    day = value
    if isinstance(value, date):
        from govops.kernel.calendar.working_time import working_time

        day = working_time().day(_local(value).date() if isinstance(value, datetime) else value)
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
        return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), cn_date(value), value)
    local = _local(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"), f"{cn_date(local)} {local:%H:%M}", _short(local, moment.today()),
    )  # fmt: skip


def _short(local: datetime, today: date) -> str:
    distance = (local.date() - today).days
    if distance in (-1, 0, 1):
        return f"{('昨天 ', '', '明天 ')[distance + 1]}{local:%H:%M}"
    monday = today - timedelta(days=today.weekday())
    if monday - timedelta(days=3) <= local.date() < monday + timedelta(days=7):
        return f"周{WEEKDAYS[local.weekday()]} {local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d}"


@register.filter
def stamp(value: datetime | None) -> str:
    """2026-11-23 09:12."""
    return f"{_local(value):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def short_stamp(value: datetime | None) -> str:
    """11-23 09:12 within this year, otherwise with the year."""
    if not value:
        return ""
    local = _local(value)
    return f"{local:%m-%d %H:%M}" if local.year == moment.today().year else stamp(value)


# Figures


@register.filter
def grouped(value: float | Decimal | None) -> str:
    """1,842."""
    return "" if value is None else f"{value:,}"


@register.filter(name="bytes")
def size_words(value: int | None) -> str:
    """214 KB."""
    if value is None:
        return ""
    amount, units = float(value), ["B", "KB", "MB", "GB", "TB"]
    while amount >= 1024 and len(units) > 1:
        amount, units = amount / 1024, units[1:]
    return f"{amount:.0f} {units[0]}" if amount >= 10 or units[0] == "B" else f"{amount:.1f} {units[0]}"


@register.filter
def duration(minutes: float | None) -> str:
    """Plain clock time: 42 分, 1 小时 40 分, 3 天 2 小时."""
    if minutes is None:
        return ""
    whole = round(minutes)
    if whole >= 24 * 60:
        days, hours = whole // 1440, whole % 1440 // 60
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    hours, rest = divmod(whole, 60)
    if not hours:
        return f"{rest} 分"
    return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"


@register.filter
def yuan(value: Decimal | float | None) -> str:
    """12,300.00 元."""
    return "" if value is None else f"{value:,.2f} 元"


# Time left


def words_left(seconds: float, day_seconds: int = DAY_SECONDS) -> str:
    """剩 26 分 · 剩 1 小时 40 分 · 剩 1.5 工作日 · 超时 8 分; `seconds` are working seconds, negative when late."""
    head, amount = ("剩", seconds) if seconds > 0 else ("超时", -seconds)
    if amount >= day_seconds:
        days = int(amount / day_seconds * 2) / 2
        return f"{head} {days:g} 工作日"
    hours, minutes = divmod(int(amount // 60), 60)
    if hours >= 3:
        return f"{head} {hours} 小时"
    if hours:
        return f"{head} {hours} 小时 {minutes} 分" if minutes else f"{head} {hours} 小时"
    return f"{head} {minutes or '不足 1'} 分"


def left(
    seconds: float,
    total: float,
    *,
    due: datetime | None = None,
    day_seconds: int = DAY_SECONDS,
    running: bool = True,
    until: datetime | None = None,
    paused: bool = False,
    done: str = "",
) -> dict[str, Any]:
    """The context of `ui/time_left.html`.

    `seconds` left and `total` budget in working seconds; `running` says that the clock runs now and `until` when it
    stops next (end of the working segment), so that the browser counts only working time. `done` replaces the words
    of a stopped clock (按时, 超时 8 分).
    """
    spent = 100 if total <= 0 else max(0, min(100, round((total - seconds) / total * 100)))
    tone = "red" if seconds <= 0 or spent >= 90 else "amber" if spent >= 75 else "green"
    if paused or done:
        running = False
    words = done or ("已暂停" if paused else words_left(seconds, day_seconds))
    return {
        "words": words, "percent": spent, "tone": "muted" if paused else tone, "due": due, "seconds": int(seconds),
        "total": int(total), "day_seconds": day_seconds, "running": running, "until": until,
    }  # fmt: skip


@register.inclusion_tag("ui/time_left.html")
def time_left(left: Mapping[str, Any] | None) -> dict[str, Any]:
    """Words and a thin bar, see `left()`."""
    return {"left": left}


# Containers


@register.simple_block_tag
def panel(content: str, title: str = "", **options: Any) -> str:
    """A white panel around its content; options: sub note icon link_url link_text count id flush css."""
    return render_to_string("ui/panel.html", {"title": title, "body": content, **options})


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
        "", "{}", ((format_html(' {}="{}"', name, value) if value != "" else f" {name}",) for name, value in (values or {}).items())
    )


@register.simple_tag
def field(bound: BoundField, **options: Any) -> str:
    """A form field with label, help, error and required mark.

    Options: article, wide, show_when ("kind=foreign|press"), suffix, note. A field's own `look` dict (set by whoever
    built the form) gives their defaults.
    """
    look = {**getattr(bound.field, "look", {}), **options}
    described = [f"{bound.auto_id}_{part}" for part, on in (("help", bound.help_text), ("error", bound.errors)) if on]
    attributes = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return render_to_string(
        "ui/field.html", {"field": bound, "widget": bound.as_widget(attrs=attributes), "look": look, "group": _is_group(bound)}
    )


def _is_group(bound: BoundField) -> bool:
    """Whether the widget is several inputs (so a legend names it, not a label for one input)."""
    return bool(getattr(bound.field.widget, "use_fieldset", False))


@register.inclusion_tag("ui/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form in order, hidden ones and errors of the whole form included."""
    return {"form": form}
