"""The indicators of norms.md §2.4 that concern the service desk, each a declaration.

An indicator divides one sum of measures by another (or is a sum), says its target and how it is read, and leads to
the records behind both sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from govops.kernel import parameters
from govops.kernel.norms.obligations import Period
from govops.kernel.parameters import Parameter
from govops.modules.maintenance import public as maintenance
from govops.modules.release import public as release
from govops.modules.reports import parameters as targets
from govops.modules.reports.gathering import Figures
from govops.modules.reports.measures import INCIDENTS, MEASURES, REQUESTS, Source, url_of

PERCENT = 100.0


@dataclass(frozen=True)
class Drilled:
    """One side of an indicator in a list: a word, how many, and where they stand."""

    title: str
    number: int
    url: str


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """`top` ÷ `bottom` × `scale`, both sums of measures; without `bottom` the sum itself. `better`: which way is good."""

    code: str
    title: str
    formula: str
    cites: str
    top: tuple[str, ...]
    bottom: tuple[str, ...] = ()
    unit: str = "%"
    scale: float = PERCENT
    #: 1 − top ÷ bottom: the share of those that were not late
    rest: bool = False
    better: Literal["high", "low", ""] = "high"
    target: Parameter | None = None

    def compute(self, figures: Figures, period: Period) -> float | None:
        """The value of a period, with one decimal; None where there is nothing to divide by."""
        top = sum(figures.of(code, period) for code in self.top)
        if not self.bottom:
            return round(top, 1)
        bottom = sum(figures.of(code, period) for code in self.bottom)
        if not bottom:
            return None
        return round(self.scale * ((bottom - top) if self.rest else top) / bottom, 1)

    def goal(self) -> float | None:
        return float(parameters.value(self.target.key)) if self.target else None

    def is_met(self, value: float | None) -> bool | None:
        """Whether the target is met; None without a value or a target."""
        goal = self.goal()
        if value is None or goal is None:
            return None
        return value <= goal if self.better == "low" else value >= goal

    def drilled(self, figures: Figures, period: Period) -> list[Drilled]:
        """The lists of the records behind the value; lengths of time lead to the records they were taken of."""
        found = [_drilled(code, figures, period) for code in (*self.top, *self.bottom)]
        seen: dict[str, Drilled] = {}
        for one in found:
            if one.number and one.url:
                seen.setdefault(one.url, one)
        return list(seen.values())


_CLOCK_WORDS = {"respond": "响应", "on_site": "到场", "resolve": "解决"}
_TICKETS: dict[str, tuple[Source, str]] = {"incident": (INCIDENTS, "事件"), "request": (REQUESTS, "服务请求")}


def _drilled(code: str, figures: Figures, period: Period) -> Drilled:
    if code.endswith("_time"):
        code = code.replace("_time", "_done")
    number = round(figures.of(code, period))
    if measure := MEASURES.get(code):
        return Drilled(measure.title, number, measure.url(period))
    if code == "repeated":
        url = f"/m/reports/repeated/?kind={figures.kind.value}&at={period.first.isoformat()}"
        return Drilled("重复事件", number, url)
    name, _, clock = code.partition("_")
    clock, _, which = clock.rpartition("_")
    source, title = _TICKETS[name]
    words = _CLOCK_WORDS[clock]
    narrowed = {"late_clock" if which == "late" else "clock": [words]}
    return Drilled(
        f"{title}{words}{'超时' if which == 'late' else ''}", number, url_of(source, narrowed, period)
    )


def _both(*names: str) -> tuple[str, ...]:
    return tuple(f"{kind}_{name}" for name in names for kind in ("incident", "request"))


def _on_time(code: str, title: str, clock: str, target: Parameter) -> Indicator:
    return Indicator(
        code=code, title=title, formula=f"期内受理工单中{title[:2]}计时未超时的 ÷ 已有结果的", cites="N21§服务指标", rest=True,
        top=_both(f"{clock}_late"), bottom=_both(f"{clock}_all"), target=target,
    )  # fmt: skip


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        code="incident_resolution", title="事件解决率", formula="期内受理且已解决的事件 ÷ 期内受理的事件", cites="N2§9.4",
        top=("incident_done",), bottom=("incident_received",), target=targets.RESOLUTION,
    ),
    Indicator(
        code="repair_time", title="平均解决时间", formula="Σ（恢复时间 − 发生时间）÷ 已解决的事件", cites="N2§9.4", unit="小时", scale=1,
        top=("incident_time",), bottom=("incident_done",), better="low", target=targets.REPAIR_HOURS,
    ),
    _on_time("respond_on_time", "响应及时率", "respond", targets.RESPOND),
    _on_time("on_site_on_time", "到场及时率", "on_site", targets.ON_SITE),
    _on_time("resolve_on_time", "解决及时率", "resolve", targets.RESOLVE),
    Indicator(
        code="agreement_met", title="SLA 达成率", formula="各项时限均未超时的已解决工单 ÷ 已解决工单", cites="N2§9.2",
        top=_both("kept"), bottom=_both("done"), target=targets.AGREEMENT,
    ),
    Indicator(
        code="repeated", title="重复事件率（30 天）", formula="30 天内同类、同一对象再次发生的事件 ÷ 期内受理的事件", cites="N21§重复问题",
        top=("repeated",), bottom=("incident_received",), better="low", target=targets.REPEATED,
    ),
    Indicator(
        code="first_line", title="首线解决率", formula="由一线支持组解决的工单 ÷ 已解决工单", cites="N2§7.3",
        top=_both("first"), bottom=_both("done"), target=targets.FIRST_LINE,
    ),
    Indicator(
        code="satisfaction", title="满意度", formula="评价为基本满意及以上的 ÷ 已评价的工单", cites="S1§7.3",
        top=_both("content"), bottom=_both("rated"), target=targets.SATISFACTION,
    ),
    Indicator(
        code="rated", title="评价率", formula="已评价的工单 ÷ 已解决工单", cites="S1§7.3", top=_both("rated"), bottom=_both("done"),
    ),
    Indicator(
        code="called_back", title="差评回访率", formula="已回访 ÷ 评价不满意的", cites="S1§7.3",
        top=("called_done",), bottom=("called_all",), target=targets.CALLED_BACK,
    ),
    Indicator(
        code="problem_resolution", title="问题解决率", formula="期内登记且已解决的问题 ÷ 期内登记的问题", cites="N2§9.5",
        top=("problem_done",), bottom=("problem_all",), target=targets.PROBLEMS,
    ),
    Indicator(
        code="problem_time", title="问题平均解决时间", formula="Σ（解决时间 − 登记时间）÷ 已解决的问题", cites="N2§9.5", unit="天",
        scale=1 / 24, top=("problem_time",), bottom=("problem_done",), better="low", target=targets.PROBLEM_DAYS,
    ),
    Indicator(
        code="change_unapproved", title="未经批准变更占比", formula="期内登记、未经批准已实施的变更 ÷ 已实施的变更", cites="N2§9.7",
        top=("change_unapproved",), bottom=("change_begun",), better="low", target=targets.CHANGES_UNAPPROVED,
    ),
    Indicator(
        code="change_unsuccessful", title="变更不成功占比", formula="部分成功、失败、回退的变更 ÷ 已有结果的变更", cites="N2§9.7",
        top=("change_unsuccessful",), bottom=("change_reported",), better="low", target=targets.CHANGES_UNSUCCESSFUL,
    ),
    Indicator(
        code="change_cancelled", title="变更取消占比", formula="取消的变更 ÷ 期内登记的变更", cites="N2§9.7",
        top=("change_cancelled",), bottom=("change_all",), better="low",
    ),
    Indicator(
        code="change_emergency", title="紧急变更占比", formula="紧急变更 ÷ 期内登记的变更", cites="N2§9.7",
        top=("change_emergency",), bottom=("change_all",), better="low", target=targets.CHANGES_EMERGENCY,
    ),
    Indicator(
        code="change_paper_late", title="紧急变更补单逾期", formula="期内登记、补单逾期的紧急变更", cites="N2§9.7", unit="件", better="low",
        top=("change_paper_late",),
    ),
    Indicator(
        code="tickets", title="工单量", formula="期内受理的事件和服务请求", cites="N3§6.2", unit="件", better="", top=_both("received"),
    ),
    Indicator(
        code="late", title="超时工单", formula="期内受理、任一时限曾超时的工单", cites="N3§8.1", unit="件", better="low", top=_both("late"),
    ),
    Indicator(
        code="escalated", title="升级", formula="期内将超时和已超时的升级记录", cites="N3§8.1", unit="次", better="low", top=("escalated",),
    ),
    Indicator(
        code="majors", title="重大事件", formula="期内受理、宣布为重大的事件", cites="N3§8.1", unit="起", better="low",
        top=("incident_major",), target=targets.MAJORS,
    ),
    Indicator(
        code="release_success", title="发布成功率", formula="结果为成功的发布 ÷ 期内部署的发布", cites="N2§9.8",
        top=("release_success",), bottom=("release_all",), target=release.SUCCESS,
    ),
    Indicator(
        code="release_on_time", title="发布及时率", formula="在部署窗口内完成的发布 ÷ 期内部署的发布", cites="N2§9.8",
        top=("release_kept",), bottom=("release_all",), target=release.ON_TIME,
    ),
    Indicator(
        code="release_cmdb", title="发布后配置库更新率", formula="配置库版本已更新的发布 ÷ 期内部署的发布", cites="N2§9.8",
        top=("release_cmdb",), bottom=("release_all",), target=release.CMDB,
    ),
    Indicator(
        code="maintenance_on_time", title="维护作业计划及时完成率", formula="按期完成的维护作业 ÷ 期内到期的维护作业",
        cites="N21§维护作业", top=("task_kept",), bottom=("task_due",), target=maintenance.TIMELINESS,
    ),
)  # fmt: skip

BY_CODE = {one.code: one for one in INDICATORS}


def shown(value: float | None) -> str:
    """A value as people read it, without its unit."""
    return "—" if value is None else f"{value:,.1f}".removesuffix(".0")


def told(indicator: Indicator, figures: Figures, period: Period, last: Period) -> dict[str, Any]:
    """An indicator of one period in words and numbers, beside the period before."""
    value, previous = indicator.compute(figures, period), indicator.compute(figures, last)
    goal = indicator.goal()
    sign = "≤" if indicator.better == "low" else "≥"
    return {
        "code": indicator.code,
        "title": indicator.title,
        "formula": indicator.formula,
        "value": value,
        "shown": shown(value),
        "unit": indicator.unit,
        "target": "" if goal is None else f"{sign} {shown(goal)} {indicator.unit}".replace(" %", "%"),
        "met": indicator.is_met(value),
        "previous": shown(previous),
        "change": None if value is None or previous is None else round(value - previous, 1),
    }
