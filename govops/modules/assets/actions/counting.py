"""Counting: a number, a serial, an asset number or the address in a label's code, and what it says about one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.organization.models import Person
from govops.kernel.records.visibility import visible
from govops.modules.assets import scopes
from govops.modules.assets.choices import CountedBy, LineResult, StocktakeState
from govops.modules.assets.models import Stocktake, StocktakeLine
from govops.modules.assets.seats import KEEPER
from govops.modules.configuration.public import ConfigurationItem, ItemState

_ADDRESS = re.compile(r"/r/configuration_item/(\d{1,18})/?")
Tone = Literal["green", "amber", "red"]


@dataclass(frozen=True)
class Counted:
    """What one scan said: a sentence, its tone, the line; `unknown` when nothing in the ledger is called so."""

    sentence: str
    tone: Tone
    line: StocktakeLine | None = None
    unknown: str = ""


@dataclass(frozen=True)
class Seen:
    """Where and with whom a thing was seen, as far as the counter said so."""

    place: ConfigurationItem | None = None
    custodian: Person | None = None
    note: str = ""
    way: str = CountedBy.SCAN


def may_count(stocktake: Any, actor: Actor) -> str:
    """Why the actor may not count; empty when he may."""
    if stocktake.state != StocktakeState.COUNTING:
        state = StocktakeState(stocktake.state).label
        return f"此盘点现为“{state}”，不能清点。"
    person = actor.person
    if person and (person.pk in stocktake.counters or person.pk in {p.pk for p in KEEPER.holders(stocktake)}):
        return ""
    return "您不是本次盘点的盘点人，不能清点；请资产管理员把您列为盘点人。"


def entrusted(actor: Actor) -> Q:
    """Items that a counter may be told of: whoever is sent to count sees what is counted, never beyond the clearance."""
    clearance = actor.person.clearance if actor.person else 0
    seen = visible(ConfigurationItem.objects.all(), actor, register="configuration_item").order_by()
    return Q(secrecy_level__lte=clearance, is_restricted=False) | Q(pk__in=seen.values("pk"))


def find(words: str, actor: Actor) -> ConfigurationItem | None:
    """The one item that is called so, among those the actor may be told of; Refused when several are."""
    text = words.strip()
    items = ConfigurationItem.objects.filter(entrusted(actor))
    if address := _ADDRESS.search(text):
        return items.filter(pk=int(address[1])).first()
    called = Q(number=text.upper()) | Q(asset_number=text) | Q(serial_number=text)
    found = list(items.filter(called).order_by("pk")[:2])
    if len(found) > 1:
        raise Refused(f"“{text}”对应不止一项资产，请改扫配置项编号。", status=409)
    return found[0] if found else None


def count(stocktake: Stocktake, words: str, seen: Seen, *, actor: Actor, surplus: bool = False) -> Counted:
    """Count what was scanned. With `surplus` a thing that no ledger knows is written down as such."""
    text = " ".join(words.split())[:80]
    if not text:
        return Counted("请扫码或输入编号、资产编号、序列号。", "amber")
    item = find(text, actor)
    if item is None and surplus:
        return _surplus(stocktake, text, seen, actor)
    if item is None:
        return Counted(f"台账中没有“{text}”。再按一次回车记为盘盈，或继续扫描下一件。", "amber", unknown=text)
    line = stocktake.lines.filter(item=item).select_related("location", "custodian", "counted_by").first()
    if line is None:
        line, sentence = _from_elsewhere(stocktake, item, seen)
        if line is None:
            return Counted(sentence, "amber")
    line.item = item
    again = line.counted_at
    _settle(line, seen, actor)
    return _told(line, again)


def _settle(line: StocktakeLine, seen: Seen, actor: Actor) -> None:
    line.seen_location, line.seen_custodian = seen.place, seen.custodian
    line.result = result_of(line, seen)
    line.note = seen.note or line.note
    line.counted_at, line.counted_by, line.way = moment.now(), actor.person, seen.way
    line.save()


def result_of(line: StocktakeLine, seen: Seen) -> LineResult:
    """What the count says, against the ledger: what the counter did not say is taken to be right."""
    if line.item is not None and line.item.state == ItemState.SCRAPPED and not line.is_expected:
        return LineResult.SURPLUS
    right_place = seen.place is None or seen.place.pk in scopes.path_of(line.location)
    right_custodian = seen.custodian is None or seen.custodian.pk == line.custodian_id
    if right_place and right_custodian:
        return LineResult.FOUND
    if right_custodian:
        return LineResult.WRONG_PLACE
    return LineResult.WRONG_CUSTODIAN if right_place else LineResult.WRONG_BOTH


def _from_elsewhere(
    stocktake: Stocktake, item: ConfigurationItem, seen: Seen
) -> tuple[StocktakeLine | None, str]:
    """A thing of the ledger outside the expected list: a line of its own when it lies where it should not."""
    place = seen.place or stocktake.location
    is_scrapped = item.state == ItemState.SCRAPPED
    if not is_scrapped and (place is None or place.pk in scopes.path_of(item.location)):
        return None, f"{item.number} {item.name}不在本次盘点清单中，没有记录。"
    line = StocktakeLine(
        stocktake=stocktake, item=item, number=item.number, name=item.name, location=item.location, custodian=item.custodian,
        is_expected=False,
    )  # fmt: skip
    return line, ""


def _surplus(stocktake: Stocktake, text: str, seen: Seen, actor: Actor) -> Counted:
    line = StocktakeLine(
        stocktake=stocktake, number=text, is_expected=False, result=LineResult.SURPLUS, seen_location=seen.place,
        seen_custodian=seen.custodian, note=seen.note, counted_at=moment.now(), counted_by=actor.person, way=seen.way,
    )  # fmt: skip
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError:
        return Counted(f"“{text}”已经记为盘盈，不重复记录。", "amber")
    return Counted(f"“{text}”已记为盘盈。", "amber", line)


def _told(line: StocktakeLine, again: Any) -> Counted:
    words = f"{line.number} {line.name}"
    tone: Tone = "green" if line.result == LineResult.FOUND else "amber"
    result = LineResult(line.result).label
    book = "，".join(filter(None, (line.location.name if line.location else "", str(line.custodian or ""))))
    told = f"{words}：{result}。" if tone == "green" else f"{words}：{result}（账面：{book or '无'}）。"
    if again:
        told += f"此前已于 {timezone.localtime(again):%m-%d %H:%M} 盘过，以这次为准。"
    return Counted(told, tone, line)
