"""What releases tell of an item: those that are not done with it, and what was deployed on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.public import Event, OpenTicket, open_tickets, timeline
from govops.modules.release.choices import OPEN_RELEASE, Environment
from govops.modules.release.models import Deployment, Release

MOST = 50


def events_of(item: Any, actor: Actor) -> list[Event]:
    """The latest deployments on the item; one query."""
    rows = visible(
        Deployment.objects.filter(Q(system=item.pk) | Q(item=item.pk)), actor, register="deployment"
    )
    return [
        Event(
            row.deployed_at,
            f"{Environment(row.environment).label}{row.get_result_display()}：{row.version_before or '—'} → {row.version_after or '—'}",
            f"/r/deployment/{row.pk}/",
            "rocket",
        )
        for row in rows.order_by("-id")[:MOST]
    ]


def open_releases(item_ids: Sequence[int]) -> list[OpenTicket]:
    """Releases under way that touch these items; one query."""
    wanted = set(item_ids)
    rows = Release.objects.filter(
        Q(system__in=wanted) | Q(items__overlap=list(wanted)), state__in=OPEN_RELEASE
    )
    return [
        OpenTicket("release", row.pk, row.number, row.title, f"/r/release/{row.pk}/", item_id)
        for row in rows.order_by("id")
        for item_id in row.item_ids
        if item_id in wanted
    ]


timeline.append(events_of)
open_tickets.append(open_releases)
