"""What an operator may set for the machine rooms (norms.md §2.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from govops.kernel import parameters
from govops.kernel.parameters import Parameter, declare

_HOURS = re.compile(r"\s*([01]?\d|2[0-3])[:：]([0-5]\d)\s*[–—~～-]\s*([01]?\d|2[0-3])[:：]([0-5]\d)\s*")


def hours_in(text: str) -> tuple[time, time] | None:
    """`08:30–17:30` as two times in order; None for an empty text; ValueError for anything else."""
    if not text.strip():
        return None
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    first, last = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if first >= last:
        raise ValueError(text)
    return first, last


@dataclass(frozen=True, kw_only=True)
class HoursParameter(Parameter):
    """A span of the day such as 08:30–17:30, or nothing."""

    kind: Any = "str"

    def parse(self, raw: Any) -> str:
        """`raw` as written; ValueError with a Chinese sentence when it is no span."""
        text = str(super().parse(raw)).strip()
        try:
            hours_in(text)
        except ValueError:
            raise ValueError(f"“{self.title}”应写作 08:30–17:30，前一时间须早于后一时间。") from None
        return text


def _limit(key: str, title: str, default: float, unit: str, source: str) -> Parameter:
    return Parameter(
        key=key,
        title=title,
        kind="float",
        default=default,
        minimum=0,
        maximum=100,
        unit=unit,
        source=source,
        group="机房",
        help="未单独设定限值的机房按此判定；越限自动生成告警。",
    )


TEMPERATURE_LOW = declare(_limit("mr.temp_low", "机房温度下限", 18.0, " ℃", "GB 50174（进风温度 18～27 ℃）"))
TEMPERATURE_HIGH = declare(
    _limit("mr.temp_high", "机房温度上限", 27.0, " ℃", "GB 50174（进风温度 18～27 ℃）")
)
HUMIDITY_LOW = declare(_limit("mr.humidity_low", "机房相对湿度下限", 40.0, " %", "机房巡检惯例 40%～60%"))
HUMIDITY_HIGH = declare(_limit("mr.humidity_high", "机房相对湿度上限", 60.0, " %", "机房巡检惯例 40%～60%"))
PATROLS_PER_DAY = declare(
    Parameter(
        key="mr.patrol_per_day",
        title="每日温湿度巡检次数",
        kind="int",
        default=1,
        minimum=1,
        maximum=24,
        unit=" 次",
        source="外网 RA 运维条例 第七条",
        group="机房",
        help="每个启用机房每天至少巡检的次数；条例要求每天记录，建议 2 次。少于此数记“漏检”。",
    )
)
WORKDAY_HOURS = declare(
    HoursParameter(
        key="mr.workday_hours",
        title="机房工作时段",
        default="08:30–17:30",
        source="外网 RA 运维条例 第八条",
        owner="security",
        group="机房",
        help="工作日此时段以外为“夜晚”，进入机房须加班审批；休息日和节假日由工作日历判定。留空则按工作日历的上下班时间。",
    )
)


def workday_hours() -> tuple[time, time] | None:
    """The hours in force; None leaves them to the working calendar."""
    return hours_in(parameters.value(WORKDAY_HOURS.key))
