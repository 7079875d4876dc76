"""A deployment: what stood there before, and what the configuration database now says."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.organization.storing import overwrite
from govops.kernel.processes.declarations import Deed
from govops.modules.release.actions import cmdb
from govops.modules.release.choices import CmdbUpdate, DeploymentResult, Environment
from govops.modules.release.models import Deployment

KEPT = ("cmdb_update", "cmdb_words")


def prepare(deployment: Any, actor: Actor) -> None:
    """Who did it, and which version the environment had before and has now."""
    deployment.deployer = deployment.deployer or actor.person
    deployment.version_before = version_before(deployment)
    deployment.version_after = {
        DeploymentResult.SUCCESS: deployment.target.version_number,
        DeploymentResult.ROLLED_BACK: deployment.release.current_version
        if deployment.release
        else deployment.version_before,
    }.get(deployment.result, deployment.version_before)


def version_before(deployment: Any) -> str:
    """What the last deployment left there; else what the item says."""
    if deployment.system_id is None:
        return ""
    rows = Deployment.objects.filter(system=deployment.system_id, environment=deployment.environment)
    last = rows.exclude(pk=deployment.pk).order_by("-deployed_at", "-id").first()
    item = item_of(deployment)
    return last.version_after if last else item.item_version if item else ""


def item_of(deployment: Any) -> Any:
    """The item whose version this is: the one named; in production the system itself; elsewhere none."""
    if deployment.item_id is not None:
        return deployment.item
    return deployment.system if deployment.environment == Environment.PRODUCTION else None


def tell_configuration(deployment: Any, actor: Actor) -> None:
    """A success, and a roll-back, set the item's version with why and by which paper."""
    item = item_of(deployment)
    if item is None or deployment.result == DeploymentResult.FAILED:
        return
    release = deployment.release
    verb = "回退至" if deployment.result == DeploymentResult.ROLLED_BACK else "部署"
    paper = release.number if release else deployment.number
    deployment.cmdb_update, deployment.cmdb_words = cmdb.set_version(
        item, deployment.version_after, reason=f"{paper} {verb} {deployment.version_after}",
        reference=release.change_number if release else deployment.number, actor=actor,
    )  # fmt: skip
    if deployment.cmdb_update != CmdbUpdate.NONE:
        overwrite(deployment, only=KEPT)


def tell_again(deployment: Any, deed: Deed) -> None:
    """核对配置库: a proposal was approved meanwhile, or what stood in the way is gone."""
    tell_configuration(deployment, deed.actor)
