"""What other modules and bridges may use of configuration. Numbers are the natural key of items."""

from __future__ import annotations

from govops.kernel.records import kinds
from govops.kernel.records.models import Record
from govops.modules.configuration.actions.assessing import assess, assess_record, named_items
from govops.modules.configuration.choices import (
    AffectedOrigin,
    Flow,
    Funding,
    ItemState,
    ObjectClass,
    RelationState,
)
from govops.modules.configuration.hooks import (
    Chapter,
    Event,
    OpenOn,
    OpenTicket,
    RoomReading,
    approved_changes,
    assessed,
    changing,
    events_of,
    is_approved_change,
    open_tickets,
    pages,
    readings,
    room_readings,
    tickets_on,
    timeline,
    under_change,
)
from govops.modules.configuration.impact import (
    RELATIONS,
    Causes,
    Impact,
    Step,
    causes,
    impact,
    words_of,
)
from govops.modules.configuration.models import (
    Affected,
    ConfigurationItem,
    History,
    ItemRelation,
    ItemType,
    RelationKind,
)
from govops.modules.configuration.rules.common import applying
from govops.modules.configuration.rules.items import is_controlled


def item_by_number(number: str) -> ConfigurationItem | None:
    """The item of that number (PZX-2026-0001), whoever asks: narrow it before showing."""
    return ConfigurationItem.objects.filter(number=number.strip().upper()).first()


def affected_items(record: Record) -> list[ConfigurationItem]:
    """The items that a record concerns: those it names or is linked with, and those its 影响分析 holds affected."""
    rows = Affected.objects.filter(register=kinds.of(record).code, record_id=record.pk)
    kept = set(rows.exclude(origin=AffectedOrigin.EXCLUDED).values_list("item", flat=True))
    return list(ConfigurationItem.objects.filter(pk__in={*named_items(record), *kept}).order_by("number"))


__all__ = [
    "RELATIONS",
    "Affected",
    "AffectedOrigin",
    "Causes",
    "Chapter",
    "ConfigurationItem",
    "Event",
    "Flow",
    "Funding",
    "History",
    "Impact",
    "ItemRelation",
    "ItemState",
    "ItemType",
    "ObjectClass",
    "OpenOn",
    "OpenTicket",
    "RelationKind",
    "RelationState",
    "RoomReading",
    "Step",
    "affected_items",
    "applying",
    "approved_changes",
    "assess",
    "assess_record",
    "assessed",
    "causes",
    "changing",
    "events_of",
    "impact",
    "is_approved_change",
    "is_controlled",
    "item_by_number",
    "named_items",
    "open_tickets",
    "pages",
    "readings",
    "room_readings",
    "tickets_on",
    "timeline",
    "under_change",
    "words_of",
]
