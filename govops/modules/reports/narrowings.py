"""The lists that the figures lead to: what the service desk's own filters cannot say."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from govops.kernel.calendar.models import Clock
from govops.kernel.registers.narrowing import Narrowing, declare

CLOCKS = ("响应", "到场", "解决")
LINES = {"first": "一线", "second": "二线", "third": "三线", "vendor": "厂商"}
DECIDED = Q(stopped_at__isnull=False) | Q(breached_at__isnull=False)


def _clocks(register: str, *, late: bool) -> Callable[[str], Q]:
    def condition(name: str) -> Q:
        if name not in CLOCKS:
            raise ValueError(name)
        found = Clock.objects.filter(DECIDED, register=register, name=name).order_by()
        if late:
            found = found.filter(breached_at__isnull=False)
        return Q(pk__in=found.values("record_id"))

    return condition


def _line(value: str) -> Q:
    if value not in LINES:
        raise ValueError(value)
    return Q(group__line=value)


def _line_words(value: str) -> str:
    return LINES.get(value, value)


def _system(value: str) -> Q:
    return Q(system=value)


for _register in ("incident", "service_request"):
    declare(
        Narrowing(_register, "clock", "计时已有结果", _clocks(_register, late=False)),
        Narrowing(_register, "late_clock", "超时的计时", _clocks(_register, late=True)),
        Narrowing(_register, "support_line", "支持线", _line, words=_line_words, looks_at=("group",)),
        Narrowing(_register, "system", "系统或设备", _system, looks_at=("system",)),
    )
