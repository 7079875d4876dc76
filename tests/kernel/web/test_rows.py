"""The rows of a table: what a cell shows, and that nothing in it can become markup."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.safestring import SafeString

from govops.kernel.web.templatetags.rows import cell_html, table_body, table_cells, text_of


def test_a_text_cell_carries_its_column_for_narrow_screens() -> None:
    assert (
        cell_html({"text": "主机房", "label": "机房"})
        == '<td class="cell-text" data-label="机房"><div class="cell"><span>主机房</span></div></td>'
    )


@pytest.mark.parametrize("key", ["text", "sub", "url", "label", "class", "tone"])
def test_everything_in_a_cell_is_escaped(key: str) -> None:
    html = cell_html({"text": "x", key: "\"><script>'&"})
    assert "<script>" not in html
    assert '"&gt;' not in html


@pytest.mark.parametrize("kind", ["chip", "person", "html"])
def test_kinds_escape_what_they_show(kind: str) -> None:
    assert "<script>" not in cell_html(
        {"kind": kind, "text": "<script>", "html": "<script>", "tone": "accent"}
    )


def test_markup_that_is_known_to_be_safe_stays() -> None:
    assert "<b>粗</b>" in cell_html({"kind": "html", "html": SafeString("<b>粗</b>")})
    assert text_of(SafeString("<b>")) == "<b>"
    assert text_of(5) == "5"


@pytest.mark.parametrize("kind", ["when", "date", "person", "chip", "check", "money"])
def test_an_empty_value_shows_nothing(kind: str) -> None:
    assert f'<td class="cell-{kind}" data-label=""><div class="cell"></div></td>' == cell_html(
        {"kind": kind, "value": None, "text": ""}
    )


def test_a_row_can_be_ticked_unless_it_says_not() -> None:
    rows: list[dict[str, Any]] = [
        {"id": 7, "url": "/r/x/7/?back=%2F", "cells": [{"text": "甲"}]},
        {"id": 8, "selectable": False, "tone": "red", "cells": [{"text": "乙"}]},
    ]
    html = table_body({"rows": rows, "selectable": True})
    assert html.count("<tr") == 2
    assert html.count('name="ids"') == 1
    assert 'value="7"' in html
    assert '<tr class="row-red">' in html
    assert "cell-check" not in table_body({"rows": rows})


def test_cells_stand_in_their_order() -> None:
    html = table_cells([{"text": "一"}, {"text": "二", "sub": "小字"}])
    assert html.index("一") < html.index("二") < html.index("<small>小字</small>")
