"""What would become of the lines of a batch, or what becomes of them: tried through the doors, kept or taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.processes import engine
from govops.kernel.registers import many, site
from govops.kernel.sheets.exchange import importing
from govops.modules.configuration.choices import Decision, RelationState, TypeState, Verdict
from govops.modules.configuration.intake import comparing, matching, progress
from govops.modules.configuration.intake.plans import ITEM, RELATION
from govops.modules.configuration.models import IntakeBatch, IntakeLine, ItemRelation, ItemType, RelationKind

#: chosen by a person for a thing that might be several items: none of them
NONE_OF_THEM = 0
Candidates = matching.Candidates


class _TakenBack(Exception):  # noqa: N818 - not an error: it undoes a trial
    pass


@dataclass(frozen=True)
class Types:
    """Types and kinds of relations by code and by name."""

    types: dict[str, ItemType]
    kinds: dict[str, RelationKind]

    @classmethod
    def read(cls) -> Types:
        types, kinds = ItemType.objects.filter(state=TypeState.IN_USE), RelationKind.objects.all()
        found = {word: one for one in types for word in (one.name, one.code)}
        for one in {id(one): one for one in found.values()}.values():
            one.hold()
        return cls(found, {word: one for one in kinds for word in (one.name, one.code)})


def weigh(
    batch: IntakeBatch, actor: Actor, *, keep: bool = False, only: Iterable[IntakeLine] | None = None
) -> list[IntakeLine]:
    """The lines with their verdicts, written; with `keep` what is applied is saved, else tried and taken back.

    `only`: these lines and the relations that begin or end at them; what the other lines are stays as it was said.
    """
    lines, weighed = _surroundings(batch, list(only)) if only is not None else _all(batch)
    stood = {line.pk: _verdict(line) for line in lines}
    work = _Weighing(batch, importing(actor))
    work.match([line for line in lines if not line.is_relation])
    try:
        with transaction.atomic(), trail.gathered():
            work.carry_out(lines)
            if not keep:
                raise _TakenBack
    except _TakenBack:
        pass
    if not keep:
        for line in lines:
            if line.pk in work.made:
                line.item_id = None
    changed = [line for line in lines if line.pk in weighed and _verdict(line) != stood[line.pk]]
    fields = ["item", "candidates", "verdict", "sentence"]
    IntakeLine.objects.bulk_update(changed, fields, batch_size=200)
    for refusal in work.refusals:
        engine.remember(refusal, actor=work.actor, register=ITEM, verb=f"{batch.number} 导入")
    return lines


def _verdict(line: IntakeLine) -> tuple[Any, ...]:
    return line.item_id, line.candidates, line.verdict, line.sentence


def _all(batch: IntakeBatch) -> tuple[list[IntakeLine], set[int]]:
    lines = list(batch.lines.all())
    return lines, {line.pk for line in lines}


def _surroundings(batch: IntakeBatch, lines: list[IntakeLine]) -> tuple[list[IntakeLine], set[int]]:
    """The lines, the relations that name them, and what those relations lead to; and the ids of the first two."""
    refs = [line.found["ref"] for line in lines if not line.is_relation]
    relations = batch.lines.filter(is_relation=True)
    touching = list(relations.filter(Q(found__source__in=refs) | Q(found__target__in=refs)))
    ends = {line.found[end] for line in touching for end in ("source", "target")} - set(refs)
    beyond = list(batch.lines.filter(is_relation=False, found__ref__in=sorted(ends))) if ends else []
    every = {line.pk: line for line in (*beyond, *touching, *lines)}
    weighed = every.keys() - {line.pk for line in beyond}
    return sorted(every.values(), key=lambda line: line.place), set(weighed)


class _Weighing:
    def __init__(self, batch: IntakeBatch, actor: Actor) -> None:
        self.batch, self.actor = batch, actor
        self.known = Types.read()
        self.named = comparing.Named(self.actor)
        self.why = {"reason": batch.reason, "reference": batch.reference}
        self.refusals: list[Refused] = []
        #: lines of things that were not there before
        self.made: set[int] = set()
        #: what a line's thing was found to be
        self.items: dict[int, Any] = {}

    # --- which item is it? --------------------------------------------------------------------------------------------

    def match(self, lines: Sequence[IntakeLine]) -> None:
        """Say of each thing what it is taken for."""
        progress.tell("识别", 0, len(lines))
        candidates = Candidates((line.found for line in lines), actor=self.actor)
        for line in lines:
            matched = candidates.of(line.found, zone=self.batch.network_zone)
            line.candidates = {str(pk): by for pk, by in matched.items()}
            line.sentence, line.item_id = "", None
            chosen = line.found.get("as")
            if chosen == NONE_OF_THEM:
                matched = {}
            elif chosen in matched:
                matched = {chosen: matched[chosen]}
            is_chosen = chosen in matched
            if len(matched) > 1 or (not is_chosen and matching.ADDRESS_ALONE in matched.values()):
                self._conflict(line, matched, candidates)
            elif matched:
                item = candidates.items[next(iter(matched))]
                self._merge(line, item, next(iter(matched.values())))
            else:
                line.verdict = Verdict.NEW

    @staticmethod
    def _conflict(line: IntakeLine, matched: dict[int, str], candidates: Candidates) -> None:
        line.verdict = Verdict.CONFLICT
        items = [candidates.items[pk] for pk in matched]
        if matching.ADDRESS_ALONE in matched.values():
            told = "、".join(f"{item.number}“{item.name}”" for item in items)
            line.sentence = f"此地址已由 {told}使用，名称却不同；请选定它，或选“都不是”并核对地址。"[:500]
            return
        told = "、".join(f"{by}指向 {candidates.items[pk].number}" for pk, by in matched.items())
        line.sentence = f"{told}，不能判定是哪一件，请选定。"[:500]

    def _merge(self, line: IntakeLine, item: Any, by: str) -> None:
        item.type.hold()
        line.item_id, self.items[line.pk] = item.pk, item
        asked = item.type.all_attributes()
        differing = comparing.differences(item, line.found, asked, self.named)
        line.verdict = Verdict.MERGE if differing else Verdict.SAME
        line.sentence = f"按{by}识别"
        if unknown := comparing.strangers(line.found, asked, self.named):
            line.sentence = f"按{by}识别；找不到{'、'.join(unknown)}，未取用"[:500]

    # --- what would be saved ------------------------------------------------------------------------------------------

    def carry_out(self, lines: Sequence[IntakeLine]) -> None:
        things = [line for line in lines if not line.is_relation]
        entries = [(line, entry) for line in things if (entry := self._entry(line)) is not None]
        # Merges first: what is changed and what is new are written as two parts.
        entries.sort(key=lambda pair: pair[1].pk is None)
        self._save(ITEM, entries)
        ends = {line.found["ref"]: self.items[line.pk] for line in things if line.pk in self.items}
        related = [
            (line, entry) for line in lines if line.is_relation and (entry := self._relation(line, ends))
        ]
        self._save(RELATION, related)

    def _entry(self, line: IntakeLine) -> many.Entry | None:
        if line.decision == Decision.SKIP or line.verdict not in {Verdict.NEW, Verdict.MERGE}:
            return None
        if line.verdict == Verdict.MERGE:
            return self._merged(line, self.items[line.pk])
        kind = self.known.types.get(line.found["type"])
        if kind is None:
            self._refuse(
                line, f"没有代码或名称为“{line.found['type']}”的在用类型，请在本行选定类型，或先建立此类型。"
            )
            return None
        columns = set(site.get(ITEM).fields)
        facts = {name: value for name, value in line.facts.items() if name in columns}
        return many.Entry(
            {
                "owner_unit": self.batch.owner_unit_id, "network_zone": self.batch.network_zone, "enters_as": self.batch.enters_as,
                **facts, "name": line.found["name"], "type": kind.pk, "values": comparing.fitting(line.values, kind), **self.why,
            }
        )  # fmt: skip

    def _merged(self, line: IntakeLine, item: Any) -> many.Entry | None:
        """What is taken over: as somebody chose, else as proposed."""
        differing = comparing.differences(item, line.found, item.type.all_attributes(), self.named)
        taken = [
            one for one in differing if (one.key in line.taken if line.taken is not None else one.is_proposed)
        ]
        data: dict[str, Any] = {one.key: one.value for one in taken if not one.key.startswith("values.")}
        answers = {
            one.key.removeprefix("values."): one.value for one in taken if one.key.startswith("values.")
        }
        if answers:
            data["values"] = {**item.values, **answers}
        return many.Entry(data | self.why, pk=item.pk, version=item.version) if data else None

    def _relation(self, line: IntakeLine, ends: dict[str, Any]) -> many.Entry | None:
        told = line.found
        kind = self.known.kinds.get(told["kind"])
        source, target = ends.get(told["source"]), ends.get(told["target"])
        if kind is None:
            self._refuse(line, f"没有代码或名称为“{told['kind']}”的关系类型。")
        elif source is None or target is None:
            line.verdict, line.sentence = Verdict.CONFLICT, "有一端尚未识别或不应用，先处理那一行。"
        elif self._is_related(kind, source, target):
            line.verdict, line.sentence = Verdict.SAME, "已有此关系"
        else:
            line.verdict, line.sentence = Verdict.NEW, ""
            if line.decision != Decision.SKIP:
                data = {
                    "kind": kind.pk,
                    "source": source.pk,
                    "target": target.pk,
                    "note": told.get("note", ""),
                }
                return many.Entry(data | self.why)
        return None

    def _is_related(self, kind: RelationKind, source: Any, target: Any) -> bool:
        """`connects` reads the same from either end."""
        ends = [(source.pk, target.pk)] + ([(target.pk, source.pk)] if kind.name == kind.inverse else [])
        if not hasattr(self, "_related"):
            ids = [item.pk for item in self.items.values()]
            rows = ItemRelation.objects.filter(state=RelationState.ACTIVE, source__in=ids, target__in=ids)
            self._related = set(rows.values_list("kind_id", "source_id", "target_id"))
        return any((kind.pk, *pair) in self._related for pair in ends)

    def _save(self, register: str, entries: Sequence[tuple[IntakeLine, many.Entry]]) -> None:
        step = "配置项" if register == ITEM else "关系"
        saved = many.save_within(
            site.get(register), [entry for _, entry in entries], actor=self.actor,
            tell=lambda settled: progress.tell(step, settled, len(entries)),
        )  # fmt: skip
        for (line, _), result in zip(entries, saved, strict=True):
            if result.refusal is not None:
                self.refusals.append(result.refusal)
                line.verdict, line.sentence = Verdict.REFUSED, result.refusal.sentence[:500]
            elif not line.is_relation:
                self.items[line.pk] = result.record
                if line.item_id is None:
                    line.item_id = result.record.pk
                    self.made.add(line.pk)

    @staticmethod
    def _refuse(line: IntakeLine, sentence: str) -> None:
        line.verdict, line.sentence = Verdict.REFUSED, sentence
