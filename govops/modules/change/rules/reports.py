"""What is written after the fact says something: assessment, result, verification, review."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.modules.change.choices import REPORTED

LEAST = 6


def _says(name: str, sentence: str) -> Any:
    def guard(change: Any, deed: Deed) -> Answer:
        if len(getattr(change, name).strip()) >= LEAST:
            return Allowed()
        return Denied(sentence, field=name)

    guard.__name__ = f"{name}_says_something"
    guard.__doc__ = f"{sentence}"
    return guard


assessment_says_something = _says(
    "assessment", "请写明“评估意见”：方案是否可行，风险是否可接受，有什么条件。"
)
rollback_is_explained = _says("rollback_reason", "请写明“回退原因”：哪一步、为什么不能继续。")
verification_says_something = _says("verification", "请写明“验证结论”：验证了哪些业务和指标，是否正常。")
review_says_something = _says("review", "请写明“回顾结论”：是否达到目的，有什么教训和改进。")


def result_is_reported(change: Any, deed: Deed) -> Answer:
    """What was done and what came of it; a change that was undone is rolled back instead."""
    if change.result not in REPORTED:
        return Denied("“结果”请选择成功、部分成功或失败；已经恢复原状的请办理“回退”。", field="result")
    if len(change.implementation.strip()) < LEAST:
        return Denied("请写明“实施记录”：做了什么、何时、有无偏离方案。", field="implementation")
    return Allowed()


def paper_is_owed(change: Any, deed: Deed) -> Answer:
    """还没有补过单."""
    if change.approved_at is None:
        return Allowed()
    return Denied("本单已经补单并获批准。")
