"""What a change must say before anybody decides about it (R-CHG-02)."""

from __future__ import annotations

import re
from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.modules.change.choices import ChangeKind
from govops.modules.change.models.requests import MOST_ITEMS

_FILLER = re.compile(
    r"(暂?无|没有|不(需要?|用|涉及|适用)|无需|略|同上|见附件|待定|待补|正常|按(规定|流程)|n/?a|none|no|tbd|todo|回退|方案|恢复|计划|执行|操作|进行|即可)+",
    re.IGNORECASE,
)
_LEAST_LETTERS, _LEAST_DIFFERENT = 10, 7


def says_something(text: str) -> bool:
    """Whether a plan tells more than filler: ten signs, seven of them different, and something beyond set phrases."""
    plain = re.sub(r"[\W_]+", "", text)
    rest = _FILLER.sub("", plain)
    return len(plain) >= _LEAST_LETTERS and len(set(plain)) >= _LEAST_DIFFERENT and len(rest) >= 4


@rule("R-CHG-02", cites=("N1§变更管理", "N3§9.2"), level="N", title="无回退方案不得提交审批")
def has_a_way_back(change: Any, deed: Deed) -> Answer:
    """有中止与失败恢复的回退方案，而不是一句空话."""
    if says_something(change.backout_plan):
        return Allowed()
    return Denied(
        "没有可执行的“回退方案”，不得提交审批、不得排入计划；请写明什么情况下中止、怎样一步步恢复原状、需要多久。",
        field="backout_plan",
    )


def has_a_plan(change: Any, deed: Deed) -> Answer:
    """实施方案写明步骤."""
    if says_something(change.plan):
        return Allowed()
    return Denied("请写明“实施方案”：步骤、分工、每步用时和确认方法。", field="plan")


def has_a_test_plan(change: Any, deed: Deed) -> Answer:
    """重大变更须有测试方案."""
    if change.kind != ChangeKind.MAJOR or says_something(change.test_plan):
        return Allowed()
    return Denied("重大变更须写明“测试方案”：实施前在哪里测、实施后怎样确认。", field="test_plan")


def touches_something(change: Any, deed: Deed) -> Answer:
    """写明受影响配置项."""
    if change.items:
        return Allowed()
    return Denied("请选择“受影响配置项”；没有登记的请先在“配置项”台账登记。", field="items")


def touches_not_too_much(change: Any, deed: Deed) -> Answer:
    if len(change.items) <= MOST_ITEMS:
        return Allowed()
    return Denied(f"一张变更单最多 {MOST_ITEMS} 个配置项，请分批填写。", field="items")


def says_who_is_told(change: Any, deed: Deed) -> Answer:
    """需要停机的写明通知范围和内容."""
    if not change.needs_stop:
        return Allowed()
    if not change.stop_units:
        return Denied("需要停机的变更须选择“停机通知范围”。", field="stop_units")
    if len(change.stop_words.strip()) < 6:
        return Denied("请写明“停机通知内容”：哪些业务停用、多久、期间怎么办。", field="stop_words")
    return Allowed()


def template_fits_the_kind(change: Any, deed: Deed) -> Answer:
    """A template belongs to a standard change, and only there."""
    if change.kind == ChangeKind.STANDARD and change.template_id is None:
        return Denied("标准变更须选择“标准变更模板”；没有合适模板的请按一般变更填写。", field="template")
    if change.kind != ChangeKind.STANDARD and change.template_id is not None:
        return Denied(
            "只有标准变更才选择模板；请清空“标准变更模板”，或把变更类型改为标准变更。", field="template"
        )
    return Allowed()
