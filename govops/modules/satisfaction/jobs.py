"""What surveys do by themselves."""

from __future__ import annotations

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.jobs import job
from govops.kernel.processes import engine
from govops.modules.satisfaction.choices import SurveyState
from govops.modules.satisfaction.models import SatisfactionSurvey


@job(every="10 0 * * *", title="满意度调查到期结束回收")
def end_collections(*, actor: Actor) -> str:
    """The day after 回收截止 nobody is waited for any more."""
    over = SatisfactionSurvey.objects.filter(state=SurveyState.SENT, reply_by__lt=moment.today())
    ids = list(over.order_by("id").values_list("pk", flat=True))
    for pk in ids:
        engine.perform("satisfaction_survey", pk, "end_collection", actor=actor)
    return f"结束回收 {len(ids)} 次调查"
