"""What goes out comes back in: every kind, any text."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from govops.kernel.sheets.plan import SheetColumn, SheetPlan
from govops.kernel.sheets.reading import read
from govops.kernel.sheets.results import Outcome, result_workbook
from govops.kernel.sheets.values import CELL_LIMIT, plain
from govops.kernel.sheets.writing import export, template

PLAN = SheetPlan(
    code="visitor_entry",
    title="机房外来人员登记",
    article="S4 第三条",
    key=("number",),
    columns=(
        SheetColumn("number", "编号", required=True, max_length=40, help="由系统生成；新增时自拟"),
        SheetColumn("reason", "事由", "long"),
        SheetColumn("people", "人数", "integer"),
        SheetColumn("amount", "金额", "decimal"),
        SheetColumn("day", "日期", "date"),
        SheetColumn("entered_at", "进入时间", "datetime"),
        SheetColumn("foreign", "是否外宾", "bool"),
        SheetColumn("kind", "类别", "choice", choices=[("repair", "维护"), ("visit", "参观"), (3, "其他")]),
        SheetColumn("room", "机房", "reference", choices=[("A", "主机房")]),
        SheetColumn("unit", "单位", "reference"),
    ),
)
NAMES = [column.name for column in PLAN.columns]
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=60).filter(str.strip)
RISKY = st.builds(
    str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "'", "_x0041_", "#N/A", "\n"]), TEXT
)
ROWS = st.tuples(
    st.none() | RISKY | TEXT.map(plain).filter(str.strip),
    st.none() | st.integers(-(10**30), 10**30),
    st.none() | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
    st.none() | st.dates(date(1900, 3, 1), date(2999, 12, 31)),
    st.none()
    | st.datetimes(datetime(1950, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda moment: moment.replace(microsecond=0)
    ),
    st.none() | st.booleans(),
    st.sampled_from([None, "repair", "visit", 3]),
    st.sampled_from([None, "A"]),
    st.none() | st.from_regex(r"[一-龥a-z]{1,9}", fullmatch=True),
)


def one(values: list[Any]) -> dict[str, Any]:
    parsed = read(PLAN, export(PLAN, [values]))
    assert parsed.all_errors == []
    return parsed.rows[0].values


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=6))
def test_a_re_import_of_an_export_changes_nothing(rows: list[tuple[Any, ...]]) -> None:
    wanted = [[f"N-{i}", *row] for i, row in enumerate(rows)]
    parsed = read(PLAN, export(PLAN, iter(wanted)))
    assert parsed.all_errors == []
    assert [[row.values[name] for name in NAMES] for row in parsed.rows] == wanted
    assert [row.line_no for row in parsed.rows] == list(range(2, len(rows) + 2))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", "'quoted", "#N/A", "=cmd|' /C calc'!A0", "_x0041_", " x "],
)
def test_risky_text_is_no_formula_and_comes_back_the_same(text: str) -> None:
    workbook = export(PLAN, [["N-1", text, *[None] * 8]])
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    cell = load_workbook(io.BytesIO(workbook)).worksheets[0]["B2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "\t", "#N/A"))
    assert read(PLAN, workbook).rows[0].values["reason"] == text


def test_control_characters_do_not_break_an_export() -> None:
    assert one(["N-1", "a\x00\x0b\ud800b\r\nc", *[None] * 8])["reason"] == "ab\nc"


def test_a_text_that_fits_no_cell_is_cut_and_refused_on_return() -> None:
    parsed = read(PLAN, export(PLAN, [["N-1", "长" * (CELL_LIMIT + 1), *[None] * 8]]))
    assert "截断" in parsed.rows[0].errors[0].sentence
    assert one(["N-1", "长" * CELL_LIMIT, *[None] * 8])["reason"] == "长" * CELL_LIMIT


def test_long_numbers_keep_every_digit() -> None:
    values = one(["N-1", None, 123456789012345678, Decimal("0.12345678901234567890"), *[None] * 6])
    assert values["people"] == 123456789012345678
    assert values["amount"] == Decimal("0.12345678901234567890")


def test_times_are_local_in_the_workbook() -> None:
    when = datetime(2026, 11, 23, 6, 3, tzinfo=UTC)
    workbook = export(PLAN, [["N-1", None, None, None, None, when, *[None] * 4]])
    assert load_workbook(io.BytesIO(workbook)).worksheets[0]["F2"].value == timezone.make_naive(when)


def test_the_template_offers_what_may_be_chosen() -> None:
    book = load_workbook(io.BytesIO(template(PLAN)))
    sheet, options, advice = book.worksheets
    assert sheet.title == "机房外来人员登记"
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == [column.title for column in PLAN.columns]
    assert options.sheet_state == "hidden"
    assert [row[1].value for row in options.iter_rows()] == ["类别", "维护", "参观", "其他"]
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists["H2"] == "'选项'!$B$2:$B$4"
    assert advice.title == "填写说明"
    words = " ".join(str(cell.value) for row in advice.iter_rows() for cell in row if cell.value)
    assert "S4 第三条" in words
    assert "最多 40 个字" in words


def test_an_empty_template_says_that_it_is_empty() -> None:
    assert [error.sentence for error in read(PLAN, template(PLAN)).errors] == [
        "文件中没有数据，请从第 2 行起填写。"
    ]


def test_sheet_titles_are_what_excel_allows() -> None:
    assert SheetPlan("x", "a/b[c]:*?\\" + "长" * 40, ()).sheet_title == "abc" + "长" * 28
    assert SheetPlan("x", "??", ()).sheet_title == "数据"


@pytest.mark.parametrize(
    "columns",
    [
        (SheetColumn("a", "甲"), SheetColumn("a", "乙")),
        (SheetColumn("a", "甲"), SheetColumn("b", "甲 ")),
        (SheetColumn("a", "甲", "choice"),),
        (SheetColumn("a", "甲", "choice", choices=[(1, "同"), (2, "同")]),),
    ],
)
def test_a_wrong_plan_fails_at_once(columns: tuple[SheetColumn, ...]) -> None:
    with pytest.raises(ValueError, match="x: "):
        SheetPlan("x", "表", columns)


def test_a_result_workbook_says_what_became_of_each_line() -> None:
    rows = [["N-1", "=好", 2, *[None] * 7], ["N-2", None, 3, *[None] * 7], ["N-3", *[None] * 9]]
    parsed = read(PLAN, export(PLAN, rows))
    outcomes = {
        2: Outcome("新增"),
        3: Outcome("失败", "人数超过房间容量。", ok=False, fields=frozenset({"people"})),
    }
    workbook = result_workbook(PLAN, parsed, outcomes)
    sheet = load_workbook(io.BytesIO(workbook)).worksheets[0]
    assert [cell.value for cell in sheet[1]][-2:] == ["结果", "说明"]
    assert [sheet.cell(line, 11).value for line in (2, 3, 4)] == ["新增", "失败", "未导入"]
    assert sheet["L3"].value == "人数超过房间容量。"
    assert sheet["C3"].font.color.rgb.endswith("C0392B")
    assert "C0392B" not in str(sheet["C2"].font.color)
    again = read(PLAN, workbook)
    assert [row.values for row in again.rows] == [row.values for row in parsed.rows]


def test_a_result_workbook_shows_the_faults_of_the_file() -> None:
    sheet = load_workbook(io.BytesIO(result_workbook(PLAN, read(PLAN, b"x"), {}))).worksheets[0]
    assert sheet["K2"].value == "失败"
    assert ".xlsx" in sheet["L2"].value
