"""变更单."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Section, View, register
from govops.kernel.registers.declarations import OtherPage
from govops.kernel.registers.narrowing import Narrowing, declare
from govops.kernel.web import words
from govops.modules.change import models, process
from govops.modules.change.actions import preparing as actions
from govops.modules.change.choices import OPEN, ChangeKind, ChangeState, RiskLevel
from govops.modules.change.prefilling import evening
from govops.modules.change.rules import people, plans, risk, sources, windows

IN_HAND = [state.value for state in OPEN if state != "draft"]
KIND_TONES = {"standard": "muted", "normal": "accent", "major": "amber", "emergency": "red"}
RISK_TONES = {"low": "green", "medium": "amber", "high": "red"}


@register
class ChangeRequests(Register):
    model = models.ChangeRequest
    process = process.ChangeRequestProcess
    title = "变更"
    form_title = "变更单"
    series = "BG"
    cites = ("N2§9.7", "N1§变更管理", "N3§9.2", "S9§19")
    icon = "git-pull-request"
    columns = (
        Column("subject", second="number"),
        Column("kind_chip", title="类型"),
        Column("risk", title="风险"),
        Column("implementer"),
        Column("window", title="计划窗口", sort="planned_from"),
        Column("result", shown=False),
        Column("source_kind", shown=False),
        Column("state"),
    )
    filters = (
        "state",
        "kind",
        "risk_level",
        "result",
        "source_kind",
        "implementer",
        "template",
        "is_paper_late",
    )
    search = ("subject", "reason", "plan", "source_number", "implementation", "items")
    form = (
        Section("变更", "subject", "kind", "template", "reason", "source_kind", "source_number", "items", cites="N2§9.7",
                note="标准变更选模板，方案取自模板，不必审批；紧急变更先实施、后补单"),
        Section("风险问卷", *risk.FIELDS, note="如实回答，得分和等级自动算出；高风险须作为重大变更", cites="N1§变更管理"),
        Section("方案", "plan", "test_plan", "backout_plan", note="没有可执行的回退方案不得提交；紧急变更可在补单时填写", cites="N3§9.2"),
        Section("窗口与人员", "planned_from", "planned_to", "implementer", "verifier", "conflict_words"),
        Section("停机通知", "needs_stop", "stop_units", "stop_words"),
    )  # fmt: skip
    shown = (
        Section("风险、影响与冲突", "risk_level", "risk_score", "risk_words", "impact_words", "impact_at", "known_conflicts"),
        Section(
            "评估", "assessed_level", "impact_services", "impact_users", "impact_security", "impact_cost", "assessment", "assessor",
            "assessed_at",
        ),
        Section("口头授权与补单", "authorised_by", "authorised_at", "authorised_words", "paper_due_at", "paper_at", "is_paper_late"),
        Section("批准与排期", "approved_at", "scheduled_at", "schedule_words", "stop_told_at"),
        Section("实施", "started_at", "finished_at", "implementation", "test_result", "result", "rollback_reason"),
        Section("验证与配置核对", "verified_at", "verification", "item_checks"),
        Section("回顾与关闭", "review", "reviewer", "reviewed_at", "closed_at"),
    )  # fmt: skip
    asked_when = {
        "template": "kind=standard",
        "plan": "kind=normal|major|emergency",
        "test_plan": "kind=normal|major|emergency",
        "backout_plan": "kind=normal|major|emergency",
        "stop_units": "needs_stop=true",
        "stop_words": "needs_stop=true",
    }
    views = (
        View("在办", {"state": IN_HAND}),
        View("待排期", {"state": ["approved"]}),
        View("已排期", {"state": ["scheduled"]}),
        View("实施中", {"state": ["implementing"]}),
        View("待验证", {"state": ["implemented", "rolled_back"]}),
        View("待回顾关闭", {"state": ["verified", "reviewed"]}),
        View("紧急变更", {"kind": "emergency"}),
        View("我申请的", {"me": "1"}),
        View("全部"),
    )
    guards = (
        windows.window_is_in_order,
        plans.template_fits_the_kind,
        plans.touches_not_too_much,
        sources.source_is_known,
        people.implementer_does_not_verify,
        people.four_are_apart,
        people.what_was_done_stays,
    )
    date_field = "created_at"
    empty = "还没有变更。要改动在用的设备、系统或配置，请先点“填写变更单”，批准后再实施。"
    guide = "写清改什么、为什么、怎么改、怎么退；变更经理评估、审批后列入变更日历，由实施人实施、另一人验证。"
    new_label = "填写变更单"
    chip_tones = {
        "draft": "muted", "returned": "amber", "approving": "accent", "approved": "green", "scheduled": "green", "implementing": "amber",
        "implemented": "accent", "rolled_back": "red", "verified": "green", "reviewed": "green", "closed": "muted", "refused": "red",
    }  # fmt: skip

    def title_of(self, record: Any) -> str:
        return str(record.subject)

    def initial(self, actor: Actor) -> dict[str, Any]:
        begin, end = evening()
        return {"planned_from": begin, "planned_to": end, "implementer": actor.person}

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record, actor)

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        actions.link_source(record, actor)
        actions.assess_again(record, actor, created=created)

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        return [OtherPage("影响与冲突", "affiliate", f"/m/change/{record.pk}/impact/")]

    def time_left(self, record: Any) -> dict[str, Any] | None:
        """The paper of an emergency and the planned window run in natural hours; everything else is whose turn it is."""
        if record.owes_its_paper:
            left = self._natural(record.started_at, record.paper_due_at)
            return {**left, "words": f"补单{left['words']}".replace("工作日", "天")}
        if record.state == ChangeState.IMPLEMENTING and record.approved_at is not None:
            left = self._natural(record.planned_from, record.planned_to)
            return {**left, "words": f"窗口{left['words']}".replace("工作日", "天")}
        if record.state != ChangeState.SCHEDULED:
            return None
        now = moment.now()
        if now > record.planned_to:
            return words.left(0, 1, due=record.planned_to, done="窗口已过，请改期")
        if now >= record.planned_from:
            return words.left(1, 1, due=record.planned_to, done="窗口已到，可以开始")
        minutes = (record.planned_from - now).total_seconds() / 60
        return words.left(1, 1, due=record.planned_from, done=f"{words.duration(minutes)}后开始")

    @staticmethod
    def _natural(begin: Any, end: Any) -> dict[str, Any]:
        seconds = (end - moment.now()).total_seconds()
        return words.left(seconds, (end - begin).total_seconds(), due=end, day_seconds=24 * 3600)

    def show_kind_chip(self, record: Any) -> dict[str, Any]:
        return {"kind": "chip", "text": ChangeKind(record.kind).label, "tone": KIND_TONES[record.kind]}

    def show_risk(self, record: Any) -> dict[str, Any]:
        level = RiskLevel(record.level)
        return {
            "kind": "chip",
            "text": level.label,
            "tone": RISK_TONES[level.value],
            "title": record.risk_words,
        }

    def show_window(self, record: Any) -> dict[str, Any]:
        begin, end = timezone.localtime(record.planned_from), timezone.localtime(record.planned_to)
        same_day = begin.date() == end.date()
        return {
            "text": f"{begin:%m-%d %H:%M}",
            "sub": f"至 {end:%H:%M}" if same_day else f"至 {end:%m-%d %H:%M}",
        }


def _number_of(value: str) -> int:
    if not value.isdecimal() or len(value) > 18:
        raise ValueError(value)
    return int(value)


def _of_item(value: str) -> Q:
    return Q(items__contains=[_number_of(value)])


def _item_words(value: str) -> str:
    item: Any = (
        models.ChangeRequest._meta.get_field("items")
        .target._default_manager.filter(pk=_number_of(value))
        .first()
    )
    return str(item.number) if item is not None else "（已不存在）"


def _unapproved(value: str) -> Q:
    if value != "1":
        raise ValueError(value)
    return Q(started_at__isnull=False, approved_at__isnull=True)


def _begun(value: str) -> Q:
    if value != "1":
        raise ValueError(value)
    return Q(started_at__isnull=False)


declare(
    Narrowing(
        "change_request", "begun", "已实施", _begun, words=lambda value: "是", looks_at=("started_at",)
    ),
    Narrowing("change_request", "item", "配置项", _of_item, words=_item_words, looks_at=("items",)),
    Narrowing(
        "change_request",
        "unapproved",
        "未经批准已实施",
        _unapproved,
        words=lambda value: "是",
        looks_at=("started_at", "approved_at"),
    ),
)
