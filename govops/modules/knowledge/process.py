"""草稿 → 审核 → 发布 → 复审 → 失效."""

from __future__ import annotations

from govops.kernel.processes.declarations import Approval, Move, Process, Step, by_the_system, seated
from govops.modules.knowledge import actions, rules
from govops.modules.knowledge.choices import ArticleState as A
from govops.modules.knowledge.seats import REVIEWER


def _revision(state: A) -> Move:
    """修订 leaves the article where it stands; readers keep it until the next edition is out."""
    return Move(
        title="修订", sources=(state,), target=state, by=rules.writes_articles, when=(rules.is_not_being_revised,),
        then=(actions.revise,), icon="edit", signed=False, help="起草下一版，放入您的草稿；新版发布前，读者看到的仍是本版。",
    )  # fmt: skip


class KnowledgeArticleProcess(Process):
    """作者起草 → 审核人审核 → 发布 → 期满前复审 → 失效；修订即起草下一版，发布后替代前一版（GB/T 28827.1 7.5）。"""

    states = A
    initial = A.DRAFT
    editable = {A.DRAFT: ...}
    cancelled = A.CANCELLED
    final = (A.EXPIRED, A.REFUSED, A.CANCELLED)
    cites = "N2§7.5"

    approval = Approval(
        start=A.DRAFT, during=A.REVIEWING, yes=A.PUBLISHED, no=A.REFUSED, back=A.DRAFT,
        when=(rules.solution_tells_how, rules.former_is_known, rules.subject_is_new), on_yes=(actions.publish,),
        steps=(Step(key="review", title="知识审核", seats=(REVIEWER,), hours=24),),
    )  # fmt: skip
    mark_due = Move(
        title="到期待复审", sources=(A.PUBLISHED,), target=A.DUE, by=by_the_system, icon="calendar-due", signed=False,
        help="有效期满前由系统办理；复审之前照常可读。",
    )  # fmt: skip
    confirm_review = Move(
        title="复审确认", sources=(A.DUE,), target=A.PUBLISHED, by=seated(REVIEWER), todo=REVIEWER.holders, hours=80,
        asks=("valid_to",), opinion="optional", checks=(rules.term_lies_ahead,), then=(actions.confirm,), icon="zoom-check",
        help="内容仍然正确的，填写新的有效期；不改即从今天起顺延一期。内容已变的请修订。",
    )  # fmt: skip
    revise = _revision(A.PUBLISHED)
    revise_due = _revision(A.DUE)
    retire = Move(
        title="失效", sources=(A.PUBLISHED, A.DUE), target=A.EXPIRED, by=seated(REVIEWER), opinion="required", then=(actions.end,),
        icon="archive", is_danger=True, help="不再适用的条目，写明原因；失效后不再推荐。",
    )  # fmt: skip
    lapse = Move(
        title="期满失效", sources=(A.PUBLISHED, A.DUE), target=A.EXPIRED, by=by_the_system, then=(actions.end,), icon="clock-exclamation",
        signed=False, help="有效期满仍未复审的，次日由系统办理。",
    )  # fmt: skip
    supersede = Move(
        title="被新版替代", sources=(A.PUBLISHED, A.DUE), target=A.EXPIRED, by=by_the_system, opinion="optional", then=(actions.end,),
        icon="versions", signed=False, help="新版发布时由系统办理。",
    )  # fmt: skip
