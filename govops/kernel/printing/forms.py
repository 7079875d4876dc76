"""The data of the two common sheets, a record and a list, with everything optional filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypedDict

from govops.kernel.printing.compiler import compile_pdf

MAX_LIST_ROWS = 2000
"""Rows of a printed list; more belongs into a workbook."""


class Cell(TypedDict, total=False):
    """One labelled value; ``wide`` takes the whole row."""

    label: str
    value: str
    wide: bool


class Table(TypedDict, total=False):
    """Sub-lines such as carried items; ``widths`` are proportions, equal when left out."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


class Group(TypedDict, total=False):
    """Cells under one heading (empty: none), and the tables that belong to them."""

    title: str
    cells: Sequence[Cell]
    tables: Sequence[Table]


class Opinion(TypedDict, total=False):
    """The box of one step. ``name`` as it is read ("张三（代李四）"); without it, a line to sign by hand."""

    step: str
    text: str
    name: str
    at: str
    signature: Literal["valid", "digest", "broken", ""]


class Act(TypedDict, total=False):
    """One line of 流转记录."""

    at: str
    who: str
    what: str
    note: str


class Attachment(TypedDict, total=False):
    """One line of 附件清单; ``digest`` is the beginning of its SM3."""

    name: str
    size: str
    digest: str


class Verification(TypedDict, total=False):
    """The code of this print, where to check it, and that address as a picture (``verification.qr_svg``)."""

    code: str
    url: str
    qr_svg: str


class RecordForm(TypedDict, total=False):
    """Everything a printed record may carry; all texts ready to be read. ``title`` is required.

    ``secrecy`` as on paper ("内部", "机密★10年"; empty for 公开); ``article`` the norm that the form follows;
    ``acts`` and ``attachments`` are printed when given. Where nothing stands in a box it reads "—", so that nothing is
    added afterwards; with ``is_to_be_filled`` it stays empty for the pen.
    """

    title: str
    number: str
    secrecy: str
    unit: str
    date: str
    groups: Sequence[Group]
    tables: Sequence[Table]
    opinions: Sequence[Opinion]
    acts: Sequence[Act]
    attachments: Sequence[Attachment]
    article: str
    remark: str
    is_to_be_filled: bool
    verification: Verification
    printed_by: str
    printed_at: str


class ListForm(TypedDict, total=False):
    """A printed list; ``conditions`` are the filters in words, ``total`` counts what was not printed too."""

    title: str
    number: str
    secrecy: str
    unit: str
    date: str
    conditions: str
    columns: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[str]]
    total: int
    article: str
    verification: Verification
    printed_by: str
    printed_at: str


def record_pdf(form: RecordForm, *, template: str = "record.typ") -> bytes:
    """The record as an A4 PDF, by the common form or by a module's own template (absolute path)."""
    return compile_pdf(template, record_data(form))


def list_pdf(form: ListForm) -> bytes:
    """The list as a landscape A4 PDF; at most 2000 rows are printed, and the sheet says so."""
    return compile_pdf("list.typ", list_data(form))


def record_data(form: RecordForm) -> dict[str, Any]:
    """What ``record.typ`` reads: every key present."""
    return {
        **_common(form),
        "remark": form.get("remark", ""),
        "is_to_be_filled": form.get("is_to_be_filled", False),
        "groups": [
            {
                "title": group.get("title", ""),
                "cells": _filled(group.get("cells", ()), Cell, wide=False),
                "tables": _tables(group.get("tables", ())),
            }
            for group in form.get("groups", ())
        ],
        "tables": _tables(form.get("tables", ())),
        "opinions": _filled(form.get("opinions", ()), Opinion),
        "acts": _filled(form.get("acts", ()), Act),
        "attachments": _filled(form.get("attachments", ()), Attachment),
    }


def _tables(tables: Iterable[Table]) -> list[dict[str, Any]]:
    return [
        {
            "title": table.get("title", ""),
            "columns": list(table["columns"]),
            "rows": _squared(table.get("rows", ()), len(table["columns"])),
            "widths": list(table.get("widths", ())),
        }
        for table in tables
    ]


def list_data(form: ListForm) -> dict[str, Any]:
    """What ``list.typ`` reads: every key present."""
    rows = _squared(form.get("rows", ()), len(form["columns"]))
    return {
        **_common(form),
        "conditions": form.get("conditions", ""),
        "columns": list(form["columns"]),
        "widths": list(form.get("widths", ())),
        "rows": rows[:MAX_LIST_ROWS],
        "total": form.get("total", len(rows)),
    }


def _common(form: RecordForm | ListForm) -> dict[str, Any]:
    texts = ("number", "secrecy", "unit", "date", "article", "printed_by", "printed_at")
    verification = form.get("verification") or {}
    return {
        "title": form["title"],
        **{name: form.get(name, "") for name in texts},
        "verification": {name: verification.get(name, "") for name in ("code", "url", "qr_svg")},
    }


def _filled(items: Iterable[Mapping[str, Any]], shape: type[Any], **defaults: Any) -> list[dict[str, Any]]:
    names = shape.__annotations__
    return [{name: item.get(name, defaults.get(name, "")) for name in names} for item in items]


def _squared(rows: Iterable[Sequence[str]], width: int) -> list[list[str]]:
    """Rows of exactly this many cells."""
    return [[*map(_text, row[:width]), *[""] * (width - len(row))] for row in rows]


def _text(value: Any) -> str:
    return "" if value is None else str(value)
