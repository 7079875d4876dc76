"""Types: their place in the tree, and a new edition whenever what they ask for changes."""

from __future__ import annotations

from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat, Substr

from govops.kernel.access.actor import Actor
from govops.kernel.processes.declarations import Deed
from govops.modules.configuration.actions.remembering import remember
from govops.modules.configuration.models import ItemType
from govops.modules.configuration.rules.common import Why, stood


def prepare(kind: Any, actor: Actor) -> None:
    before = stood(kind)
    if before is not None and (before.attributes, before.parent_id) != (kind.attributes, kind.parent_id):
        kind.edition = before.edition + 1


def place(kind: Any, actor: Actor, *, created: bool) -> None:
    """After saving: the path, which follows from the parent, of this type and of all below it."""
    path = f"{kind.parent.path if kind.parent else '/'}{kind.pk}/"
    if path != kind.path:
        below = (
            ItemType.objects.filter(path__startswith=kind.path) if not created else ItemType.objects.none()
        )
        below.exclude(pk=kind.pk).update(path=Concat(Value(path), Substr("path", len(kind.path) + 1)))
        ItemType.objects.filter(pk=kind.pk).update(path=path)
        kind.path = path
    remember(kind, actor, why=Why())


def remember_type(kind: Any, deed: Deed) -> None:
    remember(kind, deed.actor, why=Why(deed.opinion))
