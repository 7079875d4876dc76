"""Where a test begins: in the empty database, or in a copy of it where something stands already.

Whoever asks for the fixture that a stage is named after begins there, and works in a transaction of the test's own as
everywhere. A worker builds a stage once, when the first test asks for it. A test that commits has all tables emptied
after it, and therefore always gets the empty database.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from govops.kernel.calendar import working_time
from govops.kernel.messages import wording
from govops.kernel.parameters import catalogue
from govops.modules.service_catalogue.rules import in_force

_declared: list[Stage] = []


@dataclass(frozen=True)
class Stage:
    """`build` puts into a copy of the database of `upon` what stands there; what it answers is told to the tests."""

    name: str
    build: Callable[[], Any]
    upon: Stage | None = None

    def __post_init__(self) -> None:
        _declared.append(self)

    def includes(self, other: Stage) -> bool:
        """Whether what stands there stands here."""
        return self is other or (self.upon is not None and self.upon.includes(other))

    @property
    def height(self) -> int:
        return 1 + (self.upon.height if self.upon else 0)


def asked_for(fixtures: Iterable[str]) -> Stage | None:
    """The highest stage among the fixtures of a test."""
    wanted = [stage for stage in _declared if stage.name in fixtures]
    return max(wanted, key=lambda stage: stage.height, default=None)


class Stages:
    """The stages of one worker; its connection is turned from one to the other."""

    def __init__(self) -> None:
        self._empty: str = connection.settings_dict["NAME"]
        self._told: dict[Stage, Any] = {}

    def enter(self, stage: Stage | None) -> None:
        """From now on everything happens there."""
        if stage is not None and stage not in self._told:
            self._copy(stage)
            self._told[stage] = _built(stage)
        self._turn_to(self._name(stage))

    def told_by(self, stage: Stage) -> Any:
        """What the stage was built to tell."""
        return self._told[stage]

    def close(self) -> None:
        self._turn_to(self._empty)
        with connection._nodb_cursor() as cursor:
            for stage in self._told:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self._name(stage)}" WITH (FORCE)')

    def _name(self, stage: Stage | None) -> str:
        return self._empty if stage is None else f"{self._empty}_{stage.name}"

    def _copy(self, stage: Stage) -> None:
        self.enter(stage.upon)
        connection.close()  # nobody may be in a database that is copied
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self._name(stage)}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{self._name(stage)}" TEMPLATE "{self._name(stage.upon)}"')
        self._turn_to(self._name(stage))

    def _turn_to(self, name: str) -> None:
        if connection.settings_dict["NAME"] != name:
            connection.close()
            connection.settings_dict["NAME"] = name
            _forget()


def _built(stage: Stage) -> Any:
    """Committed, but as quietly as in a test: nobody is told, no job begins."""
    with transaction.atomic():
        told = stage.build()
        connection.run_on_commit.clear()
    _forget()
    return told


def _forget() -> None:
    """Drop what this process remembers of another database."""
    with contextlib.suppress(working_time.CalendarMissingError):
        working_time.working_time()  # asked outside a transaction, it stops watching for changes that were rolled back
    working_time.invalidate_memory()
    in_force.forget()
    catalogue.forget()
    wording.forget()
