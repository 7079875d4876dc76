"""The boxes of the paper form: the sections of the record as they were declared, each with its tables."""

from __future__ import annotations

from typing import Any

from govops.kernel.printing.forms import Cell, Group, Table
from govops.kernel.records.fields import RowsField
from govops.kernel.records.models import Record
from govops.kernel.records.sight import Sight
from govops.kernel.registers.declarations import Register, Section
from govops.kernel.web import cells

NOTHING = "无"
#: signs; a longer text takes the whole row
LONG = 45


def is_to_be_filled(register: Register, record: Record) -> bool:
    """Whether the empty boxes still wait for somebody's pen: a draft that is not yet submitted."""
    approval = register.process.approval if register.process else None
    return approval is not None and record.state in {approval.start, approval.back}


def groups_of(register: Register, record: Record, sight: Sight) -> list[Group]:
    """The form's sections, and those filled by moves once anything stands in them; for the reader of `sight`."""
    written = [one for one in register.form if not one.is_asked_only]
    filled = [one for one in register.shown if any(getattr(record, name) for name in one.fields)]
    groups = [_group(register, record, section, sight) for section in (*written, *filled)]
    groups = [group for group in groups if group["cells"] or group["tables"]]
    if groups and register.process and register.process.approval and record.applicant:
        groups[0]["cells"] = [_applicant(record), *groups[0]["cells"]]
    return groups


def _applicant(record: Record) -> Cell:
    """Who asks, on a form that others agree to: no field of its own, yet every paper form begins with it."""
    return {"label": "申请人", "value": record.applicant.label, "wide": False}


def _group(register: Register, record: Record, section: Section, sight: Sight) -> Group:
    names = tuple(name for name in section.fields if cells.is_asked(register, record, name))
    boxes: list[Cell] = []
    tables: list[Table] = []
    for name in names:
        for line in cells.definition(register, record, (name,), sight):
            if line.get("rows"):
                tables.append({"title": line["label"], **line["rows"]})
            else:
                boxes.append(_box(record, name, line))
    return {"title": section.title, "cells": boxes, "tables": tables}


def _box(record: Record, name: str, line: dict[str, Any]) -> Cell:
    value = line["value"]
    if not value and isinstance(record._meta.get_field(name), RowsField):
        value = NOTHING
    is_long = len(value) > LONG
    return {"label": line["label"], "value": value, "wide": is_long or bool(line.get("wide"))}
