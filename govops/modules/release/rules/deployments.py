"""Deployments: into production only by a release that is being deployed, by its deployer, with a final version."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.modules.release.choices import (
    CmdbUpdate,
    DeploymentResult,
    Environment,
    ReleaseState,
    VersionState,
)
from govops.modules.release.rules.releases import BASIS


@rule("R-REL-01", cites="N3§9.3", level="N", title=BASIS)
def production_by_its_release(deployment: Any, deed: Deed) -> Answer:
    """Production changes by a release in deployment alone."""
    if deployment.environment != Environment.PRODUCTION or deployment.result == DeploymentResult.ROLLED_BACK:
        return Allowed()
    release = deployment.release
    if release is None:
        return Denied("部署到生产环境须填写“发布单”；没有经批准的发布不能部署。", field="release")
    if release.state != ReleaseState.DEPLOYING:
        state = ReleaseState(release.state).label
        return Denied(
            f"发布单 {release.number} 现为“{state}”，办理“开始部署”后才能登记生产部署。", field="release"
        )
    if deployment.deployer_id not in (None, release.deployer_id):
        return Denied(
            f"发布单 {release.number} 的部署人是{release.deployer}，请由其部署并登记。", field="deployer"
        )
    return Allowed()


def belongs_to_its_release(deployment: Any, deed: Deed) -> Answer:
    release = deployment.release
    if release is None:
        return Allowed()
    if release.system_id != deployment.system_id:
        return Denied(
            f"发布单 {release.number} 的系统是“{release.system.name}”，请核对“系统”。", field="system"
        )
    if deployment.result != DeploymentResult.ROLLED_BACK and release.target_id != deployment.target_id:
        return Denied(
            f"发布单 {release.number} 的目标版本是 {release.target.version_number}，请核对“版本”。",
            field="target",
        )
    return Allowed()


def rolled_back_by_the_release(deployment: Any, deed: Deed) -> Answer:
    """A roll-back is an act on the release, which writes its record itself."""
    if deployment.result != DeploymentResult.ROLLED_BACK or deed.actor.is_system:
        return Allowed()
    return Denied("回退请在发布单上办理，部署记录随之产生。", field="result")


def version_is_final(deployment: Any, deed: Deed) -> Answer:
    """What is tried out may be unfinished; what goes to staging and production may not."""
    if deployment.environment in (Environment.DEVELOPMENT, Environment.TEST):
        return Allowed()
    if deployment.target.state != VersionState.DRAFT:
        return Allowed()
    return Denied(
        f"版本 {deployment.target.version_number} 尚未定版，不能部署到预发或生产环境。", field="target"
    )


def has_happened(deployment: Any, deed: Deed) -> Answer:
    if deployment.deployed_at <= deed.at:
        return Allowed()
    return Denied("“部署时间”不能晚于现在。", field="deployed_at")


def failure_is_told(deployment: Any, deed: Deed) -> Answer:
    if deployment.result != DeploymentResult.FAILED or len(deployment.words.strip()) >= 4:
        return Allowed()
    return Denied("部署失败的请写明“部署情况”：失败在哪一步、现象和处理。", field="words")


def configuration_lags(deployment: Any, deed: Deed) -> Answer:
    """Only what was not told at the time is told again."""
    if deployment.cmdb_update in (CmdbUpdate.PROPOSED, CmdbUpdate.FAILED):
        return Allowed()
    return Denied("配置库已经更新，不必再核对。")
