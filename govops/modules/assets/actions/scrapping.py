"""A scrap request: valued when it is filled in; on yes its items are scrapped, all or none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from govops.kernel import moment
from govops.kernel.processes.declarations import Deed
from govops.kernel.records.choices import SecrecyLevel
from govops.modules.assets.actions import moving
from govops.modules.assets.choices import WipeMethod
from govops.modules.assets.depreciation import Terms, net_value
from govops.modules.assets.rules.common import items_of
from govops.modules.assets.things import scrapped_thing

NOTHING = Decimal(0)


def holds_media(item: Any) -> bool:
    """Whether data may still lie on it."""
    return not item.media_wiped and item.type.is_any("has_media")


def prepare(request: Any) -> None:
    """The list with its values as of today, and what decides the way it goes."""
    items, today, terms = items_of(request), moment.today(), Terms.in_force()
    request.things = [scrapped_thing(item, today, terms) for item in items]
    request.has_media = any(holds_media(item) for item in items)
    request.is_classified = any(item.secrecy_level >= SecrecyLevel.CONFIDENTIAL for item in items)
    request.original_value = sum((item.original_value or NOTHING for item in items), NOTHING)
    request.net_value = sum((net_value(item, today, terms) or NOTHING for item in items), NOTHING)
    if not request.has_media and request.wipe_method == WipeMethod.NONE:
        request.wiped_by, request.wiped_on = None, None


def scrap_all(request: Any, deed: Deed) -> None:
    """The last yes: each item put aside, its media noted as wiped, and scrapped, by its own moves (R-CI-04 asks again)."""
    request.scrapped_at = deed.at
    for item in items_of(request):
        moving.scrap(item, request, deed)
