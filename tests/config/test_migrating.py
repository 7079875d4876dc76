"""Indexes and constraints of migrations are written down in place: the same classes, and nothing forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.db.migrations import operations
from django.db.migrations.state import ModelState, ProjectState


@pytest.fixture
def state() -> ProjectState:
    """A person in a unit, drawn as classes."""
    state = ProjectState()
    state.add_model(ModelState("house", "Unit", [("id", models.BigAutoField(primary_key=True))]))
    fields: list[tuple[str, Any]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=20)),
        ("unit", models.ForeignKey("house.Unit", models.CASCADE)),
    ]
    state.add_model(ModelState("house", "Person", fields))
    assert state.apps.get_models()
    return state


def meta(state: ProjectState) -> Any:
    return state.apps.get_model("house", "person")._meta


def test_an_index_is_in_the_notes_and_in_the_class(state: ProjectState) -> None:
    index = models.Index(fields=["name"], name="person_name")
    operations.AddIndex("person", index).state_forwards("house", state)
    assert state.models["house", "person"].options["indexes"] == [index]
    assert meta(state).indexes == [index]
    operations.RemoveIndex("person", "person_name").state_forwards("house", state)
    assert state.models["house", "person"].options["indexes"] == meta(state).indexes == []


def test_a_constraint_too(state: ProjectState) -> None:
    once = models.UniqueConstraint(fields=["name"], name="person_once")
    operations.AddConstraint("person", once).state_forwards("house", state)
    assert state.models["house", "person"].options["constraints"] == meta(state).constraints == [once]
    operations.RemoveConstraint("person", "person_once").state_forwards("house", state)
    assert meta(state).constraints == []


def test_no_class_is_drawn_anew(state: ProjectState) -> None:
    before = state.apps.get_model("house", "person"), state.apps.get_model("house", "unit")
    index = models.Index(fields=["unit", "name"], name="person_unit_name")
    operations.AddIndex("person", index).state_forwards("house", state)
    assert (state.apps.get_model("house", "person"), state.apps.get_model("house", "unit")) == before


def test_the_state_before_keeps_its_notes(state: ProjectState) -> None:
    """What a migration is undone by."""
    before = state.clone()
    operations.AddIndex("person", models.Index(fields=["name"], name="person_name")).state_forwards(
        "house", state
    )
    assert before.models["house", "person"].options["indexes"] == []


def test_a_field_added_afterwards_leaves_the_index_in_place(state: ProjectState) -> None:
    operations.AddIndex("person", models.Index(fields=["name"], name="person_name")).state_forwards(
        "house", state
    )
    added = operations.AddField("person", "phone", models.CharField(max_length=20, default=""))
    added.state_forwards("house", state)
    assert [index.name for index in meta(state).indexes] == ["person_name"]
    assert meta(state).get_field("phone")


def test_nothing_is_drawn_that_was_not_asked_for() -> None:
    state = ProjectState()
    state.add_model(ModelState("house", "Unit", [("id", models.BigAutoField(primary_key=True))]))
    operations.AddIndex("unit", models.Index(fields=["id"], name="unit_id")).state_forwards("house", state)
    assert "apps" not in state.__dict__
