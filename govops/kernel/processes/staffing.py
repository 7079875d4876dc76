"""What administrators change of a step: how many must agree, and how long it may take."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from govops.kernel.access import rights
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import SECURITY_ADMIN
from govops.kernel.audit import trail
from govops.kernel.processes.declarations import Step, process_of
from govops.kernel.processes.models import StepSetting

QUORUM_WORDS = {"all": "全部同意", "any": "任一同意"}


def step_of(register: str, key: str) -> Step:
    """The declared step, or Refused 404."""
    process = process_of(register)
    if (
        process is None
        or process.approval is None
        or key not in {step.key for step in process.approval.steps}
    ):
        raise Refused("没有这个环节。", status=404)
    return process.approval.step(key)


def is_joint(step: Step) -> bool:
    """Whether several signatures are asked for, so that a quorum means something."""
    return step.each or len(step.seats) > 1


def quorum_words(step: Step, quorum: str) -> str:
    if not is_joint(step):
        return "任席者一人同意"
    return agreement(quorum)


def agreement(quorum: str) -> str:
    """全部同意, 任一同意, 3 人同意."""
    return QUORUM_WORDS.get(quorum, f"{quorum} 人同意")


def set_step(
    register: str, key: str, *, quorum: str, hours: Decimal | None, reason: str, actor: Actor
) -> StepSetting | None:
    """Set quorum and hours ("" and None: as declared again). Rounds that run keep what they began with.

    A step that the norm makes joint (several seats, all) cannot be weakened: there the law says who must agree.
    """
    rights.only(actor, SECURITY_ADMIN, to="调整环节设置")
    reason = rights.words(reason, title="调整原因", field="reason")
    step = step_of(register, key)
    if quorum and step.quorum == "all" and len(step.seats) > 1 and quorum != "all":
        raise Refused("本环节按规范须各席位共同同意，不能放宽。", field="quorum", status=422)
    if quorum and not is_joint(step):
        raise Refused("本环节只有一个席位，由任席者一人同意，无需设置通过条件。", field="quorum", status=422)
    if quorum and quorum not in QUORUM_WORDS and not quorum.isdigit():
        raise Refused("“通过条件”只能是全部同意、任一同意或人数。", field="quorum", status=422)
    with transaction.atomic():
        row = StepSetting.objects.select_for_update().filter(register=register, step=key).first()
        before = _facts(row, step)
        if not quorum and hours is None:
            StepSetting.objects.filter(register=register, step=key).delete()
            row = None
        else:
            row, _ = StepSetting.objects.update_or_create(
                register=register, step=key, defaults={"quorum": quorum, "hours": hours}
            )
        trail.record(
            actor=actor, operation="parameter", register=register, number=key, summary=f"环节“{step.title}”：{reason}", before=before, after=_facts(row, step)
        )  # fmt: skip
    return row


def _facts(row: StepSetting | None, step: Step) -> dict[str, Any]:
    return {
        "通过条件": quorum_words(step, row.quorum if row and row.quorum else str(step.quorum)),
        "时限（工作小时）": row.hours if row and row.hours is not None else step.hours,
    }
