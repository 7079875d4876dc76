"""Counting: a number, a serial, an asset number or the address in a label's code, and what it says about one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Person
from govops.modules.assets import scopes
from govops.modules.assets.actions.books import Books, entrusted
from govops.modules.assets.choices import CountedBy, LineResult, StocktakeState
from govops.modules.assets.models import Stocktake, StocktakeLine
from govops.modules.assets.seats import KEEPER
from govops.modules.configuration.public import ConfigurationItem, ItemState

Tone = Literal["green", "amber", "red"]


@dataclass(frozen=True)
class Counted:
    """What one scan said: a sentence, its tone, the line; `unknown` when nothing in the ledger is called so.

    `before`: what an earlier count of the line had said; `is_same`: this one says nothing else, and is not written.
    """

    sentence: str
    tone: Tone
    line: StocktakeLine | None = None
    unknown: str = ""
    before: str = ""
    is_same: bool = False


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


def count(
    stocktake: Stocktake,
    words: str,
    seen: Seen,
    *,
    actor: Actor,
    surplus: bool = False,
    books: Books | None = None,
) -> Counted:
    """Count what was scanned. With `surplus` a thing that no ledger knows is written down as such."""
    text = plain(words)
    if not text:
        return Counted("请扫码或输入编号、资产编号、序列号。", "amber")
    books = books or Books(stocktake, actor)
    item = books.find(text)
    if item is None and surplus:
        return _surplus(books, text, seen)
    if item is None:
        return Counted(f"台账中没有“{text}”。再按一次回车记为盘盈，或继续扫描下一件。", "amber", unknown=text)
    line = books.line_of(item)
    if line is None:
        line, sentence = _from_elsewhere(books, item, seen)
        if line is None:
            return Counted(sentence, "amber")
    line.item = item
    again, before = line.counted_at, line.result
    if again and seen.way == CountedBy.SHEET and _says_the_same(line, seen):
        return Counted(f"{line.number} {line.name}：此前已盘，没有变化。", "green", line, is_same=True)
    _settle(books, line, seen)
    return _told(line, again, before)


def plain(words: str) -> str:
    """What was scanned, as it is looked for: one line of at most 80 characters; of an address enough to find the item."""
    text = " ".join(words.split())
    pk = scopes.item_in_address(text)
    return f"/r/configuration_item/{pk}/" if pk is not None else text[:80]


def _says_the_same(line: StocktakeLine, seen: Seen) -> bool:
    """Whether a workbook only repeats what was counted: the list as it was taken along after the count."""
    place, custodian = seen.place.pk if seen.place else None, seen.custodian.pk if seen.custodian else None
    return (line.seen_location_id, line.seen_custodian_id) == (place, custodian) and seen.note in {
        "",
        line.note,
    }


def _settle(books: Books, line: StocktakeLine, seen: Seen) -> None:
    line.seen_location, line.seen_custodian = seen.place, seen.custodian
    line.result = result_of(books, line, seen)
    line.note = seen.note or line.note
    line.counted_at, line.counted_by, line.way = moment.now(), books.actor.person, seen.way
    books.keep(line)


def result_of(books: Books, line: StocktakeLine, seen: Seen) -> LineResult:
    """What the count says, against the ledger: what the counter did not say is taken to be right."""
    if line.item is not None and line.item.state == ItemState.SCRAPPED and not line.is_expected:
        return LineResult.SURPLUS
    right_place = seen.place is None or seen.place.pk in books.path_of(line.location)
    right_custodian = seen.custodian is None or seen.custodian.pk == line.custodian_id
    if right_place and right_custodian:
        return LineResult.FOUND
    if right_custodian:
        return LineResult.WRONG_PLACE
    return LineResult.WRONG_CUSTODIAN if right_place else LineResult.WRONG_BOTH


def _from_elsewhere(books: Books, item: ConfigurationItem, seen: Seen) -> tuple[StocktakeLine | None, str]:
    """A thing of the ledger outside the expected list: a line of its own when it lies where it should not."""
    place = seen.place or books.stocktake.location
    is_scrapped = item.state == ItemState.SCRAPPED
    if not is_scrapped and (place is None or place.pk in books.path_of(item.location)):
        return None, f"{item.number} {item.name}不在本次盘点清单中，没有记录。"
    line = StocktakeLine(
        stocktake=books.stocktake, item=item, number=item.number, name=item.name, location=item.location, custodian=item.custodian,
        is_expected=False,
    )  # fmt: skip
    return line, ""


def _surplus(books: Books, text: str, seen: Seen) -> Counted:
    line = StocktakeLine(
        stocktake=books.stocktake, number=text, is_expected=False, result=LineResult.SURPLUS, seen_location=seen.place,
        seen_custodian=seen.custodian, note=seen.note, counted_at=moment.now(), counted_by=books.actor.person, way=seen.way,
    )  # fmt: skip
    if not books.keep(line):
        return Counted(f"“{text}”已经记为盘盈，不重复记录。", "amber")
    return Counted(f"“{text}”已记为盘盈。", "amber", line)


def _told(line: StocktakeLine, again: Any, before: str) -> Counted:
    words = f"{line.number} {line.name}"
    tone: Tone = "green" if line.result == LineResult.FOUND else "amber"
    result = LineResult(line.result).label
    book = "，".join(filter(None, (line.location.name if line.location else "", str(line.custodian or ""))))
    told = f"{words}：{result}。" if tone == "green" else f"{words}：{result}（账面：{book or '无'}）。"
    if again:
        told += f"此前已于 {timezone.localtime(again):%m-%d %H:%M} 盘过，以这次为准。"
    return Counted(told, tone, line, before=before)


__all__ = ["Counted", "Seen", "count", "entrusted", "may_count", "plain"]
