"""What may be given up, and what must have happened to the data on it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.modules.assets.choices import WipeMethod
from govops.modules.assets.rules.common import items_of, named
from govops.modules.configuration.public import ItemState, tickets_on


def not_scrapped_yet(request: Any, deed: Deed) -> Answer:
    gone = [item for item in items_of(request) if item.state == ItemState.SCRAPPED]
    if (request.pk and request.scrapped_at) or not gone:
        return Allowed()
    return Denied(f"{named(gone)}已经报废，请从清单中去掉。", field="items")


def nothing_is_open(request: Any, deed: Deed) -> Answer:
    """R-CI-04, told before the form goes round; the move of each item asks it again."""
    open_on = tickets_on(list(request.items))
    if not open_on:
        return Allowed()
    waiting = {ticket.item_id for ticket in open_on}
    items = [item for item in items_of(request) if item.pk in waiting]
    numbers = "、".join(dict.fromkeys(ticket.number for ticket in open_on[:3]))
    return Denied(f"{named(items)}还有未了结的单据（{numbers}），办结后才能报废。", field="items")


def media_are_wiped(request: Any, deed: Deed) -> Answer:
    """Whatever holds data is cleared by somebody, somehow, on some day (S9§24)."""
    if not request.has_media:
        return Allowed()
    if request.wipe_method == WipeMethod.NONE:
        return Denied(
            "清单中有含存储介质的资产，请选择“介质清除方式”；没有清除的不能报废。", field="wipe_method"
        )
    if request.wiped_by_id is None:
        return Denied("请填写介质的“清除人”。", field="wiped_by")
    if request.wiped_on is None:
        return Denied("请填写介质的“清除日期”。", field="wiped_on")
    if request.wiped_on > timezone.localtime(deed.at).date():
        return Denied("“清除日期”不能晚于今天；先清除介质，再申请报废。", field="wiped_on")
    return Allowed()


def appraisal_is_told(request: Any, deed: Deed) -> Answer:
    if len(request.appraisal.strip()) >= 4:
        return Allowed()
    return Denied("请填写“技术鉴定”：现状如何、能否修复、有无利用价值。", field="appraisal")
