"""What nobody types: the texts of the template, the risk, the conflicts, the relation to where the change comes from."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from govops.kernel import moment
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
NOT_KNOWN = "未列出配置项，无法判断"
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
    """What is in the way of the window now; once it has begun, what was known then stays."""
    if change.has_begun:
        return
    is_in_order = change.planned_to > change.planned_from
    change.known_conflicts = [one.row() for one in conflicts_of(change)] if is_in_order else []


def assess_again(change: Any, actor: Actor, *, created: bool) -> None:
    """The impact of the items as they are named now; what people marked or excluded stays as they said."""
    before = getattr(change, "items_before", change.items)
    if not (created or change.items != before or change.impact_at is None):
        return
    reckon_impact(change, actor, is_told=not created)
    # reckoned from what was just stored, so beside it
    told = {"impact_words": change.impact_words, "impact_at": change.impact_at}
    type(change).objects.filter(pk=change.pk).update(**told)


def reckon_impact(change: Any, actor: Actor, *, is_told: bool = True) -> None:
    """Compute what else feels it, and say on the change how much that is; without items nothing can be said."""
    count = assess_record(change, actor, is_told=is_told)
    if not change.items:
        change.impact_words, change.impact_at = NOT_KNOWN, None
        return
    others = f"另有 {count} 项受影响" if count else "没有其他配置项受影响"
    change.impact_words, change.impact_at = f"除所列 {len(change.items)} 项外，{others}", moment.now()


def link_source(change: Any, actor: Actor) -> None:
    """Relate the change to the record that it comes from, once."""
    source = source_of(change, actor)
    if source is None:
        return
    here = Q(register="change_request", record_id=change.pk, kind=SOURCE.word)
    if not Link.objects.filter(here, to_register=change.source_kind, to_record_id=source.pk).exists():
        links.add(change, source, kind=SOURCE.word, actor=actor)
