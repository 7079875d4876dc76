"""发布单 and 备份确认."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.registers import Column, Register, Related, Section, View, register
from govops.kernel.registers.declarations import OtherPage
from govops.modules.release import models, process
from govops.modules.release.actions import releases as actions
from govops.modules.release.choices import BackupResult, ReleaseState
from govops.modules.release.registers.manners import deploying
from govops.modules.release.rules import releases as rules
from govops.modules.release.rules.versions import system_is_an_application


def awaits_backup(release: Any) -> bool:
    return release.state in (ReleaseState.APPROVED, ReleaseState.TESTING)


@register
class Releases(Register):
    model = models.Release
    process = process.ReleaseProcess
    title = "发布"
    form_title = "发布单"
    series = "FB"
    cites = ("N2§9.8", "N3§9.3", "S1§4.2")
    icon = "rocket"
    date_field = "planned_from"
    columns = (
        Column("subject", second="number"),
        Column("system"),
        Column("target", second="current_version"),
        Column("kind"),
        Column("planned_from", sort="planned_from"),
        Column("deployer"),
        Column("outcome", title="结果"),
        Column("state"),
    )
    filters = ("state", "kind", "system", "result", "is_on_time", "cmdb_updated", "target")
    search = ("subject", "change_number", "problems", "plan", "test_report", "rollback_reason")
    narrowed_by = {"target": "system"}
    form = (
        Section("发布", "subject", "kind", "system", "current_version", "target", "items", cites="N2§9.8"),
        Section("依据", "change_number", "problems", "test_report", "test_result", "security_test_report", "security_test_result", cites="N3§9.3"),
        Section("方案", "plan", "backout_plan", "backout_point", "acceptance_criteria", note="验收准则在部署前商定，随审批一并确认。"),
        Section("窗口与人员", "planned_from", "planned_to", "deployer", "verifier"),
    )  # fmt: skip
    shown = (
        Section("验收测试", "acceptance_result", "acceptance_words"),
        Section("部署", "started_at", "deployed_at", "is_on_time", "baseline_digest"),
        Section("验证与结果", "result", "verification", "verified_at", "rollback_reason", "cmdb_updated", "conclusion", "closed_at"),
    )  # fmt: skip
    views = (
        View("在办", {"state": ["approving", "approved", "testing", "deploying", "verified"]}),
        View("待部署", {"state": ["approved", "testing"]}),
        View("已回退", {"state": ["rolled_back"]}),
        View("我申请的", {"me": "1"}),
        View("全部"),
    )
    related = (
        Related("backup_confirmation", "release", "备份确认", adds=awaits_backup),
        Related("deployment", "release", "部署记录"),
    )
    guards = (
        system_is_an_application,
        rules.window_is_in_order,
        rules.verifier_is_another,
        rules.target_is_of_the_system,
        rules.target_moves_forward,
    )
    empty = "还没有发布单。升级、首次上线、补丁和配置发布，请点“填写发布单”。"
    guide = "引用已批准的变更单和测试报告，写明部署与回退方案；部署前 24 小时内须有成功备份，部署后更新配置库方可关闭。"
    new_label = "填写发布单"
    chip_tones = {
        "planning": "amber", "approving": "accent", "approved": "accent", "testing": "accent", "deploying": "amber",
        "verified": "green", "closed": "muted", "rolled_back": "red", "refused": "red", "cancelled": "muted",
    }  # fmt: skip

    def title_of(self, record: Any) -> str:
        number = record.target.named_in(record, record.target.version_number)
        return record.subject if number in record.subject else f"{record.subject}（{number}）"

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.prepare(record, actor)

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        pages = []
        is_mine = actor.person is not None and actor.person.pk == record.deployer_id
        if record.state == ReleaseState.DEPLOYING and is_mine and table.may(actor, "write", "deployment"):
            pages.append(OtherPage("登记部署", "upload", deploying(record)))
        if record.baseline_at:
            pages.append(OtherPage("基线与差异", "history", f"/m/release/{record.pk}/baseline/"))
        return pages

    def show_outcome(self, record: Any) -> dict[str, Any]:
        if not record.result:
            return {"text": ""}
        tone = {"success": "green", "partial": "amber"}.get(record.result, "red")
        return {"kind": "chip", "text": record.get_result_display(), "tone": tone}


@register
class BackupConfirmations(Register):
    model = models.BackupConfirmation
    title = "备份确认"
    form_title = "部署前备份确认"
    series = "BFQR"
    cites = ("S9§6",)
    icon = "database-export"
    date_field = "finished_at"
    columns = (
        Column("title", second="number"),
        Column("finished_at", sort="finished_at"),
        Column("location"),
        Column("kept", title="结果"),
        Column("created_by", title="确认人"),
    )
    filters = ("release", "result")
    search = ("content", "location", "evidence")
    form = (
        Section("备份", "release", "finished_at", "content", "location", "result", "evidence", cites="S9§6"),
    )
    views = (View("失败", {"result": ["failed"]}), View("全部"))
    guards = (rules.backup_belongs_to_what_is_ahead, rules.backup_has_ended)
    empty = "还没有备份确认。部署前请备份，并在发布单上登记备份确认。"
    guide = "写明何时备份了什么、放在哪里、结果如何、凭什么确认可用；开始部署时以此检查时效。"
    new_label = "登记备份确认"

    def title_of(self, record: Any) -> str:
        return (
            f"{record.release.number} {timezone.localtime(record.finished_at):%m-%d %H:%M} {record.content}"
        )

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"finished_at": moment.now()}

    def show_kept(self, record: Any) -> dict[str, Any]:
        tone = "green" if record.result == BackupResult.SUCCESS else "red"
        return {"kind": "chip", "text": record.get_result_display(), "tone": tone}
