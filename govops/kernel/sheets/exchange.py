"""A register's workbook: template, export of what I see, dry run, commit in one transaction, result workbook.

Re-importing an export changes nothing: rows are matched by 编号, and a row that says what the record already says is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import models, transaction

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.attributes import ValuesField
from govops.kernel.audit import trail
from govops.kernel.norms.documents import cited_together
from govops.kernel.records import facts
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.records.fields import ChoicesField, ReferencesField, RowsField
from govops.kernel.records.models import Record
from govops.kernel.records.sight import HIDDEN, Sight
from govops.kernel.registers import doors, lists, many
from govops.kernel.registers.declarations import Register
from govops.kernel.registers.references import words_for
from govops.kernel.registers.second_look import WHOLE
from govops.kernel.sheets import reading, results, writing
from govops.kernel.sheets.changes import Change, between
from govops.kernel.sheets.plan import SheetColumn, SheetPlan
from govops.kernel.sheets.progress import Tell, quiet

NUMBER = SheetColumn("number", "编号", help="由系统编号。新登记留空；填写已有编号表示修改该条。")
#: how many records of an export are looked at together
_CHUNK = 1000


@dataclass
class Report:
    """What an import did or would do; `refused` rows carry their sentences."""

    parsed: reading.Parsed
    outcomes: dict[int, results.Outcome] = field(default_factory=dict)
    rules: dict[int, str] = field(default_factory=dict)

    def refuse(self, row: reading.Row, refusal: Refused) -> None:
        """The row is not taken in, for all the reasons that the refusal gives."""
        self.outcomes[row.line_no] = results.Outcome.refused("未导入", refusal)
        self.rules[row.line_no] = refusal.rule

    @property
    def created(self) -> int:
        return sum(1 for o in self.outcomes.values() if o.result == "新增")

    @property
    def changed(self) -> int:
        return sum(1 for o in self.outcomes.values() if o.result == "修改")

    @property
    def unchanged(self) -> int:
        return sum(1 for o in self.outcomes.values() if o.result == "未变")

    @property
    def problems(self) -> list[tuple[int, str]]:
        """(line, sentence) of everything that stands in the way."""
        found = [(e.line, e.sentence) for e in self.parsed.errors]
        refused = [(line, outcome) for line, outcome in sorted(self.outcomes.items()) if not outcome.ok]
        return found + [(line, one) for line, outcome in refused for one in outcome.faults]

    @property
    def is_clean(self) -> bool:
        return self.parsed.is_clean and all(o.ok for o in self.outcomes.values())


def plan_of(register: Register) -> SheetPlan:
    """The workbook of a register: 编号, every field of the form, and the secrecy level."""
    columns = [NUMBER, *(column_of(register, name) for name in register.fields)]
    if register.secrecy:
        columns.append(
            SheetColumn(
                "secrecy_level", "密级", "choice", choices=list(SecrecyLevel.choices), help="留空为“内部”。"
            )
        )
    article = cited_together(register.cites)
    return SheetPlan(
        code=register.code, title=register.title, columns=tuple(columns), key=(), article=article
    )


def column_of(register: Register, name: str) -> SheetColumn:
    """The column of a field of the form."""
    field_: Any = register.model._meta.get_field(name)
    form_field = doors.form_of(register).base_fields[name]
    title, help_text = str(field_.verbose_name), str(field_.help_text)
    common: dict[str, Any] = {"required": form_field.required, "help": help_text}
    if isinstance(field_, RowsField):
        shape = " | ".join(c.asked for c in field_.columns)
        return SheetColumn(name, title, "long", **{**common, "help": f"一行一条，各栏用 | 分隔：{shape}"})
    if isinstance(field_, ValuesField):
        return SheetColumn(
            name, title, "long", is_secret=True, **{**common, "help": "一行一项，写作“属性：值”；密文不导出，留空不变。"}
        )  # fmt: skip
    if isinstance(field_, ReferencesField | ChoicesField):
        return SheetColumn(name, title, "long", **{**common, "help": f"多项用顿号“、”分隔。{help_text}"})
    if isinstance(field_, models.ForeignKey):
        return SheetColumn(name, title, "reference", **common)
    if field_.choices:
        return SheetColumn(name, title, "choice", choices=list(field_.flatchoices), **common)
    kinds: tuple[tuple[type, str], ...] = (
        (models.BooleanField, "bool"), (models.DateTimeField, "datetime"), (models.DateField, "date"), (models.IntegerField, "integer"),
        (models.DecimalField, "decimal"), (models.TextField, "long"),
    )  # fmt: skip
    kind: Any = next((word for cls, word in kinds if isinstance(field_, cls)), "text")
    return SheetColumn(name, title, kind, max_length=getattr(field_, "max_length", None), **common)


def export(register: Register, query: Any, *, actor: Actor) -> bytes:
    """What the list shows under these filters, as a workbook; recorded."""
    plan = plan_of(register)
    rows = lists.narrowed(register, lists.base(register, actor, operation="export"), query, actor).order_by(
        "-id"
    )
    found = rows.select_related(*_referring(register)).iterator(chunk_size=_CHUNK)
    content = writing.export(plan, _lines(plan, found, Sight(actor)))
    trail.record(
        actor=actor,
        operation="export",
        register=register.code,
        summary=f"导出{register.title}",
        after={"条件": dict(query.lists())},
    )
    return content


def _referring(register: Register) -> list[str]:
    """The fields of the form that refer to one row."""
    fields = register.model._meta.fields
    return [one.name for one in fields if isinstance(one, models.ForeignKey) and one.name in register.fields]


def _lines(plan: SheetPlan, rows: Iterator[Record], sight: Sight) -> Iterator[list[Any]]:
    names = [column.name for column in plan.columns]
    while chunk := list(islice(rows, _CHUNK)):
        sight.look_over(chunk, names)
        for record in chunk:
            yield [cell_of(record, column, sight) for column in plan.columns]


def cell_of(record: Any, column: SheetColumn, sight: Sight) -> Any:
    """What stands in the workbook; `HIDDEN` where the reader may not learn the name, also when it is read back."""
    if column.name == "number":
        return record.number
    field_: Any = record._meta.get_field(column.name)
    value = getattr(record, column.name)
    if isinstance(field_, models.ForeignKey):
        return words_for(value) if sight.may_name(value) else HIDDEN
    if isinstance(field_, ReferencesField):
        return "、".join(words_for(row) if sight.may_name(row) else HIDDEN for row in field_.rows(value))
    if isinstance(field_, RowsField | ChoicesField | ValuesField):
        return facts.words(record, column.name)
    return value


def take_in(register: Register, file: Any, *, actor: Actor, commit: bool, tell: Tell = quiet) -> Report:
    """Read a workbook and try every row through the same door as the page.

    A dry run (`commit=False`) rolls everything back; a commit saves all rows or none. What cannot be read of a row keeps
    nothing else from being looked at: its other answers, and the rows around it.
    """
    plan = plan_of(register)
    importer = importing(actor)
    report = Report(reading.read(plan, file, partial=True))
    try:
        with transaction.atomic():
            done, total = 0, len(report.parsed.rows)
            for rows in _parts(report.parsed.rows):
                tell("逐行办理", done, total)
                _take_rows(register, rows, importer, report)
                done += len(rows)
            if not commit or not report.is_clean:
                raise _TakenBack
            trail.record(
                actor=importer, operation="import", register=register.code, summary=f"导入{register.title}",
                after={"新增": report.created, "修改": report.changed, "未变": report.unchanged},
            )  # fmt: skip
    except _TakenBack:
        pass
    unread = {row.line_no for row in report.parsed.rows if row.errors}
    for line, outcome in report.outcomes.items():
        if not outcome.ok and line not in unread:
            trail.record(
                actor=importer, operation="refuse", register=register.code, result="refused", rule=report.rules.get(line, ""),
                summary=f"导入第 {line} 行：{outcome.sentence}"[:300],
            )  # fmt: skip
    return report


def importing(actor: Actor) -> Actor:
    """The same actor, whose deeds come by a file."""
    return Actor(
        account=actor.account, person=actor.person, roles=actor.roles, channel="import", address=actor.address,
        request_id=actor.request_id, token_scopes=actor.token_scopes,
    )  # fmt: skip


class _TakenBack(Exception):  # noqa: N818 - not an error: it undoes a dry run
    pass


def _parts(rows: list[reading.Row]) -> Iterator[list[reading.Row]]:
    """The rows, so many at once; a part ends before a number that it names already."""
    part: list[reading.Row] = []
    named: set[str] = set()
    for row in rows:
        number = _number(row)
        if len(part) >= _CHUNK or (number and number in named):
            yield part
            part, named = [], set()
        part.append(row)
        named.add(number)
    if part:
        yield part


def _number(row: reading.Row) -> str:
    return str(row.values.get("number") or "").strip()


def _take_rows(register: Register, rows: list[reading.Row], actor: Actor, report: Report) -> None:
    """Create and change what the rows tell, each as the page would; an outcome for each row."""
    known = lists.base(register, actor).select_related(*_referring(register))
    held = {
        record.number: record for record in known.filter(number__in={_number(row) for row in rows} - {""})
    }
    told: list[tuple[reading.Row, many.Entry, tuple[Change, ...]]] = []
    sight, plan = Sight(actor), plan_of(register)
    sight.look_over(list(held.values()), [column.name for column in plan.columns])
    for row in rows:
        found = _entry(register, plan, row, held, sight, report)
        if found is not None:
            told.append((row, *found))
    results = many.save_within(register, [entry for _, entry, _ in told], actor=actor)
    for (row, _, changes), result in zip(told, results, strict=True):
        if result.refusal is not None:
            report.refuse(row, result.refusal)
        else:
            report.outcomes[row.line_no] = _outcome(register, result, changes)


def _entry(
    register: Register, plan: SheetPlan, row: reading.Row, held: dict[str, Any], sight: Sight, report: Report
) -> tuple[many.Entry, tuple[Change, ...]] | None:
    """The form that the row fills in and what it changes; None, with an outcome, where there is nothing to do or to change."""
    number, wrong = _number(row), _unread(row)
    if "number" in wrong:
        report.refuse(row, Refused(wrong["number"][0], errors=wrong))
        return None
    if not number:
        given = {
            name: value for name, value in row.values.items() if name != "number" and value not in (None, "")
        }
        return many.Entry(given, wrong=wrong), ()
    record = held.get(number)
    if record is None:
        sentence = f"没有编号为“{number}”的{register.title}，新登记请把编号留空。"
        report.refuse(row, Refused(sentence, errors={"number": [sentence], **wrong}))
        return None
    otherwise = _otherwise(plan, record, row.values, sight)
    if not otherwise and not wrong:
        report.outcomes[row.line_no] = results.Outcome("未变", "与现有记录一致")
        return None
    changes = tuple(between(column, was, now) for column, was, now in otherwise)
    given = {column.name: "" if now is None else now for column, _, now in otherwise}
    return many.Entry(given, pk=record.pk, version=record.version, wrong=wrong), changes


def _unread(row: reading.Row) -> dict[str, list[str]]:
    """Field → sentences of what cannot be read of the row."""
    wrong: dict[str, list[str]] = {}
    for error in row.errors:
        wrong.setdefault(error.column or WHOLE, []).append(error.sentence)
    return wrong


def _otherwise(
    plan: SheetPlan, record: Any, values: dict[str, Any], sight: Sight
) -> list[tuple[SheetColumn, Any, Any]]:
    """What the row says otherwise than the record: the column, what the record says, what the row says."""
    asked = [column for column in plan.columns if column.name != "number" and column.name in values]
    found = [(column, cell_of(record, column, sight), values[column.name]) for column in asked]
    return [(column, was, now) for column, was, now in found if not same(was, now)]


def _outcome(register: Register, result: many.Result, changes: tuple[Change, ...]) -> results.Outcome:
    record = result.record
    if result.entry.pk is not None:
        return results.Outcome(
            "修改", number=record.number, name=record.title, url=register.url(record.pk), changes=changes
        )
    return results.Outcome("新增", "登记为草稿" if register.process else "", name=record.title)


def same(kept: Any, given: Any) -> bool:
    """Whether a cell says what the record says."""
    if kept in (None, "", []) and given in (None, ""):
        return True
    if hasattr(kept, "replace") and hasattr(kept, "microsecond") and hasattr(given, "microsecond"):
        return bool(kept.replace(microsecond=0) == given.replace(microsecond=0))
    return kept == given or str(kept) == str(given)


__all__ = ["Report", "cell_of", "column_of", "export", "importing", "plan_of", "same", "take_in"]
