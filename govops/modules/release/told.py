"""What releases tell of an item: those that are not done with it, and what was deployed on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.public import Chapter, OpenOn, open_tickets, timeline
from govops.modules.release.choices import OPEN_RELEASE, Environment
from govops.modules.release.models import Deployment, Release

_FACTS = ("environment", "result", "version_before", "version_after")


def deployments(item: Any, actor: Actor) -> QuerySet[Any]:
    """What was deployed on the item, or of it."""
    rows = Deployment.objects.filter(Q(system=item.pk) | Q(item=item.pk))
    return visible(rows, actor, register="deployment")


def words_of(row: Mapping[str, Any]) -> str:
    result = dict(Deployment._meta.get_field("result").flatchoices)[row["result"]]
    way = f"{row['version_before'] or '—'} → {row['version_after'] or '—'}"
    return f"{Environment(row['environment']).label}{result}：{way}"


def open_releases(item_ids: list[int]) -> QuerySet[Any]:
    """Releases under way that touch these items."""
    return Release.objects.filter(Q(system__in=item_ids) | Q(items__overlap=item_ids), state__in=OPEN_RELEASE)


timeline.append(Chapter("deployment", deployments, "deployed_at", _FACTS, words_of, "rocket"))
open_tickets.append(OpenOn("release", open_releases, items=("system", "items"), title="title"))
