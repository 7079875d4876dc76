"""Releases: nothing goes into production without an approved change, a test report and a fresh backup."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from govops.kernel import parameters
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.modules.configuration.public import is_approved_change
from govops.modules.release import hooks
from govops.modules.release.choices import (
    BackupResult,
    DeploymentResult,
    Environment,
    ReleaseKind,
    ReleaseResult,
    TestResult,
    VersionState,
)
from govops.modules.release.models import BackupConfirmation, Deployment
from govops.modules.release.numbering import is_newer
from govops.modules.release.parameters import BACKUP_HOURS, REQUIRE_BACKUP

BASIS = "发布须引用已批准变更与测试报告"
BACKUP = "升级前须有有效备份"
#: shorter than this is filler
LEAST_WORDS = 6


def _is_told(text: str, least: int = LEAST_WORDS) -> bool:
    """More than a filler: enough signs, and not all the same."""
    words = "".join(text.split())
    return len(words) >= least and len(set(words)) > 2


# --- R-REL-01 --------------------------------------------------------------------------------------------------------


@rule("R-REL-01", cites="N3§9.3", level="N", title=BASIS)
def rests_on_an_approved_change(release: Any, deed: Deed) -> Answer:
    """The change is known and approved, now."""
    approved = is_approved_change(release.change_number)
    if approved:
        return Allowed()
    if approved is None:
        return Denied(
            f"没有编号为“{release.change_number}”的变更单，请填写已批准的变更单号。", field="change_number"
        )
    return Denied(
        f"变更单 {release.change_number} 尚未批准或已经结束，批准后方可继续发布。", field="change_number"
    )


@rule("R-REL-01", cites="N3§9.3", level="N", title=BASIS)
def has_a_test_report(release: Any, deed: Deed) -> Answer:
    """A report that names itself and does not say 未通过; the security test alike where there is one."""
    if not _is_told(release.test_report, 4):
        return Denied("没有测试报告不能发布；请填写“测试报告”的编号或附件名。", field="test_report")
    if release.test_result not in (TestResult.PASSED, TestResult.CONDITIONAL):
        return Denied("“测试结论”须为通过或有条件通过；未通过的请修复后重新测试。", field="test_result")
    if release.security_test_result == TestResult.FAILED:
        return Denied("安全测试未通过，不能发布；请整改后重新测试。", field="security_test_result")
    return Allowed()


@rule("R-REL-01", cites="N3§9.3", level="N", title=BASIS)
def passed_acceptance(release: Any, deed: Deed) -> Answer:
    """Tested in a controlled environment against the criteria that were agreed before."""
    if release.acceptance_result in (TestResult.PASSED, TestResult.CONDITIONAL):
        return Allowed()
    if release.acceptance_result == TestResult.FAILED:
        return Denied("验收测试未通过，不能部署；请撤销本次发布并查明原因。")
    return Denied("请先登记验收测试结论，再开始部署。")


# --- R-REL-02 --------------------------------------------------------------------------------------------------------


@rule("R-REL-02", cites="S9§6", level="D", title=BACKUP)
def has_a_fresh_backup(release: Any, deed: Deed) -> Answer:
    """A successful backup that ended within the hours of the parameter, confirmed here or told by the backup module."""
    if not parameters.value(REQUIRE_BACKUP.key):
        return Allowed()
    hours = int(parameters.value(BACKUP_HOURS.key))
    since = deed.at - timedelta(hours=hours)
    confirmed = BackupConfirmation.objects.filter(
        release=release.pk, result=BackupResult.SUCCESS, finished_at__lte=deed.at
    )
    if confirmed.filter(finished_at__gte=since).exists() or hooks.backups_since(release.item_ids, since):
        return Allowed()
    last = confirmed.order_by("-finished_at").first()
    if last is None:
        return Denied(f"没有 {hours} 小时内的成功备份，不能部署；请先备份并登记“备份确认”。")
    when = f"{timezone.localtime(last.finished_at):%m-%d %H:%M}"
    return Denied(f"最近一次成功备份在 {when}，已超过 {hours} 小时，不能部署；请重新备份并登记。")


def backup_belongs_to_what_is_ahead(backup: Any, deed: Deed) -> Answer:
    """A backup is confirmed before the deployment begins; afterwards the confirmation stands."""
    if backup.release.started_at is None:
        return Allowed()
    return Denied(f"发布单 {backup.release.number} 已开始部署，备份确认不能再增改。")


def backup_has_ended(backup: Any, deed: Deed) -> Answer:
    if backup.finished_at <= deed.at:
        return Allowed()
    return Denied("“备份完成时间”不能晚于现在。", field="finished_at")


# --- the form --------------------------------------------------------------------------------------------------------


def window_is_in_order(release: Any, deed: Deed) -> Answer:
    if release.planned_to > release.planned_from:
        return Allowed()
    return Denied("“部署窗口止”应晚于“部署窗口起”。", field="planned_to")


def verifier_is_another(release: Any, deed: Deed) -> Answer:
    """部署人 ≠ 验证人."""
    if release.deployer_id != release.verifier_id:
        return Allowed()
    return Denied("部署人不能验证自己的部署，请另选“验证人”。", field="verifier")


def target_is_of_the_system(record: Any, deed: Deed) -> Answer:
    if record.target.system_id == record.system_id:
        return Allowed()
    return Denied(f"版本 {record.target.version_number} 不是“{record.system.name}”的版本。", field="target")


def target_moves_forward(release: Any, deed: Deed) -> Answer:
    """An upgrade leads to a newer version, as far as both numbers can be read."""
    if (
        release.kind == ReleaseKind.CONFIGURATION
        or is_newer(release.target.version_number, release.current_version) is not False
    ):
        return Allowed()
    return Denied(
        f"目标版本 {release.target.version_number} 不高于当前版本 {release.current_version}；退回旧版本请在原发布单上办理回退。",
        field="target",
    )


def target_is_final(release: Any, deed: Deed) -> Answer:
    if release.target.state == VersionState.FINAL:
        return Allowed()
    return Denied(f"版本 {release.target.version_number} 尚未定版，请先核对安装包并定版。", field="target")


def plans_are_told(release: Any, deed: Deed) -> Answer:
    """方案、回退方案、回退点、验收准则 say something."""
    for name in ("plan", "backout_plan", "acceptance_criteria"):
        if not _is_told(getattr(release, name)):
            title = release._meta.get_field(name).verbose_name
            return Denied(f"请把“{title}”写具体：步骤、条件和结果。", field=name)
    if _is_told(release.backout_point, 2) or len(release.backout_point.strip()) >= 3:
        return Allowed()
    return Denied("请写明“回退点”：备份编号、快照名或版本号。", field="backout_point")


# --- on the way ------------------------------------------------------------------------------------------------------


def window_has_come(release: Any, deed: Deed) -> Answer:
    """Deployed within the window that was approved."""
    if release.planned_from <= deed.at <= release.planned_to:
        return Allowed()
    begin, end = timezone.localtime(release.planned_from), timezone.localtime(release.planned_to)
    return Denied(
        f"部署窗口为 {begin:%m-%d %H:%M} 至 {end:%m-%d %H:%M}，现在不在窗口内；需要改期的请撤销后重新审批。"
    )


def is_deployed(release: Any, deed: Deed) -> Answer:
    """The deployer has written down a successful deployment in production."""
    done = Deployment.objects.filter(
        release=release.pk, environment=Environment.PRODUCTION, result=DeploymentResult.SUCCESS
    )
    if done.exists():
        return Allowed()
    return Denied("还没有生产环境部署成功的记录，请由部署人登记“部署记录”；失败的请办理回退。")


def verified_with_words(release: Any, deed: Deed) -> Answer:
    if len(release.verification.strip()) >= LEAST_WORDS:
        return Allowed()
    return Denied("请写明“验证情况”：逐条对照验收准则的结果。", field="verification")


def result_fits_the_verification(release: Any, deed: Deed) -> Answer:
    """What is verified succeeded, wholly or in part; a failure goes back."""
    if release.result in ("", ReleaseResult.SUCCESS, ReleaseResult.PARTIAL):
        return Allowed()
    return Denied("验证通过的结果只能是成功或部分成功；失败的请办理“回退”。", field="result")


def rolled_back_with_a_reason(release: Any, deed: Deed) -> Answer:
    if len(release.rollback_reason.strip()) >= LEAST_WORDS:
        return Allowed()
    return Denied("请写明“回退原因”：失败现象、已查明的原因和下一步。", field="rollback_reason")


def item_carries_the_version(release: Any, deed: Deed) -> Answer:
    """CMDB 更新: the item says the version that runs."""
    release.system.refresh_from_db(fields=["item_version"])
    if release.system.item_version == release.target.version_number:
        return Allowed()
    held = release.system.item_version or "空"
    return Denied(
        f"配置库中“{release.system.name}”的版本仍为 {held}，更新为 {release.target.version_number} 后方可关闭（受控配置项请先审核变更提议）。"
    )
