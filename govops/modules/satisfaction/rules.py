"""Who asks whom, how many, and what a whole answer is."""

from __future__ import annotations

from typing import Any

from govops.kernel import moment, parameters
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.modules.satisfaction.choices import ASKED, SPOKEN, SurveyIndicator
from govops.modules.satisfaction.parameters import SAMPLING_RATIO

UNHAPPY_IS_CALLED = "差评触发回访"


def period_is_in_order(survey: Any, deed: Deed) -> Answer:
    """期间止不早于期间起."""
    if survey.first and survey.last and survey.last < survey.first:
        return Denied("“期间止”早于“期间起”，请改正日期。", field="last")
    return Allowed()


def asks_about_the_whole(survey: Any, deed: Deed) -> Answer:
    """指标含“整体”：总体满意度由它得出."""
    if SurveyIndicator.OVERALL not in survey.indicators:
        return Denied("“指标”须含“整体”，总体满意度由它统计得出。", field="indicators")
    return Allowed()


def asks_enough_people(survey: Any, deed: Deed) -> Answer:
    """抽样比例不低于参数."""
    least = float(parameters.value(SAMPLING_RATIO.key))
    if survey.method in ASKED and survey.ratio is not None and float(survey.ratio) < least:
        return Denied(f"抽样比例不得低于 {least:g}%，请改大。", field="ratio")
    return Allowed()


def may_still_be_answered(survey: Any, deed: Deed) -> Answer:
    """回收截止不早于今天."""
    if survey.reply_by < moment.today():
        return Denied("“回收截止”已过，请改为今天以后再发放。", field="reply_by")
    return Allowed()


def period_is_over_or_runs(survey: Any, deed: Deed) -> Answer:
    """期间已经开始."""
    if survey.first > moment.today():
        return Denied("调查期间还没有开始，没有可抽样的工单；请到期后再发放。")
    return Allowed()


def tells_what_follows(survey: Any, deed: Deed) -> Answer:
    """结论和改进措施都写明."""
    for name in ("conclusion", "improvement"):
        if not str(getattr(survey, name)).strip():
            title = survey._meta.get_field(name).verbose_name
            return Denied(f"请填写“{title}”。", field=name)
    return Allowed()


def answers_everything(response: Any, deed: Deed) -> Answer:
    """所问的指标都已评价."""
    for name, level in response.answers.items():
        if not level:
            title = SurveyIndicator(name).label
            return Denied(f"请评价“{title}”。", field=name)
    return Allowed()


def is_asked_aloud(response: Any, deed: Deed) -> Answer:
    """电话回访、走访方可代记."""
    if response.survey.method in SPOKEN:
        return Allowed()
    return Denied("问卷由本人填写，不能代记；电话回访和走访可以代记。")


@rule("R-SAT-01", cites="S1§7.3", level="D", title=UNHAPPY_IS_CALLED)
def not_asked_by_the_one_who_worked(response: Any, deed: Deed) -> Answer:
    """Nobody tells his complaint to the person complained of."""
    if deed.actor.person is not None and deed.actor.person.pk == response.ticket.assignee_id:
        return Denied("这张工单由您处理，回访和走访须由其他人员进行。")
    return Allowed()
