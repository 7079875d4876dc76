"""How a stocktake is bounded, and when it is over."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.modules.assets.choices import Decision, DifferenceState, LineResult
from govops.modules.assets.models import StocktakeDifference

#: differences in which the item itself was seen, but not as the ledger has it
SEEN_ELSEWHERE = frozenset({LineResult.WRONG_PLACE, LineResult.WRONG_CUSTODIAN, LineResult.WRONG_BOTH})


def a_counter(stocktake: Any, deed: Deed) -> Answer:
    """盘点人."""
    if deed.actor.person and deed.actor.person.pk in stocktake.counters:
        return Allowed()
    return Denied("只有本次盘点的盘点人可以办理。")


def ends_after_it_begins(stocktake: Any, deed: Deed) -> Answer:
    if stocktake.ends_on >= stocktake.begins_on:
        return Allowed()
    return Denied("“计划完成”早于“计划开始”，请改正日期。", field="ends_on")


def something_was_counted(stocktake: Any, deed: Deed) -> Answer:
    """清点完毕 before anything was counted would call everything lost."""
    if stocktake.lines.exclude(result="").exists():
        return Allowed()
    return Denied("还没有清点任何资产；全部未盘就办“清点完毕”，会把范围内的资产都记为盘亏。")


def all_differences_are_resolved(stocktake: Any, deed: Deed) -> Answer:
    rows = StocktakeDifference.objects.filter(stocktake=stocktake).exclude(state=DifferenceState.RESOLVED)
    left = rows.count()
    if not left:
        return Allowed()
    return Denied(f"还有 {left} 项差异没有处理完，逐项处理并经复核后才能关闭。")


def some_decisions_are_made(stocktake: Any, deed: Deed) -> Answer:
    """Something to hand on to the second person."""
    rows = StocktakeDifference.objects.filter(stocktake=stocktake, state=DifferenceState.OPEN)
    if rows.exclude(decision=Decision.PENDING).exclude(explanation="").exists():
        return Allowed()
    if not rows.exists():
        return Denied("没有待提交的差异：都已提交复核或处理完毕。")
    return Denied("没有已填处理意见而未提交的差异；请先在“盘点差异”中填写处理意见（可多选后批量填写）。")


def decision_is_made(difference: Any, deed: Deed) -> Answer:
    if difference.decision == Decision.PENDING:
        return Denied("处理意见还是“待查”；查清后改为更正台账、报失或不更正，再提交复核。", field="decision")
    if not difference.explanation.strip():
        return Denied("请填写“原因说明”：为什么会有差异，怎样查清的。", field="explanation")
    return Allowed()


def decision_fits(difference: Any, deed: Deed) -> Answer:
    """What may be done depends on what was found."""
    decision, kind = difference.decision, difference.kind
    if decision == Decision.LOST and kind != LineResult.MISSING:
        return Denied("只有“盘亏”的资产可以报失。", field="decision")
    if decision != Decision.CORRECT:
        return Allowed()
    if kind == LineResult.SURPLUS and difference.item_id is None:
        return Denied("盘盈资产请先在“配置项”登记，再在此选择该配置项。", field="item")
    if kind == LineResult.SURPLUS or difference.location_id or difference.custodian_id:
        return Allowed()
    more = "；确实找不到的请选“报失”" if kind == LineResult.MISSING else ""
    return Denied(f"更正台账须填写更正后的位置或责任人{more}。", field="location")
