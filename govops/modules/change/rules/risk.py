"""风险问卷: seven questions, points for each answer, a level by two thresholds. Read the table aloud to the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from govops.kernel import parameters
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.modules.change import choices
from govops.modules.change.choices import ChangeKind, RiskLevel
from govops.modules.change.parameters import HIGH_FROM, MEDIUM_FROM

ORDER = (RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH)


@dataclass(frozen=True)
class Question:
    """A field of the change, and what each answer adds to its risk."""

    field: str
    answers: type[TextChoices]
    points: Mapping[str, int]


QUESTIONS = (
    Question("reach", choices.Reach, {"nobody": 0, "unit": 1, "several": 2, "everybody": 4}),
    Question("redundancy", choices.Redundancy, {"full": 0, "part": 1, "none": 3}),
    Question("rehearsal", choices.Rehearsal, {"done": 0, "part": 1, "none": 3}),
    Question("back_out_time", choices.BackOutTime, {"quick": 0, "hours": 1, "long": 3}),
    Question("timing", choices.Timing, {"idle": 0, "working": 1, "peak": 3}),
    Question("experience", choices.Experience, {"often": 0, "once": 1, "never": 2}),
    Question("sensitivity", choices.Sensitivity, {"none": 0, "data": 2, "protection": 3}),
)
FIELDS = tuple(question.field for question in QUESTIONS)
MOST = sum(max(question.points.values()) for question in QUESTIONS)


@dataclass(frozen=True)
class Risk:
    """`score` points of at most `MOST`, the level, and which answers made it so."""

    score: int
    level: RiskLevel
    words: str


def risk_of(change: Any) -> Risk:
    """The risk that follows from the answers."""
    told, score = [], 0
    for question in QUESTIONS:
        answer = getattr(change, question.field)
        points = question.points.get(answer, 0)
        score += points
        if points:
            told.append(f"{dict(question.answers.choices)[answer]} {points}")
    level = level_of(score)
    words = "；".join(told) or "各项均无风险"
    return Risk(score, level, f"共 {score} 分（满分 {MOST}），{level.label}风险：{words}")


def level_of(score: int) -> RiskLevel:
    """The level by the thresholds in force."""
    if score >= int(parameters.value(HIGH_FROM.key)):
        return RiskLevel.HIGH
    return RiskLevel.MEDIUM if score >= int(parameters.value(MEDIUM_FROM.key)) else RiskLevel.LOW


def high_risk_goes_to_the_board(change: Any, deed: Deed) -> Answer:
    """高风险须作为重大变更，由变更审批委员会批准（紧急变更除外）."""
    if change.level != RiskLevel.HIGH or change.kind in {ChangeKind.MAJOR, ChangeKind.EMERGENCY}:
        return Allowed()
    return Denied(
        f"风险等级为高（{change.risk_words or '评估认定'}），须作为“重大变更”由变更审批委员会批准；请把变更类型改为重大变更，"
        "或补充演练、冗余、回退等措施降低风险。",
        field="kind",
    )  # fmt: skip


def is_not_assessed_lower(change: Any, deed: Deed) -> Answer:
    """An assessor may find the risk higher than the answers say; for a lower one the answers must be mended."""
    if not change.assessed_level or ORDER.index(RiskLevel(change.assessed_level)) >= ORDER.index(
        RiskLevel(change.risk_level)
    ):
        return Allowed()
    return Denied(
        f"评估等级不能低于问卷得出的“{RiskLevel(change.risk_level).label}”；答案有误的请退回申请人更正问卷。",
        field="assessed_level",
    )


def high_once_assessed(change: Any, deed: Deed) -> Answer:
    """As above, for the assessor, who cannot change the kind."""
    if change.level != RiskLevel.HIGH or change.kind in {ChangeKind.MAJOR, ChangeKind.EMERGENCY}:
        return Allowed()
    return Denied(
        "认定为高风险的变更须由变更审批委员会批准：请办理“退回”，请申请人把变更类型改为“重大变更”后重新提交。",
        field="assessed_level",
    )
