"""The files that a form holds before it is saved."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.records.models import Attachment


def loose(ids: list[int], actor: Actor) -> dict[str, Any]:
    """The files that a form which is not saved yet holds: the context of `ui/attachments.html`."""
    mine = Attachment.objects.filter(
        pk__in=ids, record_id=0, removed_at__isnull=True, uploaded_by=actor.person
    )
    rows = mine.order_by("id") if ids and actor.person else []
    items = [
        {"name": r.name, "url": f"/files/{r.pk}/", "size": r.size, "kind": "doc", "keep": r.pk} for r in rows
    ]
    return {"id": "attachments", "items": items, "can_upload": True, "upload_url": "/files/"}
