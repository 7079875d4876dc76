"""Which lines of a workbook are new, changed or as they were: the first of them for the page, plain enough to be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from govops.kernel.sheets.results import Outcome

#: lines that the page lists of each kind, and of each sheet however many there are; all of them stand in the workbook
MOST, LEAST = 60, 5
#: stretches of unchanged lines that are named for one sheet
_STRETCHES = 12
_KINDS = {"新增": "new", "未变": "same"}


def listed(sheets: Iterable[tuple[str, Mapping[int, Outcome]]]) -> dict[str, Any]:
    """`sheets`: how many lines of each are new, changed or as they were; `changed` and `new`: the first of these lines.

    `more_…`: how many are not listed. Every sheet has its share of the list.
    """
    taken = [
        (title, {line: one for line, one in sorted(outcomes.items()) if one.ok}) for title, outcomes in sheets
    ]
    taken = [(title, outcomes) for title, outcomes in taken if outcomes]
    share = max(LEAST, MOST // max(1, len(taken)))
    told: dict[str, Any] = {"sheets": [], "changed": [], "new": [], "more_changed": 0, "more_new": 0}
    for title, outcomes in taken:
        found: dict[str, list[int]] = {"changed": [], "new": [], "same": []}
        for line, outcome in outcomes.items():
            found[_KINDS.get(outcome.result, "changed")].append(line)
        same = found["same"]
        counts = {kind: len(lines) for kind, lines in found.items()}
        told["sheets"].append({"sheet": title, **counts, "same_lines": stretches(same) if same else ""})
        for kind in ("changed", "new"):
            told[kind] += [_told(title, line, outcomes[line]) for line in found[kind][:share]]
            told[f"more_{kind}"] += max(0, counts[kind] - share)
    return told


def _told(sheet: str, line: int, outcome: Outcome) -> dict[str, Any]:
    return {
        "sheet": sheet, "line": line, "result": outcome.result, "number": outcome.number, "name": outcome.name, "url": outcome.url,
        "changes": [list(change) for change in outcome.changes],
    }  # fmt: skip


def gathered(problems: Iterable[Sequence[Any]]) -> list[tuple[str, str, str]]:
    """(sheet, where, sentence) of problems (sheet, line, sentence): lines with the same fault stand together."""
    found: dict[tuple[str, str], list[int]] = {}
    for sheet, line, sentence in problems:
        found.setdefault((sheet, sentence.removeprefix(f"第 {line} 行")), []).append(line)
    return [
        (sheet, stretches(sorted(set(lines))) if all(lines) else "整表", sentence)
        for (sheet, sentence), lines in found.items()
    ]


def stretches(lines: Sequence[int]) -> str:
    """“第 2–40、45、47–90 行”; a long list ends in 等."""
    found: list[list[int]] = []
    for line in lines:
        if found and line == found[-1][1] + 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    words = "、".join(f"{a}–{b}" if b > a else str(a) for a, b in found[:_STRETCHES])
    return f"第 {words} 行" + ("等" if len(found) > _STRETCHES else "")
