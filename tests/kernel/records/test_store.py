"""Numbers, rows inside a record, and the short lists people type."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from govops.kernel import moment
from govops.kernel.records import numbers
from govops.kernel.records.fields import RowColumn, RowsField
from tests.moments import SHANGHAI

COLUMNS = (
    RowColumn("name", "名称", required=True, max_length=10),
    RowColumn("quantity", "数量", kind="int"),
    RowColumn("storage", "含介质", choices=(("no", "否"), ("yes", "是"))),
)
FIELD = RowsField("物品", columns=COLUMNS, max_rows=3)


def test_numbers_begin_anew_each_year_and_have_four_digits(db: None) -> None:
    with moment.at(datetime(2031, 5, 1, tzinfo=SHANGHAI)):
        assert [numbers.next_number("ZZT") for _ in range(2)] == ["ZZT-2031-0001", "ZZT-2031-0002"]
    with moment.at(datetime(2032, 1, 1, 0, 30, tzinfo=SHANGHAI)):
        assert numbers.next_number("ZZT") == "ZZT-2032-0001"


def test_a_number_of_a_rolled_back_creation_is_not_given_again(db: None) -> None:
    with moment.at(datetime(2031, 5, 1, tzinfo=SHANGHAI)):
        first = numbers.next_number("ZZS")
        with transaction.atomic():
            numbers.next_number("ZZS")
            transaction.set_rollback(True)
        assert numbers.next_number("ZZS") > first


def test_several_numbers_are_as_good_as_one_by_one(db: None) -> None:
    found = numbers.several("ZZU", 3, year=2031)
    assert found == ["ZZU-2031-0001", "ZZU-2031-0002", "ZZU-2031-0003"]
    assert numbers.several("ZZU", 0, year=2031) == []
    assert numbers.several("ZZU", 1, year=2031) == ["ZZU-2031-0004"]


@pytest.mark.parametrize("series", ["", "a", "ZZ1", "A", "TOOLONGSERIES", "A;DROP"])
def test_a_series_is_capital_letters(db: None, series: str) -> None:
    with pytest.raises(ValueError, match="capital letters"):
        numbers.next_number(series)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([{"name": ""}], None),
        ([{"name": "", "quantity": "1"}], "“物品”第 1 行的“名称”没有填写，请补充或删去该行。"),
        ([{"name": "锤", "quantity": "一"}], "“物品”第 1 行的“数量”应为整数。"),
        ([{"name": "锤" * 11}], "“物品”第 1 行的“名称”超过 10 个字，请缩短。"),
        ([{"name": "锤", "storage": "也许"}], "“物品”第 1 行的“含介质”只能是：否、是。"),
        ([{"name": "锤", "colour": "红"}], "“物品”没有“colour”一栏，请删去。"),
        ([{"name": "锤"}] * 4, "“物品”最多 3 行，请分开填写。"),
        ("不是表", "“物品”应为若干行，每行含：名称、数量、含介质。"),
    ],
)
def test_rows_say_which_cell_is_wrong(rows: Any, sentence: str | None) -> None:
    if sentence is None:
        assert FIELD.checked(rows) == []
        return
    with pytest.raises(ValidationError) as refused:
        FIELD.checked(rows)
    assert refused.value.messages == [sentence]


CELL = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs"), exclude_characters="|"),
    min_size=1,
    max_size=10,
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"name": CELL, "quantity": st.integers(0, 9999), "storage": st.sampled_from(["", "no", "yes"])}
        ),
        max_size=3,
    )
)
def test_rows_written_as_lines_are_read_back_the_same(rows: list[dict[str, Any]]) -> None:
    assert FIELD.checked(FIELD.from_lines(FIELD.to_lines(rows))) == FIELD.checked(rows)


def test_too_many_cells_on_a_line_are_named() -> None:
    with pytest.raises(ValidationError, match="一行最多 3 栏"):
        FIELD.from_lines("a | 1 | 否 | 多")
