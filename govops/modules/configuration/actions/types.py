"""Types: their place in the tree, and a new edition whenever what they ask for changes."""

from __future__ import annotations

from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat, Substr

from govops.kernel.access.actor import Actor
from govops.kernel.attributes import read
from govops.kernel.jobs import defer
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import reindexing
from govops.modules.configuration.actions.remembering import remember
from govops.modules.configuration.models import ConfigurationItem, ItemType
from govops.modules.configuration.rules.common import Why, stood

SEARCH_AGAIN = "configuration.search_items_again"


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
    if not created and _searches_otherwise(kind):
        defer(SEARCH_AGAIN, kind=kind.pk)


def _searches_otherwise(kind: Any) -> bool:
    """Whether other values than before are found by the search: of this type, and of all below it."""
    before = stood(kind)
    return before is None or _searched(before) != _searched(kind)


def _searched(kind: Any) -> tuple[int | None, set[str]]:
    return kind.parent_id, {one.name for one in read(kind.attributes) if one.searchable}


def search_again(kind: ItemType) -> int:
    """Write anew what the search looks at in every item of the type and of those below it; how many there are."""
    items = ConfigurationItem.objects.filter(type__path__startswith=kind.path)
    return reindexing.reindex(items).looked_at


def remember_type(kind: Any, deed: Deed) -> None:
    remember(kind, deed.actor, why=Why(deed.opinion))
