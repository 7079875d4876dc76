"""What nobody types: the texts of the template, the risk, the conflicts, the relation to where the change comes from."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from govops.kernel.access.actor import Actor
from govops.kernel.records import links
from govops.kernel.records.models import Link
from govops.modules.change.choices import ChangeKind
from govops.modules.change.rules.risk import risk_of
from govops.modules.change.rules.sources import source_of
from govops.modules.change.rules.windows import conflicts_of
from govops.modules.configuration.public import assess_record

SOURCE = links.Relation("变更来源", "引发变更")
links.declare(SOURCE)
_FROM_THE_TEMPLATE = ("plan", "test_plan", "backout_plan")


def prepare(change: Any, actor: Actor) -> None:
    """Before the guards look. What was assessed of another text counts no more: it is assessed anew."""
    if change.kind == ChangeKind.STANDARD and change.template is not None:
        for name in _FROM_THE_TEMPLATE:
            setattr(
                change, name, getattr(change.template, name)
            )  # what was approved in advance, and nothing else
    change.items = list(dict.fromkeys(change.items))
    change.items_before = _items_before(change)
    change.source_number = change.source_number.strip().upper()
    reckon(change)
    change.assessed_at, change.assessed_level = None, ""
    keep_conflicts(change)


def _items_before(change: Any) -> list[int]:
    """The items as they are stored."""
    stored = type(change).objects.filter(pk=change.pk) if change.pk else None
    return list(stored.values_list("items", flat=True).first() or []) if stored is not None else []


def reckon(change: Any) -> None:
    """The risk that follows from the answers."""
    risk = risk_of(change)
    change.risk_score, change.risk_level, change.risk_words = risk.score, risk.level, risk.words[:300]


def keep_conflicts(change: Any) -> None:
    """What is in the way of the window now; nothing any more once it has begun."""
    is_in_order = change.planned_to > change.planned_from
    found = conflicts_of(change) if is_in_order and not change.has_begun else []
    change.known_conflicts = [one.row() for one in found]


def assess_again(change: Any, actor: Actor, *, created: bool) -> None:
    """The impact of the items as they are named now; what people marked or excluded stays as they said."""
    if created or change.items != getattr(change, "items_before", change.items):
        assess_record(change, actor, is_told=not created)


def link_source(change: Any, actor: Actor) -> None:
    """Relate the change to the record that it comes from, once."""
    source = source_of(change, actor)
    if source is None:
        return
    here = Q(register="change_request", record_id=change.pk, kind=SOURCE.word)
    if not Link.objects.filter(here, to_register=change.source_kind, to_record_id=source.pk).exists():
        links.add(change, source, kind=SOURCE.word, actor=actor)
