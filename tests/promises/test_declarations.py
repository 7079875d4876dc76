"""What every declaration promises, without a database."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import networkx
import pytest
from django.conf import settings
from django.db import models

from govops.kernel.norms import documents
from govops.kernel.processes.declarations import Process, all_processes
from govops.kernel.registers import site
from govops.kernel.registers.declarations import Register
from govops.kernel.web.describing import markdown
from govops.kernel.web.form_manners import manners_of
from govops.kernel.web.templatetags import ui
from tests.promises.world import SAMPLES, registers

each_register = pytest.mark.parametrize("register", registers(), ids=lambda register: register.code)
each_process = pytest.mark.parametrize("process", all_processes().values(), ids=lambda process: process.code)
KERNEL = Path(settings.BASE_DIR) / "govops" / "kernel"


@each_register
def test_what_decides_about_a_field_can_be_answered_so(register: Register) -> None:
    """`asked_when` and `starred_when` name answers that the page gives: a ticked box says "true"."""
    for when in (*register.asked_when.values(), *manners_of(register.code).starred_when.values()):
        name, answers = when.split("=")
        field: Any = register.model._meta.get_field(name)
        if isinstance(field, models.BooleanField):
            assert answers == "true", when
        elif field.choices and answers != "*":
            assert set(answers.split("|")) <= {str(value) for value, _label in field.flatchoices}, when


@each_register
def test_what_is_starred_is_on_the_form(register: Register) -> None:
    manners = manners_of(register.code)
    assert {*manners.starred, *manners.starred_when, *manners.follows} <= set(register.fields)


@each_register
def test_it_says_what_it_is(register: Register) -> None:
    """Its basis, what an empty list tells people, how the form is filled in, and an icon of the sprite."""
    assert register.cites
    for code in register.cites:
        assert documents.find(code), f"nobody declared the article {code}"
    assert register.empty.endswith("。")
    assert register.guide.endswith("。")
    assert ui.icon_name(register.icon) == register.icon
    assert re.fullmatch(r"[a-z_]+", register.code)
    assert register.views


@each_register
def test_it_has_a_sample_for_the_promises(register: Register) -> None:
    assert register.code in SAMPLES, "add one in tests/promises/samples/"


@each_register
def test_its_fields_have_chinese_labels(register: Register) -> None:
    for name in (
        *register.fields,
        *register.shown_fields,
        *(c.name for c in register.all_columns if _is_field(register, c.name)),
    ):
        label = str(register.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        assert re.search(r"[一-龥]|^UPS", label), f"{name}: {label!r}"


def _is_field(register: Register, name: str) -> bool:
    return name in {field.name for field in register.model._meta.get_fields()}


@each_register
def test_what_it_sorts_and_looks_up_by_is_indexed(register: Register) -> None:
    wanted = {column.sort.lstrip("-") for column in register.all_columns if column.sort} | {
        register.order.lstrip("-"),
        register.date_field,
    }
    leading = set(_first_fields(register.model))
    assert wanted - leading == set()


def _first_fields(model: type[models.Model]) -> list[str]:
    """Fields that some B-tree index of the table begins with."""
    found = [
        index.fields[0].lstrip("-")
        for index in model._meta.indexes
        if index.fields and type(index) is models.Index and not index.condition
    ]
    found += [
        c.fields[0]
        for c in model._meta.constraints
        if isinstance(c, models.UniqueConstraint) and c.fields and not c.condition
    ]
    return [*found, *(f.name for f in model._meta.fields if f.unique or f.db_index or f.primary_key)]


@each_register
def test_its_description_in_docs_is_current(register: Register) -> None:
    page = Path(settings.BASE_DIR) / "docs" / "modules" / f"{register.code}.md"
    assert page.exists(), f"run: manage.py describe {register.code} --markdown"
    assert page.read_text(encoding="utf-8") == markdown(register), (
        f"run: manage.py describe {register.code} --markdown"
    )


def test_no_description_is_left_over() -> None:
    pages = {page.stem for page in (Path(settings.BASE_DIR) / "docs" / "modules").glob("*.md")}
    assert pages == {register.code for register in registers()}


# --- processes -------------------------------------------------------------------------------------------------------


def edges(process: type[Process]) -> networkx.DiGraph:
    """State → state of everything that can happen."""
    graph = networkx.DiGraph()
    graph.add_nodes_from(process.states.values)
    for move in process.moves.values():
        graph.add_edges_from((source, move.target) for source in move.sources)
    if approval := process.approval:
        graph.add_edges_from(
            [
                (approval.start, approval.during),
                (approval.back, approval.during),
                (approval.during, approval.yes),
                (approval.during, approval.no),
            ]
        )
        graph.add_edge(approval.during, approval.back)
        if process.cancelled:
            graph.add_edges_from(
                (state, process.cancelled) for state in (approval.start, approval.back, approval.during)
            )
    return graph


def starts(process: type[Process]) -> set[str]:
    """The initial state, and what its register's records may begin with."""
    return {process.initial, site.get(process.code).initial_state()}


@each_process
def test_every_state_is_reachable(process: type[Process]) -> None:
    graph = edges(process)
    reached = set().union(*(networkx.descendants(graph, start) | {start} for start in starts(process)))
    assert set(process.states.values) - reached == set()


@each_process
def test_every_state_that_is_not_final_can_be_left_and_ends_somewhere(process: type[Process]) -> None:
    graph = edges(process)
    assert process.final
    for state in process.states.values:
        if not process.is_final(state):
            assert any(process.is_final(end) for end in networkx.descendants(graph, state)), (
                f"stuck in {state}"
            )


@each_process
def test_final_means_final(process: type[Process]) -> None:
    """What is final may still be adjusted where it stands (换人、补记), but leads to no other state."""
    for verb, move in process.moves.items():
        assert not any(process.is_final(source) and move.target != source for source in move.sources), verb


@each_process
def test_its_words_are_there(process: type[Process]) -> None:
    assert process.title
    assert documents.find(process.cites), process.cites
    assert re.search(r"[一-龥]", process.__doc__ or "")
    for verb, move in process.moves.items():
        assert re.search(r"[一-龥]", move.title), verb
        assert set(move.requires) <= set(move.asks), verb
        assert ui.icon_name(move.icon) == move.icon
        assert move.target in process.states.values, verb


@each_process
def test_its_seats_are_declared_and_its_steps_have_time(process: type[Process]) -> None:
    from govops.kernel.processes import seats

    for step in process.approval.steps if process.approval else ():
        assert step.seats, step.key
        assert step.hours > 0
        for seat in step.seats:
            assert seats.get(seat.code) == seat


# --- the kernel knows no domain ---------------------------------------------------------------------------------------


def domain_words() -> list[str]:
    """What only modules may say: their codes, their titles, and what the town will be about."""
    found = {register.code for register in registers()} | {module.code for module in site.all_modules()}
    found |= {register.model.__name__ for register in registers()}
    found |= {"机房", "来访", "门禁", "门卡", "巡检", "保洁", "携物", "machineroom", "visitor"}
    # what the kernel says in other senses: time zones, accounts of its own, problem+json of the API, a change of a record
    said_otherwise = {"zone", "Zone", "accounts", "problem", "Problem", "change"}
    return sorted(found - said_otherwise, key=lambda word: (len(word), word))


#: titles of the documents are quoted as they are
QUOTES = {"documents.py"}


@lru_cache
def kernel_text() -> list[tuple[str, str]]:
    """(place, text) of every string and name in the kernel's code, and of every line of its templates; no prose about the code."""
    found = []
    for path in sorted(KERNEL.rglob("*.py")):
        if path.name.startswith("style_") or path.name in QUOTES or "migrations" in path.parts:
            continue
        place = path.relative_to(KERNEL)
        for node in _code(ast.parse(path.read_text(encoding="utf-8"))):
            text = (
                getattr(node, "value", None)
                or getattr(node, "id", None)
                or getattr(node, "attr", None)
                or getattr(node, "name", None)
            )
            if isinstance(text, str):
                found.append((f"{place}:{node.lineno}", text))
    for path in sorted(KERNEL.rglob("*.html")):
        if "style" not in path.parts:
            found += [
                (f"{path.relative_to(KERNEL)}:{n}", line)
                for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
            ]
    return found


def _code(node: ast.AST) -> Iterator[Any]:
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield child
            yield from _code(child)


@pytest.mark.parametrize("word", domain_words())
def test_the_kernel_says_no_domain_word(word: str) -> None:
    pattern = re.compile(
        rf"(?<![A-Za-z_]){re.escape(word)}(?![A-Za-z_])" if word.isascii() else re.escape(word)
    )
    assert [f"{place}: {text[:80]}" for place, text in kernel_text() if pattern.search(text)] == []


def test_a_wrong_name_in_a_declaration_fails_with_the_nearest_right_one() -> None:
    from django.core.exceptions import ImproperlyConfigured

    good: Any = registers()[0]
    wrong = type("Wrong", (type(good),), {"filters": ("stat",), "code": "wrong"})
    with pytest.raises(ImproperlyConfigured, match="Did you mean 'state'"):
        site._check(wrong())
