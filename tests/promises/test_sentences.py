"""Every refusal is a Chinese sentence with an end, wherever in the program it is written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) / "govops"
SPOKEN = {"Refused", "Denied"}
ENDS = ("。", "？", "！", "）", "”")
#: developers read these, not people
NOT_SPOKEN = {"govops/server", "govops/demo"}


def _literal(node: ast.expr) -> str | None:
    """The text of a string or f-string; a value put in shows as …; None when it is not written here."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _literal(node.left), _literal(node.right)
        return (left or "…") + (right or "…")
    return None


def sentences() -> Iterator[tuple[str, str]]:
    """(place, sentence) of everything that is refused in so many words."""
    for path in sorted(ROOT.rglob("*.py")):
        place = str(path.relative_to(ROOT.parent))
        if any(place.startswith(folder) for folder in NOT_SPOKEN) or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in SPOKEN
                and node.args
            ):
                text = _literal(node.args[0])
                if text is not None:
                    yield f"{place}:{node.lineno}", text


FOUND = list(sentences())


def test_there_are_many() -> None:
    assert len(FOUND) > 200


@pytest.mark.parametrize("folder", sorted({place.rsplit("/", 1)[0] for place, _ in FOUND}))
def test_a_refusal_is_a_sentence(folder: str) -> None:
    here = [(place, text) for place, text in FOUND if place.rsplit("/", 1)[0] == folder]
    wrong = [
        f"{place}: {text}"
        for place, text in here
        if not (text.endswith((*ENDS, "…")) and re.search(r"[一-龥]{2}|^[…：]+$", text))
    ]
    assert wrong == []


def test_no_refusal_speaks_of_the_machine() -> None:
    """No exception names, no SQL, no half-width punctuation between Chinese words."""
    machine = re.compile(r"Error|Exception|Traceback|SELECT|null|[一-龥][,;:?!][一-龥]")
    assert [f"{place}: {text}" for place, text in FOUND if machine.search(text)] == []
