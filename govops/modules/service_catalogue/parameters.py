"""What an operator may set for services and their levels (norms.md §2.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from govops.kernel import parameters
from govops.kernel.parameters import Parameter, declare
from govops.modules.service_catalogue.choices import Impact, Priority, Urgency

GROUP = "服务级别"
WORKDAY = 450  #: minutes of the ordinary working day, 08:30–12:00 and 13:30–17:30
_ROW = re.compile(r"(\S+?)\s*[:：]\s*(P\d)[\s、,，/]+(P\d)[\s、,，/]+(P\d)")


@lru_cache(maxsize=8)
def matrix_in(text: str) -> dict[tuple[str, str], Priority]:
    """(impact, urgency) → priority from `全单位：P1 P2 P3；部门：…；个人：…`; ValueError for anything else."""
    impacts = {label: value for value, label in Impact.choices}
    found: dict[tuple[str, str], Priority] = {}
    for part in filter(str.strip, re.split(r"[;；\n]", text)):
        row = _ROW.fullmatch(part.strip())
        if row is None or row[1] not in impacts:
            raise ValueError(text)
        for urgency, priority in zip(Urgency.values, row.groups()[1:], strict=True):
            found[impacts[row[1]], urgency] = Priority(priority)
    if len(found) != len(Impact.values) * len(Urgency.values):
        raise ValueError(text)
    return found


@dataclass(frozen=True, kw_only=True)
class MatrixParameter(Parameter):
    """Impact × urgency → priority, a line for each impact, urgency from high to low."""

    kind: Any = "str"

    def parse(self, raw: Any) -> str:
        """`raw` as written; ValueError with a Chinese sentence when a field of the matrix is missing or wrong."""
        text = str(super().parse(raw)).strip()
        try:
            matrix_in(text)
        except ValueError:
            rows = "；".join(f"{label}：高 中 低" for label in Impact.labels)
            raise ValueError(
                f"“{self.title}”应为三行，各写三个级别（P1 至 P4），如“{self.default}”；行序：{rows}。"
            ) from None
        return text


PRIORITY_MATRIX = declare(
    MatrixParameter(
        key="service.priority_matrix",
        title="优先级矩阵",
        default="全单位：P1 P2 P3；部门：P2 P3 P4；个人：P3 P4 P4",
        source="ISO/IEC 20000-1 8.1（优先级由影响和紧急程度确定）",
        group=GROUP,
        help="按影响范围分行，每行依次为紧急程度高、中、低时的优先级。改动只影响此后登记的单据。",
    )
)


def _target(
    priority: str, what: str, title: str, minutes: int, source: str, *, minimum: int = 1
) -> Parameter:
    return declare(
        Parameter(
            key=f"sla.{priority}.{what}",
            title=f"{priority} {title}时限",
            default=minutes,
            minimum=minimum,
            maximum=60 * 24 * 60,
            unit=" 分钟",
            source=source,
            group=GROUP,
            help="工作时间的分钟数；服务没有生效的对内协议时按此计算。"
            + ("0 表示不约定。" if not minimum else ""),
        )
    )


#: priority → (响应, 到场, 解决) in minutes of working time, and where the figures come from
DEFAULTS: dict[str, tuple[int, int, int, str]] = {
    "P1": (15, 60, 120, "运维惯例：重大故障 5 至 30 分钟响应、2 小时恢复"),
    "P2": (30, 120, 240, "运维惯例：30 分钟响应、常规故障 4 小时"),
    "P3": (120, 0, WORKDAY, "运维惯例：五级故障表，1 个工作日"),
    "P4": (240, 0, 3 * WORKDAY, "设计缺省：4 小时响应、3 个工作日"),
}
for _priority, (_respond, _on_site, _resolve, _source) in DEFAULTS.items():
    _target(_priority, "respond", "响应", _respond, _source)
    _target(_priority, "on_site", "到场", _on_site, "设计缺省", minimum=0)
    _target(_priority, "resolve", "解决", _resolve, _source)

AVAILABILITY = declare(
    Parameter(
        key="sla.availability_target", title="可用性目标", kind="float", default=99.9, minimum=0, maximum=100, unit=" %",
        source="运维惯例", group=GROUP, help="新起草的协议按此预填，可逐份修改。",
    )
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DaysParameter(Parameter):
    """Numbers of days, largest first."""

    kind: Any = "list"

    def parse(self, raw: Any) -> list[str]:
        """`raw` as whole numbers of days between 1 and 365; ValueError with a Chinese sentence otherwise."""
        days = [str(one).strip() for one in super().parse(raw)]
        if not days or not all(one.isdecimal() and 1 <= int(one) <= 365 for one in days):
            raise ValueError(f"“{self.title}”应为若干天数（1 至 365），用顿号分隔，如 30、7。")
        return sorted(dict.fromkeys(days), key=int, reverse=True)


REMIND_DAYS = declare(
    DaysParameter(
        key="sla.remind_days", title="协议到期提醒", default=["30", "7"], source="设计缺省", group=GROUP,
        help="协议到期前若干天提醒服务级别经理和承办人，用顿号分隔。",
    )
)  # fmt: skip


def remind_days() -> list[int]:
    """Days before the end at which people are reminded, the smallest first."""
    return sorted(int(one) for one in parameters.value(REMIND_DAYS.key))
