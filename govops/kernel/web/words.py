"""How days, durations, sizes and time left are said. Pure functions; the template filters come from here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from govops.kernel.access.logins import LastLogin

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
DAY_SECONDS = 8 * 3600


def local(value: datetime) -> datetime:
    """The moment on the bureau's clock."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def weekday(value: date | None) -> str:
    """星期一 … 星期日."""
    return f"星期{WEEKDAYS[value.weekday()]}" if value else ""


def cn_date(value: date | datetime | None) -> str:
    """2026年11月23日 星期一."""
    if not value:
        return ""
    day = local(value) if isinstance(value, datetime) else value
    return f"{day.year}年{day.month}月{day.day}日 {weekday(day)}"


def short(when: datetime, today: date) -> str:
    """09:12 · 昨天 16:30 · 明天 09:00 · 周五 11:20 · 11-21 16:20 · 2025-11-21, seen from `today`."""
    distance = (when.date() - today).days
    if distance in (-1, 0, 1):
        return f"{('昨天 ', '', '明天 ')[distance + 1]}{when:%H:%M}"
    monday = today - timedelta(days=today.weekday())
    if monday - timedelta(days=3) <= when.date() < monday + timedelta(days=7):
        return f"周{WEEKDAYS[when.weekday()]} {when:%H:%M}"
    return f"{when:%m-%d %H:%M}" if when.year == today.year else f"{when:%Y-%m-%d}"


def size(value: int | None) -> str:
    """214 KB."""
    if value is None:
        return ""
    amount, units = float(value), ["B", "KB", "MB", "GB", "TB"]
    while amount >= 1024 and len(units) > 1:
        amount, units = amount / 1024, units[1:]
    return f"{amount:.0f} {units[0]}" if amount >= 10 or units[0] == "B" else f"{amount:.1f} {units[0]}"


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


def last_login(last: LastLogin) -> str:
    """2026-11-21 08:30，来自 10.1.2.3，此后口令错误 2 次."""
    if last.at is None:
        return "首次登录"
    said = [f"{local(last.at):%Y-%m-%d %H:%M}"]
    if last.address:
        said.append(f"来自 {last.address}")
    if last.failures:
        said.append(f"此后口令错误 {last.failures} 次")
    return "，".join(said)


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
    is_provisional: bool = False,
) -> dict[str, Any]:
    """What `{% time_left %}` shows.

    `seconds` left and `total` budget in working seconds; `running` says that the clock runs now and `until` when it
    stops next (end of the working segment), so that the browser counts only working time. `done` replaces the words
    of a stopped clock (按时, 超时 8 分). `is_provisional`: the deadline lies in a year whose calendar is not 已核定.
    """
    spent = 100 if total <= 0 else max(0, min(100, round((total - seconds) / total * 100)))
    tone = "red" if seconds <= 0 or spent >= 90 else "amber" if spent >= 75 else "green"
    if paused or done:
        running = False
    words = done or ("已暂停" if paused else words_left(seconds, day_seconds))
    return {
        "words": words, "percent": spent, "tone": "muted" if paused else tone, "due": due, "seconds": int(seconds),
        "total": int(total), "day_seconds": day_seconds, "running": running, "until": until,
        "is_provisional": is_provisional,
    }  # fmt: skip
