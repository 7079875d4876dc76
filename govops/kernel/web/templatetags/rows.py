"""The rows of a table as HTML.

In Python, not in a template: a page has hundreds of cells, and including a template for each took a third of its time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.template.defaultfilters import date as day_words
from django.utils.safestring import SafeString

from govops.kernel.web.templatetags import ui

Cell = Mapping[str, Any]
register = template.Library()


def text_of(value: Any) -> str:
    """`conditional_escape` without its detour for lazy texts: it runs a thousand times a page."""
    if type(value) is str:
        return value if value.isalnum() else escape(value)
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def _chip(cell: Cell) -> str:
    return ui.chip_of(cell)


def _time_left(cell: Cell) -> str:
    return ui.time_left(cell.get("left"))


def _person(cell: Cell) -> str:
    return ui.person(cell.get("value") or cell.get("text"))


def _when(cell: Cell) -> str:
    return ui.when(cell.get("value"))


def _date(cell: Cell) -> str:
    return text_of(day_words(cell.get("value"), "Y-m-d"))


def _money(cell: Cell) -> str:
    return text_of(ui.yuan(cell.get("value")))


def _html(cell: Cell) -> str:
    return text_of(cell.get("html", ""))


def _check(cell: Cell) -> str:
    return f'{ui.draw_icon("check")}<span class="visually-hidden">是</span>' if cell.get("value") else ""


def _text(cell: Cell) -> str:
    badge = f"{ui.chip_of(cell['badge'])} " if cell.get("badge") else ""
    tone = f' class="tone-{text_of(cell["tone"])}"' if cell.get("tone") else ""
    return f"{badge}<span{tone}>{text_of(cell.get('text', ''))}</span>"


_KINDS: dict[str, Callable[[Cell], str]] = {
    "chip": _chip, "time_left": _time_left, "person": _person, "when": _when, "date": _date, "money": _money, "html": _html,
    "check": _check,
}  # fmt: skip


def cell_html(cell: Cell) -> str:
    """One `<td>`.

    cell: kind (text number chip time_left person date when money html check), text, sub, tone, left, html, url, value,
    badge (text, tone), class, label (the column's title, shown on narrow screens).
    """
    kind = cell.get("kind") or "text"
    inside = _KINDS.get(kind, _text)(cell)
    if url := cell.get("url"):
        inside = f'<a href="{text_of(url)}">{inside}</a>'
    if sub := cell.get("sub"):
        inside += f"<small>{text_of(sub)}</small>"
    css = f"{kind} {cell['class']}" if cell.get("class") else kind
    return f'<td class="cell-{text_of(css)}" data-label="{text_of(cell.get("label") or "")}"><div class="cell">{inside}</div></td>'


@register.simple_tag
def table_cells(cells: Iterable[Cell]) -> SafeString:
    """The cells of one row."""
    return SafeString("".join(map(cell_html, cells)))


@register.simple_tag
def table_body(table: Mapping[str, Any]) -> SafeString:
    """All rows of a table: see `ui/table.html` for what it holds."""
    selectable = bool(table.get("selectable"))
    return SafeString("".join(_row(row, selectable=selectable) for row in table["rows"]))


def _row(row: Mapping[str, Any], *, selectable: bool) -> str:
    url = f' data-url="{text_of(row["url"])}"' if row.get("url") else ""
    tone = f' class="row-{text_of(row["tone"])}"' if row.get("tone") else ""
    return f"<tr{url}{tone}>{_tick(row) if selectable else ''}{table_cells(row['cells'])}</tr>\n"


def _tick(row: Mapping[str, Any]) -> str:
    if row.get("selectable") is False:
        return '<td class="cell-check"></td>'
    return f'<td class="cell-check"><input type="checkbox" class="tick" name="ids" value="{text_of(row["id"])}" aria-label="选择此行"></td>'
