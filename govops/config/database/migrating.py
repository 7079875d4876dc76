"""Migrations of a new database in seconds: an index or a constraint does not make Django draw the models anew.

Django keeps, beside the migrations' own notes, real model classes for them. Whenever a note changes it draws the class
anew, and with it every class that refers to it or to which it refers: here some fifty, because every record has a unit
and a person. Most steps of our migrations add an index, which is no concern of any other class; it is written down in
the class as it stands. On other steps nothing is different.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.state import ProjectState


def write_down_in_place() -> None:
    """From now on indexes and constraints of migrations are written into the classes that are already drawn."""
    setattr(ProjectState, "_append_option", _append)  # noqa: B010 - a name of Django's own
    setattr(ProjectState, "_remove_option", _remove)  # noqa: B010


def _append(state: ProjectState, app_label: str, model_name: str, option: str, added: Any) -> None:
    _keep(state, app_label, model_name, option, [*_kept(state, app_label, model_name, option), added])


def _remove(state: ProjectState, app_label: str, model_name: str, option: str, name: str) -> None:
    kept = [one for one in _kept(state, app_label, model_name, option) if one.name != name]
    _keep(state, app_label, model_name, option, kept)


def _kept(state: ProjectState, app_label: str, model_name: str, option: str) -> list[Any]:
    kept: list[Any] = state.models[app_label, model_name].options[option]
    return kept


def _keep(state: ProjectState, app_label: str, model_name: str, option: str, kept: list[Any]) -> None:
    """The note, and the class if there is one: asking for `apps` would draw all of them."""
    state.models[app_label, model_name].options[option] = kept
    if "apps" in state.__dict__:
        setattr(state.apps.get_model(app_label, model_name)._meta, option, list(kept))
