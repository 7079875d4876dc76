"""A stocktake as a workbook: the expected list to walk along with, and what was found, read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.records import row_people
from govops.kernel.sheets import reading, writing
from govops.kernel.sheets.plan import SheetColumn, SheetPlan
from govops.modules.assets.actions import counting
from govops.modules.assets.actions.books import ManyBooks
from govops.modules.assets.actions.counting import Counted, Seen
from govops.modules.assets.choices import CountedBy
from govops.modules.configuration.public import ConfigurationItem, ObjectClass

PLAN = SheetPlan(
    code="stocktake_lines",
    title="盘点表",
    columns=(
        SheetColumn("number", "编号", required=True, help="配置项编号、资产编号或序列号。"),
        SheetColumn("name", "名称", help="只供参考，不读取。"),
        SheetColumn("book", "账面位置、责任人", help="只供参考，不读取。"),
        SheetColumn("found", "实盘", "choice", choices=(("yes", "有"), ("no", "无")), help="有：已找到实物；无或留空：未找到，不记录。"),
        SheetColumn("place", "实际位置", help="与账面一致可留空；填房间、机房或机柜的名称或编号。"),
        SheetColumn("custodian", "实际责任人", help="与账面一致可留空；填姓名或工号。"),
        SheetColumn("note", "备注", max_length=200),
    ),
)  # fmt: skip


@dataclass
class Reading:
    """What a workbook says: lines to count, and what is wrong, each with its line in the file."""

    seen: list[tuple[int, str, Seen]] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    skipped: int = 0


def export(lines: Any) -> bytes:
    """The expected list as a workbook to fill in; what was counted already stands there as it was counted."""
    return writing.export(PLAN, _rows(lines))


def _rows(lines: Any) -> Iterator[list[Any]]:
    for line in lines.iterator(chunk_size=1000):
        book = "，".join(
            filter(None, (line.location.name if line.location else "", str(line.custodian or "")))
        )
        place = line.seen_location.number if line.seen_location else ""
        custodian = row_people.written(line.seen_custodian) if line.seen_custodian else ""
        yield [line.number, line.name, book, "yes" if line.counted_at else None, place, custodian, line.note]


def read(content: bytes) -> Reading:
    """The lines in which something was found; nothing is saved."""
    parsed = reading.read(PLAN, content, partial=True)
    made = Reading(problems=[(error.line, error.sentence) for error in parsed.all_errors])
    if made.problems:
        return made
    found = [row for row in parsed.rows if row.values.get("found") == "yes"]
    made.skipped = len(parsed.rows) - len(found)
    people = row_people.named(str(row.values["custodian"]) for row in found if row.values.get("custodian"))
    places = _places({str(row.values["place"]) for row in found if row.values.get("place")})
    for row in found:
        place, custodian = str(row.values.get("place") or ""), str(row.values.get("custodian") or "")
        wrong = _wrong("实际位置", place, places) or _wrong("实际责任人", custodian, people)
        if wrong:
            made.problems.append((row.line_no, wrong))
            continue
        seen = Seen(
            place=places[place][0] if place else None, custodian=people[custodian][0] if custodian else None,
            note=str(row.values.get("note") or ""), way=CountedBy.SHEET,
        )  # fmt: skip
        made.seen.append((row.line_no, str(row.values["number"]), seen))
    return made


def _wrong(title: str, word: str, known: dict[str, list[Any]]) -> str:
    if not word or len(known.get(word, [])) == 1:
        return ""
    return f"“{title}”“{word}”{'不止一个，请写编号' if known.get(word) else '没有找到'}，请核对。"


def _places(words: set[str]) -> dict[str, list[ConfigurationItem]]:
    """Word → the places of that number or name; one query."""
    rows = ConfigurationItem.objects.filter(type__object_class=ObjectClass.PLACE)
    found: dict[str, list[ConfigurationItem]] = {word: [] for word in words}
    for place in rows.filter(number__in=words) | rows.filter(name__in=words):
        for word in {place.number, place.name} & words:
            found[word].append(place)
    return found


def take_in(stocktake: Any, content: bytes, *, actor: Actor, commit: bool) -> tuple[Reading, list[Counted]]:
    """Count all lines of a workbook, or with `commit=False` see what would come of it; all or none."""
    made, told = read(content), []
    if made.problems:
        return made, []
    with transaction.atomic():
        books = ManyBooks(stocktake, actor, (counting.plain(words) for _line, words, _seen in made.seen))
        for line, words, seen in made.seen:
            try:
                told.append(counting.count(stocktake, words, seen, actor=actor, surplus=True, books=books))
            except Refused as refusal:
                made.problems.append((line, refusal.sentence))
        if commit and not made.problems:
            books.write()
    return made, told


__all__ = ["PLAN", "Reading", "export", "read", "take_in"]
