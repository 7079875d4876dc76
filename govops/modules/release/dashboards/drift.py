"""环境差异: the versions that lie between what runs in two environments of one system, with what each of them changes."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.release.choices import ChangeKind, Environment
from govops.modules.release.dashboards.overview import standing
from govops.modules.release.models import SoftwareVersion
from govops.modules.release.numbering import is_newer, read

MOST = 50
TONES = {"added": "green", "fixed": "accent", "security": "red", "removed": "amber"}


def drift_of(item: Any, first: Environment, second: Environment, actor: Actor) -> dict[str, Any]:
    """`here` and `there` (version, when, by whom, record), in words how they differ, and the `versions` in between."""
    found = standing([item], actor)
    sides = [_side(item, place, found.get((item.pk, place.value))) for place in (first, second)]
    here, there = (side["version"] for side in sides)
    return {
        "sides": sides,
        "verdict": _verdict(sides),
        "versions": _between(item, here, there, actor),
        "registered": item.item_version or "空",
    }


def _side(item: Any, place: Environment, row: Any) -> dict[str, Any]:
    registered = item.item_version if place == Environment.PRODUCTION and row is None else ""
    return {
        "title": place.label,
        "version": row.version_after if row else registered,
        "at": row.deployed_at if row else None,
        "who": row.deployer.name if row and row.deployer else "",
        "url": f"/r/deployment/{row.pk}/" if row else "",
    }


def _verdict(sides: list[dict[str, Any]]) -> dict[str, str]:
    first, second = sides
    if not first["version"] or not second["version"]:
        empty = next(side["title"] for side in sides if not side["version"])
        return {"text": f"{empty}环境还没有部署", "tone": "muted"}
    if first["version"] == second["version"]:
        return {"text": "两边版本一致", "tone": "green"}
    newer = is_newer(first["version"], second["version"])
    if newer is None:
        return {"text": "两边版本不同", "tone": "amber"}
    return {
        "text": f"{first['title']}{'领先' if newer else '落后于'}{second['title']}",
        "tone": "accent" if newer else "amber",
    }


def _between(item: Any, one: str, other: str, actor: Actor) -> list[dict[str, Any]]:
    """The versions above the lower and up to the higher of the two, newest first; one statement."""
    known = sorted(version.key for version in (read(one), read(other)) if version is not None)
    if len(known) < 2 or known[0] == known[1]:
        return []
    rows = SoftwareVersion.objects.filter(system=item, sort_key__gt=known[0], sort_key__lte=known[1])
    seen = visible(rows, actor, register="software_version").order_by("-sort_key", "-id")[:MOST]
    return [
        {
            "number": row.version_number,
            "url": f"/r/software_version/{row.pk}/",
            "notes": row.release_notes,
            "changes": [
                {
                    "kind": dict(ChangeKind.choices).get(line["kind"], line["kind"]),
                    "tone": TONES.get(line["kind"], "muted"),
                    "content": line["content"],
                    "reference": line.get("reference", ""),
                }
                for line in row.change_list
            ],
        }
        for row in seen
    ]
