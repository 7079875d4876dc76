"""The law book, the program and the proof say the same: docs/norms/rules.csv ↔ declarations ↔ tests."""

from __future__ import annotations

import ast
import csv
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from govops.kernel.norms import documents, obligations, rules
from govops.kernel.processes.declarations import Process, all_processes

ROOT = Path(settings.BASE_DIR)


@cache
def book() -> list[dict[str, str]]:
    with (ROOT / "docs" / "norms" / "rules.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ENFORCED = [row for row in book() if row["status"] == "enforced"]
each = pytest.mark.parametrize("row", ENFORCED, ids=lambda row: row["id"])


def test_the_book_is_whole_and_in_order() -> None:
    assert len(book()) == len({row["id"] for row in book()}) == 106
    for row in book():
        assert re.fullmatch(r"R-[A-Z]+-\d\d", row["id"])
        assert row["level"] in rules.LEVELS
        assert row["status"] in {"planned", "enforced"}
        assert row["title"]
        assert row["cites"]
        assert row["module"]


def test_what_is_declared_is_in_the_book_as_enforced() -> None:
    assert {rule.id for rule in rules.all_rules()} == {row["id"] for row in ENFORCED}


@each
def test_a_rule_is_declared_as_the_book_has_it(row: dict[str, str]) -> None:
    rule = rules.get(row["id"])
    assert rule is not None
    assert (rule.level, ";".join(rule.cites), rule.title) == (row["level"], row["cites"], row["title"])
    for code in rule.cites:
        assert documents.find(code), f"nobody declared the article {code}"


@each
def test_a_rule_is_enforced_somewhere_that_exists(db: None, row: dict[str, str]) -> None:
    rule = rules.get(row["id"])
    assert rule is not None
    assert rule.enforced_by
    for place in rule.enforced_by:
        assert _exists(place), place


def _exists(place: str) -> bool:
    """A function, a trigger or constraint of the database, a process, or an obligation."""
    words = re.split(r"[（ ]", place)
    if place.startswith("database trigger "):
        return _in_database("SELECT 1 FROM pg_trigger WHERE tgname = %s", words[-1])
    if place.startswith("database constraint "):
        return _in_database("SELECT 1 FROM pg_constraint WHERE conname = %s", words[-1])
    if place.endswith("obligations"):
        return any(duty.rule for duty in obligations.all_obligations())
    first, _, rest = words[0].partition(".")
    if first in {process.__name__ for process in all_processes().values()}:
        process: type[Process] = next(p for p in all_processes().values() if p.__name__ == first)
        return not rest or getattr(process, rest) is not None
    if (ROOT / "govops" / "modules" / words[0]).exists():
        return True
    return any(
        _importable(prefix + words[0]) for prefix in ("", "govops.", "govops.kernel.", "govops.modules.")
    )


def _in_database(statement: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [name])
        return cursor.fetchone() is not None


def _importable(path: str) -> bool:
    parts = path.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: Any = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            found = getattr(found, name, None) if name != "<locals>" else found
        return found is not None
    return False


@cache
def proved() -> dict[str, list[str]]:
    """Rule id → the tests that name it in `@pytest.mark.rule(...)`."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.rule":
                    for argument in mark.args:
                        found.setdefault(ast.literal_eval(argument), []).append(f"{path.name}::{node.name}")
    return found


@each
def test_a_rule_has_a_test_that_names_it(row: dict[str, str]) -> None:
    assert proved().get(row["id"]), f'no test is marked @pytest.mark.rule("{row["id"]}")'


def test_no_test_names_a_rule_that_does_not_exist() -> None:
    assert set(proved()) - {row["id"] for row in book()} == set()


@pytest.mark.parametrize("duty", obligations.all_obligations(), ids=lambda duty: duty.id)
def test_a_duty_cites_an_article_and_a_rule_of_the_book(duty: obligations.Obligation) -> None:
    assert documents.find(duty.cites)
    assert not duty.rule or duty.rule in {row["id"] for row in ENFORCED}
