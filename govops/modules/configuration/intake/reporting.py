"""What became of every line of a workbook, as numbers, as sentences, and as the workbook itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govops.kernel.access.answers import Refused
from govops.kernel.sheets import reading, results, writing
from govops.kernel.sheets.listing import listed
from govops.kernel.sheets.plan import SheetPlan
from govops.kernel.sheets.results import Outcome
from govops.kernel.sheets.writing import SheetWriter
from govops.modules.configuration.intake import exporting

NEW, CHANGED, MERGED, SAME, REFUSED = "新增", "修改", "合并", "未变", "未导入"


@dataclass
class Sheet:
    """One sheet of the upload and what became of its lines."""

    plan: SheetPlan
    parsed: reading.Parsed
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    rules: dict[int, str] = field(default_factory=dict)

    def refuse(self, line: int, refused: Refused) -> None:
        self.outcomes[line] = Outcome.refused(REFUSED, refused)
        self.rules[line] = refused.rule


@dataclass
class Report:
    """What an import did or would do."""

    sheets: list[Sheet] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def count(self, word: str) -> int:
        """How many lines came to that: 新增, 修改, 合并, 未变."""
        return sum(
            1 for sheet in self.sheets for outcome in sheet.outcomes.values() if outcome.result == word
        )

    @property
    def counts(self) -> dict[str, int]:
        return {word: self.count(word) for word in (NEW, CHANGED, MERGED, SAME)}

    @property
    def problems(self) -> list[tuple[str, int, str]]:
        """(sheet, line, sentence) of everything that stands in the way; no sheet: the file."""
        found = [("", 0, sentence) for sentence in self.errors]
        for sheet in self.sheets:
            title = sheet.plan.sheet_title
            found += [(title, error.line, error.sentence) for error in sheet.parsed.all_errors]
            refused = [(line, one) for line, one in sorted(sheet.outcomes.items()) if not one.ok]
            found += [(title, line, sentence) for line, one in refused for sentence in one.faults]
        return found

    @property
    def lines(self) -> dict[str, Any]:
        """Which lines are new, changed or as they were (`listing.listed`)."""
        return listed((sheet.plan.sheet_title, sheet.outcomes) for sheet in self.sheets)

    @property
    def is_clean(self) -> bool:
        return not self.problems


def told(report: Report) -> bytes:
    """The sheets as they were uploaded, with 结果 and 说明 beside each line; cells at fault in red."""
    book = writing.new_book(exporting.TITLE, "configuration")
    for sheet in report.sheets:
        writer = SheetWriter(sheet.plan, extra=results.EXTRA, book=book)
        results.add_results(writer, sheet.plan, sheet.parsed, sheet.outcomes)
        writer.close()
    if report.errors or not report.sheets:
        writing.add_advice(book, "文件", report.errors or ["没有数据。"])
    return writing.saved(book)
