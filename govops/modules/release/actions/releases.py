"""A release on its way: baseline before, facts after, and back again where it failed."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers import doors, site
from govops.modules.release.actions import deployments, snapshots
from govops.modules.release.choices import DeploymentResult, Environment, ReleaseResult
from govops.modules.release.models import Deployment


def prepare(release: Any, actor: Actor) -> None:
    """The current version is what the item says, unless somebody knows better; the system is among the items anyway."""
    release.current_version = release.current_version.strip() or release.system.item_version
    release.change_number = release.change_number.strip().upper()
    release.items = [pk for pk in release.items if pk != release.system_id]


def deployer_of(release: Any) -> list[Person]:
    return [release.deployer]


def verifier_of(release: Any) -> list[Person]:
    return [release.verifier]


def begin(release: Any, deed: Deed) -> None:
    """开始部署: the affected items as they stand now, sealed."""
    release.started_at = release.baseline_at = deed.at
    release.baseline = snapshots.snapshot(release.item_ids)
    release.baseline_digest = snapshots.digest(release.baseline)


def verify(release: Any, deed: Deed) -> None:
    last = _last_success(release)
    release.verified_at = deed.at
    release.deployed_at = last.deployed_at if last else deed.at
    release.is_on_time = release.deployed_at <= release.planned_to
    release.result = release.result or ReleaseResult.SUCCESS
    _look_again(release, deed)


def _last_success(release: Any) -> Deployment | None:
    done = Deployment.objects.filter(
        release=release, environment=Environment.PRODUCTION, result=DeploymentResult.SUCCESS
    )
    return done.order_by("-deployed_at", "-id").first()


def _look_again(release: Any, deed: Deed) -> None:
    release.after, release.after_at = snapshots.snapshot(release.item_ids), deed.at
    release.system.refresh_from_db(fields=["item_version"])
    release.cmdb_updated = release.system.item_version == release.target.version_number


def close(release: Any, deed: Deed) -> None:
    release.closed_at = deed.at
    _look_again(release, deed)


def roll_back(release: Any, deed: Deed) -> None:
    """回退: a deployment of its own kind, which sets the item back to the version before."""
    release.result, release.closed_at = ReleaseResult.ROLLED_BACK, deed.at
    release.deployed_at = release.deployed_at or deed.at
    release.is_on_time = release.deployed_at <= release.planned_to
    data = {
        "release": release, "system": release.system_id, "environment": Environment.PRODUCTION, "target": release.target_id,
        "deployed_at": deed.at, "deployer": deed.actor.person or release.deployer_id, "result": DeploymentResult.ROLLED_BACK,
        "words": release.rollback_reason[:1000], "applicant": deed.actor.person or release.deployer_id,
        "secrecy_level": release.secrecy_level,
    }  # fmt: skip
    deployment = doors.create(site.get("deployment"), data, actor=SYSTEM)
    deployments.tell_configuration(deployment, deed.actor)
    release.after, release.after_at = snapshots.snapshot(release.item_ids), deed.at
    release.system.refresh_from_db(fields=["item_version"])
    release.cmdb_updated = release.system.item_version == release.current_version
