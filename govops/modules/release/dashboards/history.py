"""One system's versions, newest first, and what became of each in every environment."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.release.choices import DeploymentResult, Environment, VersionState
from govops.modules.release.models import Deployment, SoftwareVersion

MOST = 100
TONES = {
    DeploymentResult.SUCCESS: "green",
    DeploymentResult.FAILED: "red",
    DeploymentResult.ROLLED_BACK: "amber",
}
STATE_TONES = {VersionState.DRAFT: "amber", VersionState.FINAL: "green", VersionState.WITHDRAWN: "muted"}


def history_of(system_id: int, actor: Actor) -> list[dict[str, Any]]:
    """The latest hundred versions, each with its deployments by environment; two statements."""
    versions = visible(SoftwareVersion.objects.filter(system=system_id), actor, register="software_version")
    shown = list(versions.order_by("-sort_key", "-id")[:MOST])
    rows = visible(
        Deployment.objects.filter(system=system_id, target__in=shown), actor, register="deployment"
    )
    by_place: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows.select_related("deployer").order_by("-deployed_at", "-id"):
        by_place[row.target_id, row.environment].append(_told(row))
    return [
        {
            "number": version.version_number,
            "state": {
                "text": VersionState(version.state).label,
                "tone": STATE_TONES[VersionState(version.state)],
            },
            "url": f"/r/software_version/{version.pk}/",
            "changes": len(version.change_list),
            "places": [
                {"title": environment.label, "deployments": by_place[version.pk, environment]}
                for environment in Environment
            ],
        }
        for version in shown
    ]


def _told(row: Deployment) -> dict[str, Any]:
    return {
        "at": row.deployed_at,
        "who": row.deployer.name if row.deployer else "",
        "result": row.get_result_display(),
        "tone": TONES[DeploymentResult(row.result)],
        "url": f"/r/deployment/{row.pk}/",
    }
