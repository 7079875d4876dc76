"""草稿 → 发放 → 回收 → 统计 → 报告 (card B9), and one answer on its way."""

from __future__ import annotations

from govops.kernel.processes.declarations import Move, Process, any_of, by_the_system, seated, the_applicant
from govops.modules.satisfaction import actions, rules
from govops.modules.satisfaction.choices import ResponseState as A
from govops.modules.satisfaction.choices import SurveyIndicator
from govops.modules.satisfaction.choices import SurveyState as S
from govops.modules.satisfaction.seats import SURVEYOR

ANSWERS = (*SurveyIndicator.values, "words")


class SatisfactionSurveyProcess(Process):
    """草稿 → 发放 → 回收 → 统计 → 报告（平台运维方案 7.3）。"""

    states = S
    initial = S.DRAFT
    editable = {S.DRAFT: ...}
    cancelled = S.CANCELLED
    final = (S.REPORTED, S.CANCELLED)
    cites = "S1§7.3"

    send = Move(
        title="发放", sources=(S.DRAFT,), target=S.SENT, by=seated(SURVEYOR), then=(actions.send,), todo=actions.surveyors, hours=24,
        when=(rules.period_is_over_or_runs, rules.may_still_be_answered), icon="send", signed=False,
        help="按比例从期间内已关闭的工单中抽样，每人一张；被抽中的人收到待办。",
    )  # fmt: skip
    end_collection = Move(
        title="结束回收", sources=(S.SENT,), target=S.COLLECTED, by=any_of(seated(SURVEYOR), by_the_system),
        then=(actions.close_collection,), icon="archive", signed=False, help="未评价的不再等待；过了回收截止日自动结束。",
    )  # fmt: skip
    count = Move(
        title="统计", sources=(S.COLLECTED,), target=S.COUNTED, by=seated(SURVEYOR), then=(actions.count,), todo=actions.surveyors,
        hours=16, icon="chart-bar", signed=False,
    )  # fmt: skip
    report = Move(
        title="报告", sources=(S.COUNTED,), target=S.REPORTED, by=seated(SURVEYOR), asks=("conclusion", "improvement"),
        requires=("conclusion", "improvement"), checks=(rules.tells_what_follows,), then=(actions.mark_reported,),
        todo=actions.surveyors, hours=24, icon="file-check",
    )  # fmt: skip
    cancel = Move(
        title="撤销", sources=(S.DRAFT,), target=S.CANCELLED, by=any_of(the_applicant, seated(SURVEYOR)), opinion="required",
        icon="circle-x", is_danger=True, signed=False,
    )  # fmt: skip


class SurveyResponseProcess(Process):
    """待评价 → 已评价；到期没有评价的为未回收。"""

    states = A
    initial = A.WAITING
    cancelled = A.LAPSED
    final = (A.ANSWERED, A.LAPSED)
    cites = "S1§7.3"

    answer = Move(
        title="评价", sources=(A.WAITING,), target=A.ANSWERED, by=the_applicant, asks=ANSWERS, checks=(rules.answers_everything,),
        then=(actions.take_answer,), todo=actions.respondent, hours=40, icon="star", signed=False,
    )  # fmt: skip
    write_down = Move(
        title="代记评价", sources=(A.WAITING,), target=A.ANSWERED, by=seated(SURVEYOR), asks=ANSWERS, opinion="required",
        when=(rules.is_asked_aloud, rules.not_asked_by_the_one_who_worked), checks=(rules.answers_everything,),
        then=(actions.write_down_answer,), icon="phone-call", signed=False, help="写明何时、以何种方式联系，对方怎么说。",
    )  # fmt: skip
    lapse = Move(
        title="未回收", sources=(A.WAITING,), target=A.LAPSED, by=by_the_system, icon="hourglass", signed=False,
    )  # fmt: skip
