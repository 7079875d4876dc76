"""A workbook of the configuration taken in: tried, or committed, in one transaction; what became of every line.

Items go before relations, places before what stands in them, so that a workbook may refer to what it brings itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.records.sight import Sight
from govops.kernel.registers import many, site
from govops.kernel.sheets import reading
from govops.kernel.sheets.changes import Change, between
from govops.kernel.sheets.exchange import importing, same
from govops.kernel.sheets.plan import SheetPlan
from govops.kernel.sheets.progress import Tell, quiet
from govops.kernel.sheets.results import Outcome
from govops.kernel.sheets.writing import HELP_TITLE
from govops.modules.configuration.choices import RelationState, TypeState
from govops.modules.configuration.intake import exporting, identity, plans
from govops.modules.configuration.intake.parts import in_parts
from govops.modules.configuration.intake.reporting import CHANGED, MERGED, NEW, SAME, Report, Sheet
from govops.modules.configuration.models import ItemRelation, ItemType, RelationKind
from govops.modules.configuration.rules.common import Why


class _TakenBack(Exception):  # noqa: N818 - not an error: it undoes a dry run
    pass


def take_in(content: bytes, why: Why, *, actor: Actor, commit: bool, tell: Tell = quiet) -> Report:
    """Try every line through the doors of items and relations; with `commit` save all of them, or none.

    What is refused is left in the trail.
    """
    report = run(content, why, actor=actor, commit=commit, tell=tell)
    _tell_refusals(report, importing(actor))
    return report


def run(content: bytes, why: Why, *, actor: Actor, commit: bool = False, tell: Tell = quiet) -> Report:
    """`take_in` without a word in the trail about what is refused: to show once more what was tried."""
    importer = importing(actor)
    report = _read(content)
    if not report.is_clean:
        return report
    try:
        with transaction.atomic(), trail.gathered():
            _Intake(report, why, importer, tell).run()
            if not commit or not report.is_clean:
                raise _TakenBack
            trail.record(
                actor=importer, operation="import", register=plans.ITEM, summary="导入资源配置工作簿",
                after={**report.counts, "变更原因": why.reason, "依据单号": why.reference},
            )  # fmt: skip
    except _TakenBack:
        pass
    return report


def _read(content: bytes) -> Report:
    types = plans.in_order(ItemType.objects.filter(state=TypeState.IN_USE))
    shapes = [plans.plan_of_type(kind) for kind in types]
    shapes += [plans.plan_of_kind(kind) for kind in RelationKind.objects.order_by("pk")]
    read = reading.read_book(shapes, content, ignored=frozenset({HELP_TITLE}))
    sheets = [Sheet(plan, read.sheets[plan.code]) for plan in shapes if plan.code in read.sheets]
    return Report(sheets, read.errors)


def _tell_refusals(report: Report, actor: Actor) -> None:
    for sheet in report.sheets:
        for line, outcome in sheet.outcomes.items():
            if not outcome.ok:
                trail.record(
                    actor=actor, operation="refuse", register=plans.ITEM, result="refused", rule=sheet.rules.get(line, ""),
                    summary=f"导入“{sheet.plan.sheet_title}”第 {line} 行：{outcome.sentence}"[:300],
                )  # fmt: skip


class Told(NamedTuple):
    """A line that says something: the form that it fills in, what it comes to in a word, what it changes."""

    line: int
    entry: many.Entry
    word: str
    changes: tuple[Change, ...] = ()


class _Intake:
    """One workbook on its way in."""

    def __init__(self, report: Report, why: Why, actor: Actor, tell: Tell) -> None:
        self.report, self.actor = report, actor
        self._tell, self._done = tell, 0
        self._total = sum(len(sheet.parsed.rows) for sheet in report.sheets)
        self.why = {"reason": why.reason, "reference": why.reference}
        self.types = {plans.type_code(one): one for one in ItemType.objects.filter(state=TypeState.IN_USE)}
        self.kinds = {plans.kind_code(one): one for one in RelationKind.objects.all()}
        self._type_names = dict(ItemType.objects.values_list("pk", "name"))
        self.sight = Sight(actor)

    def run(self) -> None:
        for sheet in self.report.sheets:
            kind = self.types.get(sheet.plan.code)
            # What relations hang on is read once for all of a sheet.
            parts = in_parts(sheet.parsed.rows) if kind is not None else [sheet.parsed.rows]
            for rows in parts:
                self._progress(sheet, 0)
                if kind is not None:
                    self._items(sheet, kind, rows)
                else:
                    self._relations(sheet, self.kinds[sheet.plan.code], rows)
                self._done += len(rows)

    def _progress(self, sheet: Sheet, more: int) -> None:
        self._tell(f"工作表“{sheet.plan.sheet_title}”", self._done + more, self._total)

    # --- items --------------------------------------------------------------------------------------------------------

    def _items(self, sheet: Sheet, kind: ItemType, rows: Sequence[reading.Row]) -> None:
        known = identity.Known([row.values for row in rows], actor=self.actor, within=kind.pk)
        asked = {one.name: one for one in kind.all_attributes()}
        entries: list[Told] = []
        for row in rows:
            meant = known.meant(row.values)
            if isinstance(meant, identity.Doubt):
                sheet.refuse(row.line_no, Refused(meant.sentence, field=meant.field, status=422))
            elif meant is None:
                entries.append(Told(row.line_no, self._new_item(kind, row.values), NEW))
            else:
                item, by = meant
                data, changes = self._changes(
                    sheet.plan, kind, item, asked, row.values, clears=by == "number"
                )
                if data:
                    entry = many.Entry(data | self.why, pk=item.pk, version=item.version)
                    word = CHANGED if by == "number" else MERGED
                    entries.append(Told(row.line_no, entry, word, tuple(changes)))
                else:
                    sheet.outcomes[row.line_no] = Outcome(SAME, "与现有记录一致")
        self._find_places([one.entry.data for one in entries], rows)
        self._save(plans.ITEM, sheet, entries)

    def _find_places(self, told: Sequence[Any], rows: Sequence[reading.Row]) -> None:
        """The places that lines name, by id: asked together, but for names that the same lines may give anew."""
        own = {str(row.values.get("name") or "").strip() for row in rows}
        words = {word for one in told if isinstance(word := one.get("location"), str) and word} - own
        places = identity.Ends(words, actor=self.actor)
        for one in told:
            place = places.find(one["location"]) if one.get("location") in words else None
            if isinstance(place, identity.End):
                one["location"] = place.pk

    def _new_item(self, kind: ItemType, values: dict[str, Any]) -> many.Entry:
        data: dict[str, Any] = {"type": kind.pk, **self.why}
        answers: dict[str, Any] = {}
        for name, value in values.items():
            if value in (None, "") or name == "number":
                continue
            if name.startswith(plans.OF):
                answers[name.removeprefix(plans.OF)] = plans.as_given(value)
            else:
                data[name] = value
        return many.Entry(data | {"values": answers})

    def _changes(
        self, plan: SheetPlan, kind: ItemType, item: Any, asked: dict[str, Any], values: dict[str, Any], *, clears: bool
    ) -> tuple[dict[str, Any], list[Change]]:  # fmt: skip
        """What the line says otherwise than the item, for the form and for people.

        Empty cells count only where the line names the item's number.
        """
        data: dict[str, Any] = {}
        changes: list[Change] = []
        answers = dict(item.values)
        for column in plan.columns:
            given = values.get(column.name)
            if (
                column.name in {"number", "enters_as"}
                or column.name not in values
                or (given is None and not clears)
            ):
                continue
            was = exporting.cell(item, column, asked, self.sight)
            if same(was, given):
                continue
            changes.append(between(column, was, given))
            if not column.name.startswith(plans.OF):
                data[column.name] = "" if given is None else given
            elif given is not None:
                answers[column.name.removeprefix(plans.OF)] = plans.as_given(given)
            else:
                answers.pop(column.name.removeprefix(plans.OF), None)
        if answers != item.values:
            data["values"] = answers
        if item.type_id != kind.pk:
            data["type"] = kind.pk
            changes.append(Change("配置项类型", self._type_names.get(item.type_id, "其他"), kind.name))
        return data, changes

    # --- relations ----------------------------------------------------------------------------------------------------

    def _relations(self, sheet: Sheet, kind: RelationKind, rows: Sequence[reading.Row]) -> None:
        words = [str(row.values[name]) for row in rows for name in ("source", "target")]
        ends = identity.Ends(words, actor=self.actor)
        found: list[tuple[reading.Row, Any, Any]] = []
        for row in rows:
            source, target = (ends.find(str(row.values[name])) for name in ("source", "target"))
            for name, end in (("source", source), ("target", target)):
                if isinstance(end, str):
                    sheet.refuse(row.line_no, Refused(end, field=name, status=422))
                    break
            else:
                found.append((row, source, target))
        held = self._held(kind, found)
        entries = []
        for row, source, target in found:
            relation = held.get((source.pk, target.pk))
            entry = self._relation(sheet, kind, row, source, target, relation)
            if entry is not None:
                changes = () if relation is None else _changes_of(sheet.plan, relation, entry.data)
                entries.append(Told(row.line_no, entry, NEW if relation is None else CHANGED, changes))
        self._save(plans.RELATION, sheet, entries)

    @staticmethod
    def _held(
        kind: RelationKind, found: Sequence[tuple[reading.Row, Any, Any]]
    ) -> dict[tuple[int, int], Any]:
        rows = ItemRelation.objects.filter(
            kind=kind.pk, state=RelationState.ACTIVE, source__in={one.pk for _, one, _ in found}, target__in={one.pk for _, _, one in found},
        )  # fmt: skip
        return {(one.source_id, one.target_id): one for one in rows}

    def _relation(
        self, sheet: Sheet, kind: RelationKind, row: reading.Row, source: Any, target: Any, relation: Any
    ) -> many.Entry | None:
        number = identity.spelled("number", row.values.get("number"))
        if number and (relation is None or relation.number != number):
            sentence = f"“{number}”不是{source.name}与{target.name}之间有效的“{kind.name}”关系；新建请把编号留空，改变两端请先解除。"
            sheet.refuse(row.line_no, Refused(sentence, field="number", status=422))
            return None
        given: dict[str, Any] = {
            name: row.values.get(name) for name in ("group", "needed", "note") if name in row.values
        }
        if relation is None:
            told = {name: value for name, value in given.items() if value not in (None, "")}
            return many.Entry({"kind": kind.pk, "source": source.pk, "target": target.pk, **told, **self.why})
        changes = {
            name: (1 if name == "needed" else "") if value is None else value
            for name, value in given.items()
            if (value is not None or number) and not same(getattr(relation, name), value)
        }
        if "needed" in changes and changes["needed"] == relation.needed:
            del changes["needed"]
        if not changes:
            sheet.outcomes[row.line_no] = Outcome(SAME, "与现有记录一致")
            return None
        return many.Entry(changes | self.why, pk=relation.pk, version=relation.version)

    # --- both ---------------------------------------------------------------------------------------------------------

    def _save(self, code: str, sheet: Sheet, entries: Sequence[Told]) -> None:
        register = site.get(code)
        saved = many.save_within(
            register, [one.entry for one in entries], actor=self.actor, tell=lambda settled: self._progress(sheet, settled)
        )  # fmt: skip
        for one, result in zip(entries, saved, strict=True):
            if result.refusal is not None:
                sheet.refuse(one.line, result.refusal)
                continue
            record = result.record
            if record.version == one.entry.version:
                sheet.outcomes[one.line] = Outcome(SAME, "与现有记录一致")  # the same in other words
            elif one.entry.pk is None:
                sheet.outcomes[one.line] = Outcome(one.word, name=record.title)
            else:
                sheet.outcomes[one.line] = Outcome(
                    one.word, number=record.number, name=record.title, url=register.url(record.pk), changes=one.changes
                )  # fmt: skip


def _changes_of(plan: SheetPlan, relation: Any, data: Mapping[str, Any]) -> tuple[Change, ...]:
    """What the form of a relation changes of it."""
    columns = [column for column in plan.columns if column.name in data]
    return tuple(between(column, getattr(relation, column.name), data[column.name]) for column in columns)
