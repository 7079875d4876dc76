"""变更冻结期 and 标准变更模板."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.kernel.registers.declarations import OtherPage
from govops.modules.change import models, process
from govops.modules.change.choices import StandardState
from govops.modules.change.prefilling import by_template
from govops.modules.change.rules import windows as rules


@register
class ChangeFreezes(Register):
    model = models.ChangeFreeze
    process = process.ChangeFreezeProcess
    title = "变更冻结期"
    series = "BGDJ"
    cites = ("N1§变更管理",)
    icon = "lock"
    columns = (
        Column("name", second="number"),
        Column("begins_at", sort="begins_at"),
        Column("ends_at"),
        Column("scope"),
        Column("now", title="现在"),
        Column("state"),
    )
    filters = ("state", "scope")
    search = ("name", "reason", "exceptions")
    date_field = "begins_at"
    form = (
        Section(
            "冻结期", "name", "begins_at", "ends_at", "reason", "scope", "zones", "item_types", "exceptions"
        ),
    )
    shown = (Section("解除", "lifted_at"),)
    asked_when = {"zones": "scope=zones", "item_types": "scope=types"}
    views = (View("有效", {"state": ["active"]}), View("全部"))
    guards = (rules.freeze_is_in_order, rules.freeze_names_its_scope)
    empty = "还没有冻结期。节假日、重要活动、防汛关键期等不宜变更的时段，请在这里公布。"
    guide = "冻结期内不得安排变更窗口，紧急变更除外（须在单上说明）；已排期的变更会显示冲突，须改期。"
    new_label = "公布冻结期"
    chip_tones = {"active": "green", "lifted": "muted"}

    def title_of(self, record: Any) -> str:
        begin, end = timezone.localtime(record.begins_at), timezone.localtime(record.ends_at)
        return f"{record.name}（{begin:%m-%d %H:%M} 至 {end:%m-%d %H:%M}）"

    def show_now(self, record: Any) -> dict[str, Any]:
        now = moment.now()
        if record.state != "active" or record.ends_at <= now:
            return {"kind": "chip", "text": "已结束", "tone": "muted"}
        if record.begins_at <= now:
            return {"kind": "chip", "text": "冻结中", "tone": "red"}
        return {"kind": "chip", "text": "未开始", "tone": "amber"}


@register
class StandardChanges(Register):
    model = models.StandardChange
    process = process.StandardChangeProcess
    title = "标准变更模板"
    series = "BGMB"
    cites = ("N2§9.7", "N3§9.2")
    icon = "clipboard-check"
    columns = (
        Column("name", second="number"),
        Column("description"),
        Column("longest_hours"),
        Column("review", title="下次评审", sort="review_due"),
        Column("state"),
    )
    filters = ("state",)
    search = ("name", "description", "plan", "backout_plan")
    form = (
        Section(
            "适用",
            "name",
            "description",
            "item_types",
            "longest_hours",
            note="做得多、步骤固定、风险低、能很快退回的变更",
        ),
        Section("方案", "plan", "test_plan", "backout_plan", cites="N3§9.2"),
    )
    shown = (
        Section(
            "批准与评审", "approved_on", "review_due", "reviewed_on", "was_due", "reviewed_by", "review_words"
        ),
    )
    views = (
        View("可用", {"state": ["in_force"]}),
        View("在办", {"state": ["draft", "approving"]}),
        View("我编写的", {"me": "1"}),
        View("全部"),
    )
    related = (Related("change_request", "template", "按此模板的变更", is_quiet=True),)
    empty = "还没有标准变更模板。经常做、风险低的变更，请点“编写模板”，批准后即可免审批排期。"
    guide = "变更经理审核、变更审批委员会批准后可用；每年评审一次，逾期未评审的不能再用。"
    new_label = "编写模板"
    chip_tones = {"in_force": "green", "retired": "muted"}

    def title_of(self, record: Any) -> str:
        return str(record.name)

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        """One click to a change by this template."""
        if record.state != StandardState.IN_FORCE or record.is_overdue(moment.today()):
            return []
        if not table.may(actor, "write", "change_request"):
            return []
        return [OtherPage("按此模板填写", "git-pull-request", by_template(record))]

    def show_review(self, record: Any) -> dict[str, Any]:
        if record.review_due is None:
            return {"text": "—"}
        late = record.is_overdue(moment.today()) and record.state == "in_force"
        return {"text": f"{record.review_due}", "sub": "逾期未评审，暂不能用" if late else ""}
