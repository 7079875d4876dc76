"""标准变更模板: approved, looked over every year, and used for what it was approved for."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.modules.change.choices import ChangeKind, RiskLevel, StandardState
from govops.modules.change.rules.plans import says_something
from govops.modules.change.rules.reach import with_subtypes
from govops.modules.configuration.public import ConfigurationItem


@rule("R-CHG-01", cites="N1§变更管理", level="N", title="未批准不得实施")
def template_is_in_force(change: Any, deed: Deed) -> Answer:
    """模板已批准，且没有错过年度评审."""
    template = change.template
    if template is None or change.kind != ChangeKind.STANDARD:
        return Denied("只有选用了模板的标准变更可以直接排入计划，其他变更须经审批。", field="template")
    if template.state != StandardState.IN_FORCE:
        return Denied(
            f"模板“{template.name}”{StandardState(template.state).label}，不能使用；请另选模板，或按一般变更填写。",
            field="template",
        )
    if template.is_overdue(timezone.localtime(deed.at).date()):
        return Denied(
            f"模板“{template.name}”应于 {template.review_due} 前评审，逾期未评审，暂不能使用；请联系变更经理评审。",
            field="template",
        )
    return Allowed()


def items_belong_to_the_template(change: Any, deed: Deed) -> Answer:
    """模板只用于它批准的类型."""
    if change.template is None or not change.template.item_types:
        return Allowed()
    allowed = with_subtypes(change.template.item_types)
    for item in ConfigurationItem.objects.filter(pk__in=change.items).order_by("id"):
        if item.type_id not in allowed:
            return Denied(
                f"{item.number} 不属于模板“{change.template.name}”适用的类型；请另选模板，或按一般变更填写。",
                field="items",
            )
    return Allowed()


def standard_is_not_high_risk(change: Any, deed: Deed) -> Answer:
    """标准变更风险不为高."""
    if change.kind != ChangeKind.STANDARD or change.risk_level != RiskLevel.HIGH:
        return Allowed()
    return Denied(f"标准变更的风险不应为高（{change.risk_words}）；请按重大变更填写。", field="kind")


def template_has_a_way_back(template: Any, deed: Deed) -> Answer:
    """模板写明实施、测试、回退方案."""
    for name, title in (("plan", "实施方案"), ("test_plan", "测试方案"), ("backout_plan", "回退方案")):
        if not says_something(getattr(template, name)):
            return Denied(f"模板须写明可执行的“{title}”，以后每次变更都照此办理。", field=name)
    return Allowed()


def review_says_something(template: Any, deed: Deed) -> Answer:
    if len(template.review_words.strip()) >= 6:
        return Allowed()
    return Denied("请写明“评审结论”：一年来用了几次、有无失败、方案是否仍然适用。", field="review_words")


def reviewer_is_not_the_author(template: Any, deed: Deed) -> Answer:
    """评审人不是模板的编写人."""
    if deed.actor.person is not None and deed.actor.person.pk in {
        template.applicant_id,
        template.created_by_id,
    }:
        return Denied("模板由您编写，年度评审请由另一位变更经理办理。")
    return Allowed()
