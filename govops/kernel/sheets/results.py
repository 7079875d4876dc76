"""What became of every line, as a workbook to mend and upload again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from govops.kernel.access.answers import Refused
from govops.kernel.sheets.changes import Change
from govops.kernel.sheets.plan import RESULT_TITLE, SENTENCE_TITLE, SheetColumn, SheetPlan
from govops.kernel.sheets.reading import Parsed, Row
from govops.kernel.sheets.values import plain
from govops.kernel.sheets.writing import SheetWriter


@dataclass(frozen=True)
class Outcome:
    """The fate of one line: ``result`` in a word (新增、更新、未变、失败), ``fields`` the columns to mend, ``faults`` each thing wrong.

    Of a line that is taken in also its record (``number`` and ``url`` only of one that was there before) and what changes of it.
    """

    result: str
    sentence: str = ""
    ok: bool = True
    fields: frozenset[str] = frozenset()
    number: str = ""
    name: str = ""
    url: str = ""
    changes: tuple[Change, ...] = ()
    faults: tuple[str, ...] = ()

    @classmethod
    def refused(cls, result: str, refusal: Refused) -> Outcome:
        """The fate of a line that the door refused: all that it says of it, and of which columns."""
        told = (one for sentences in refusal.errors.values() for one in sentences)
        faults = tuple(dict.fromkeys(told)) or (refusal.sentence,)
        return cls(result, "".join(faults), ok=False, fields=frozenset(refusal.errors), faults=faults)

    @property
    def words(self) -> str:
        """What stands beside the line: why it is refused, or what changes."""
        return self.sentence or "；".join(change.words for change in self.changes)


EXTRA = (SheetColumn("_result", RESULT_TITLE), SheetColumn("_sentence", SENTENCE_TITLE, "long"))
"""The two columns beside the lines."""


def result_workbook(plan: SheetPlan, parsed: Parsed, outcomes: Mapping[int, Outcome]) -> bytes:
    """The lines as they were uploaded, with 结果 and 说明 beside them; cells at fault in red.

    ``outcomes`` is keyed by line number. A line without one is 失败 with its own errors, or 未导入.
    """
    writer = SheetWriter(plan, extra=EXTRA)
    add_results(writer, plan, parsed, outcomes)
    return writer.finish()


def add_results(
    writer: SheetWriter, plan: SheetPlan, parsed: Parsed, outcomes: Mapping[int, Outcome]
) -> None:
    """The lines and what became of them, into a sheet that has the columns `EXTRA`.

    Secrets stand there only while there is something to mend and to upload again.
    """
    is_to_mend = not parsed.is_clean or any(not outcome.ok for outcome in outcomes.values())
    names = [column.name for column in plan.columns]
    width = len(names)
    for row in parsed.rows:
        outcome = outcomes.get(row.line_no) or _outcome(row)
        faulty = outcome.fields | {error.column for error in row.errors}
        marked = {index for index, name in enumerate(names) if name in faulty}
        if not outcome.ok:
            marked |= {width, width + 1}
        cells = [
            _as_it_was(column, cell) if is_to_mend or not column.is_secret else None
            for column, cell in zip(plan.columns, row.raw, strict=True)
        ]
        told = [*cells, outcome.result, plain(outcome.words) or None]
        titles = {change.title for change in outcome.changes}
        changed = {index for index, column in enumerate(plan.columns) if column.title in titles}
        writer.add(told, marked=frozenset(marked), changed=frozenset(changed))
    for error in parsed.errors:
        writer.add([*[None] * width, "失败", error.sentence], marked=frozenset({width, width + 1}))


def _outcome(row: Row) -> Outcome:
    if row.errors:
        return Outcome("失败", "".join(error.sentence for error in row.errors), ok=False)
    return Outcome("未导入", "其他行有错误，本次没有导入任何一行。", ok=False)


def _as_it_was(column: SheetColumn, cell: Any) -> Any:
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    if isinstance(cell, date) and column.kind in {"date", "datetime"}:
        return cell
    return plain(str(cell))
