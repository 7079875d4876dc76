"""What an attribute may refer to: a person, a unit, or a record of any register."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from govops.kernel.organization.models import Person, Unit
from govops.kernel.records import kinds


@dataclass(frozen=True)
class Target:
    """`code`: person, unit or a register's code; `key`: the field by which a value names a row."""

    code: str
    title: str
    model: type[models.Model]
    key: str


PERSON = Target("person", "人员", Person, "employee_no")
UNIT = Target("unit", "部门", Unit, "code")


def find(word: str) -> Target | None:
    """The target of that code or title."""
    wanted = word.strip()
    for fixed in (PERSON, UNIT):
        if wanted in (fixed.code, fixed.title):
            return fixed
    for kind in kinds.all_kinds():
        if wanted in (kind.code, kind.title):
            return Target(kind.code, kind.title, kind.model, "number")
    return None


def titles() -> list[str]:
    """What may be written as a target."""
    return [PERSON.title, UNIT.title, *sorted({kind.title for kind in kinds.all_kinds()})]
