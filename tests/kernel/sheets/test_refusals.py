"""Every fault of an upload is a sentence that names its place and the way out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from govops.kernel.sheets import package
from govops.kernel.sheets.plan import SheetColumn, SheetPlan
from govops.kernel.sheets.reading import Parsed, read
from govops.kernel.sheets.writing import export

PLAN = SheetPlan(
    code="key_request",
    title="门卡申请",
    key=("number",),
    columns=(
        SheetColumn("number", "编号", required=True),
        SheetColumn("holder", "持卡人", max_length=4),
        SheetColumn("count", "数量", "integer"),
        SheetColumn("price", "单价", "decimal"),
        SheetColumn("day", "领用日期", "date"),
        SheetColumn("at", "时间", "datetime"),
        SheetColumn("lost", "是否遗失", "bool"),
        SheetColumn("kind", "类型", "choice", choices=[("t", "临时卡"), ("p", "长期卡")]),
    ),
)
TITLES = [column.title for column in PLAN.columns]


def book(*rows: list[Any], head: list[Any] | None = None) -> bytes:
    """A workbook as a person would make it, by hand."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in [head or TITLES, *rows]:
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def line(**values: Any) -> list[Any]:
    return [values.get(column.name, "N-1" if column.name == "number" else None) for column in PLAN.columns]


def sentences(parsed: Parsed) -> list[str]:
    return [error.sentence for error in parsed.all_errors]


def edited(workbook: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The workbook with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, part: part.replace(old, new, 1) if name == "xl/worksheets/sheet1.xml" else part


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("holder", 13800001111, "…"),
        ("number", 13800001111.0, "13800001111"),
        ("number", 1.5, "1.5"),
        ("number", date(2026, 1, 2), "2026-01-02"),
        ("count", "１２", 12),
        ("count", "1,234", 1234),
        ("count", 3.0, 3),
        ("day", "2026年11月3日", date(2026, 11, 3)),
        ("day", "2026/11/3", date(2026, 11, 3)),
        ("day", "20261103", date(2026, 11, 3)),
        ("day", 20261103, date(2026, 11, 3)),
        ("day", datetime(2026, 11, 3), date(2026, 11, 3)),  # noqa: DTZ001
        ("lost", "是", True),
        ("lost", False, False),
        ("lost", 1, True),
        ("kind", " 临时卡 ", "t"),
        ("kind", "P", "p"),
        ("at", "2026-11-03 14:05", "2026-11-03T14:05:00+08:00"),
        ("at", "2026年11月3日14时5分", "2026-11-03T14:05:00+08:00"),
        ("at", datetime(2026, 11, 3, 14, 5, 59), "2026-11-03T14:05:59+08:00"),  # noqa: DTZ001
        ("at", date(2026, 11, 3), "2026-11-03T00:00:00+08:00"),
    ],
)
def test_what_people_write_is_understood(name: str, cell: Any, value: Any) -> None:
    parsed = read(PLAN, book(line(**{name: cell})))
    if value == "…":
        assert sentences(parsed) == ["第 2 行“持卡人”有 11 个字，最多 4 个字。"]
        return
    assert sentences(parsed) == []
    got = parsed.rows[0].values[name]
    assert (got.isoformat() if isinstance(got, datetime) else got) == value


@pytest.mark.parametrize(
    ("name", "cell", "sentence"),
    [
        ("number", " ", "第 2 行“编号”不能为空。"),
        ("holder", "一二三四五", "第 2 行“持卡人”有 5 个字，最多 4 个字。"),
        ("number", 4401061990010112345, "超过 15 位的数字"),
        ("count", "两张", "第 2 行“数量”应填数字，不能是“两张”。"),
        ("count", 1.5, "第 2 行“数量”应填整数，不能是“1.5”。"),
        ("count", True, "第 2 行“数量”应填数字。"),
        ("price", "NaN", "应填数字"),
        ("price", "1_000", "应填数字"),
        ("price", "1e999999", "应填数字"),
        ("day", "2026-02-30", "第 2 行“领用日期”日历上没有“2026-02-30”这个时间。"),
        ("day", "下周一", "第 2 行“领用日期”不是有效日期：“下周一”，请按 2026-11-23 的样式填写。"),
        ("day", 46000, "不是有效日期"),
        ("day", datetime(2026, 11, 3, 14, 5), "应只填日期"),  # noqa: DTZ001
        ("day", "0026-11-03", "年份 26 不合理"),
        ("at", "14:05", "不是有效时间"),
        ("at", "2026-11-03 25:00", "日历上没有"),
        ("lost", "也许", "第 2 行“是否遗失”应填“是”或“否”，不能是“也许”。"),
        ("kind", "临时", "没有“临时”这一选项，是不是“临时卡”；可选：临时卡、长期卡"),
        ("kind", "VIP", "第 2 行“类型”没有“VIP”这一选项；可选：临时卡、长期卡。"),
    ],
)
def test_a_wrong_cell_is_named(name: str, cell: Any, sentence: str) -> None:
    parsed = read(PLAN, book(line(**({"holder": "王"} | {name: cell}))))
    assert len(parsed.all_errors) == 1
    error = parsed.all_errors[0]
    assert sentence in error.sentence
    assert (error.column, error.line) == (name, 2)
    assert not parsed.is_clean


def test_every_fault_of_every_line_is_told_at_once() -> None:
    parsed = read(PLAN, book(line(count="x", day="y"), line(number="N-2"), line(number="N-3", lost="z")))
    assert [(error.line, error.column) for error in parsed.all_errors] == [
        (2, "count"),
        (2, "day"),
        (4, "lost"),
    ]


def test_blank_lines_are_skipped_and_numbers_stay_true() -> None:
    parsed = read(PLAN, book(line(), [], [" "], line(number="N-2")))
    assert [row.line_no for row in parsed.rows] == [2, 5]


def test_the_same_record_twice_is_refused() -> None:
    assert sentences(read(PLAN, book(line(), line()))) == [
        "第 3 行“编号”与第 2 行是同一条记录（编号相同），请合并为一行。"
    ]


def test_formulas_are_refused_with_and_without_a_cached_value() -> None:
    assert sentences(read(PLAN, book(line(count="=1+1")))) == [
        "第 2 行“数量”含有公式，请复制后“选择性粘贴—数值”再上传。"
    ]
    cached = edited(book(line(count=7)), in_sheet(b"<v>7</v>", b"<f>3+4</f><v>7</v>"))
    assert "含有公式" in sentences(read(PLAN, cached))[0]


def test_error_values_are_refused() -> None:
    broken = edited(book(line(count=7)), in_sheet(b't="n"><v>7</v>', b't="e"><v>#N/A</v>'))
    assert sentences(read(PLAN, broken)) == ["第 2 行“数量”是 Excel 的错误值，请改正后再上传。"]


def test_control_characters_are_refused() -> None:
    odd = edited(
        book(line(holder="QQQ")),  # ASCII, which every XML writer leaves as it is
        lambda name, part: part.replace(b"QQQ", "王_x0007_".encode()),
    )
    assert sentences(read(PLAN, odd)) == ["第 2 行“持卡人”含有不可见的控制字符（U+0007），请删除后重新填写。"]


def test_merged_cells_are_refused() -> None:
    merged = edited(
        book(line()),
        in_sheet(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="B2:B5"/></mergeCells>'),
    )
    assert "合并单元格（B2:B5）" in sentences(read(PLAN, merged))[0]


def test_columns_are_named_when_they_are_missing_unknown_or_double() -> None:
    head = ["编号", "持卡人员", "数量", "数量", "单价", "领用日期", "时间", "是否遗失", "类型"]
    assert sentences(read(PLAN, book(line(), head=head))) == [
        "列名“数量”重复（C 列和 D 列），请删去一列。",
        "不认识列“持卡人员”，是不是“持卡人”；请按模板的列名填写，或删去这一列。",
        "缺少列“持卡人”，请按模板补上这一列。",
    ]


def test_columns_may_stand_in_any_order_and_titles_are_forgiving() -> None:
    parsed = read(PLAN, book(["卡", *["x"] * 0], head=[" 编号＊ ", *TITLES[1:]]))
    assert parsed.rows[0].values["number"] == "卡"
    parsed = read(PLAN, book(list(reversed(line(count=2))), head=list(reversed(TITLES))))
    assert parsed.rows[0].values["count"] == 2


def test_a_partial_upload_leaves_missing_columns_out() -> None:
    parsed = read(PLAN, book(["N-1", 2], head=["编号", "数量"]), partial=True)
    assert parsed.rows[0].values == {"number": "N-1", "count": 2}
    assert sentences(read(PLAN, book([2], head=["数量"]), partial=True)) == [
        "缺少列“编号”，请按模板补上这一列。"
    ]


def test_content_without_a_title_is_not_lost_in_silence() -> None:
    assert sentences(read(PLAN, book([*line(), "备忘"]))) == [
        "第 2 行 I 列有内容但没有列名，请补上列名或删去内容。"
    ]


def test_a_file_without_titles_is_refused() -> None:
    empty = io.BytesIO()
    Workbook().save(empty)
    assert sentences(read(PLAN, empty.getvalue())) == ["第 1 行没有列名，请下载模板，把数据填在第 2 行起。"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "这不是 .xlsx 工作簿"),
        ("编号,数量".encode(), "这不是 .xlsx 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 .xls 或加了密码"),
        (b"PK\x03\x04 broken", "已损坏"),
    ],
)
def test_other_files_are_refused(content: bytes, words: str) -> None:
    parsed = read(PLAN, content)
    assert words in sentences(parsed)[0]
    assert parsed.rows == []


def test_a_zip_of_something_else_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "这不是 .xlsx 工作簿" in sentences(read(PLAN, out.getvalue()))[0]


def test_macros_are_refused() -> None:
    content = io.BytesIO(book(line()))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert "含有宏" in sentences(read(PLAN, content.getvalue()))[0]


def test_too_large_a_file_is_refused_from_bytes_streams_and_paths(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    path.write_bytes(b"PK" + b"\0" * 2000)
    for file in (path, path.read_bytes(), io.BytesIO(path.read_bytes())):
        assert sentences(read(PLAN, file, max_bytes=1000)) == [
            "文件超过 0.001 MB，请拆分成几个文件后分次上传。"
        ]
    path.write_bytes(book(line()))
    assert read(PLAN, path).is_clean


def test_too_many_rows_are_refused() -> None:
    assert sentences(read(PLAN, book(*(line(number=f"N-{i}") for i in range(4))), max_rows=3)) == [
        "超过 3 行，请拆分成几个文件后分次上传。"
    ]


def test_a_zip_bomb_is_refused_without_unpacking_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_INFLATED", 1_000_000)
    bomb = edited(book(line()), in_sheet(b"</sheetData>", b" " * 5_000_000 + b"</sheetData>"))
    assert len(bomb) < 50_000
    assert sentences(read(PLAN, bomb)) == ["工作簿展开后超过 1 MB，请拆分成几个文件后分次上传。"]


def test_a_cell_in_the_far_corner_is_refused_before_memory_is() -> None:
    far = edited(
        book(line()),
        in_sheet(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'),
    )
    assert "区域过大（直到 XFD1048576）" in sentences(read(PLAN, far))[0]


@pytest.mark.parametrize("reference", [b"xfd1048576", b"ZZZ1", b"A9999999", b"A0", b"1"])
def test_strange_places_are_refused(reference: bytes) -> None:
    odd = edited(book(line()), in_sheet(b'r="A2"', b'r="' + reference + b'"'))
    assert "结构异常" in sentences(read(PLAN, odd))[0]


def as_excel_saves(workbook: bytes) -> bytes:
    """The workbook with its texts in the shared table, where Excel and WPS put them."""
    texts: list[bytes] = []

    def share(match: re.Match[bytes]) -> bytes:
        texts.append(match[2])
        return b'%s t="s"><v>%d</v></c>' % (match[1], len(texts) - 1)

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            return re.sub(
                rb'(<c [^>]*?) t="inlineStr"><is><t[^>]*>(.*?)</t></is></c>', share, part, flags=re.S
            )
        if name == "[Content_Types].xml":
            kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            entry = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
            return part.replace(b"</Types>", entry)
        if name == "xl/_rels/workbook.xml.rels":
            kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
            entry = b'<Relationship Id="rId99" Type="%s" Target="sharedStrings.xml"/></Relationships>' % kind
            return part.replace(b"</Relationships>", entry)
        return part

    out = io.BytesIO(edited(workbook, change))
    with zipfile.ZipFile(out, "a") as archive:
        items = b"".join(b"<si><t>%s</t></si>" % text for text in texts)
        space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (space, items))
    return out.getvalue()


def test_a_workbook_saved_by_excel_reads_the_same() -> None:
    own = export(PLAN, [line(holder="王磊", kind="t", count=3)])
    shared = as_excel_saves(own)
    assert b"inlineStr" not in zipfile.ZipFile(io.BytesIO(shared)).read("xl/worksheets/sheet1.xml")
    assert [row.values for row in read(PLAN, shared).rows] == [row.values for row in read(PLAN, own).rows]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_document_types_are_refused(part: str) -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        head, _, body = content.partition(b"?>") if content.startswith(b"<?xml") else (b"", b"", content)
        return (head + b"?>" if head else b"") + entities + body

    assert "结构异常" in sentences(read(PLAN, edited(as_excel_saves(book(line())), change)))[0]


def test_broken_xml_is_refused() -> None:
    assert "已损坏" in sentences(read(PLAN, edited(book(line()), in_sheet(b"</sheetData>", b""))))[0]


def test_the_sheet_of_the_plan_is_found_among_others() -> None:
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active.append(["别的"])
    sheet = workbook.create_sheet("门卡申请")
    sheet.append(TITLES)
    sheet.append(line(number="N-9"))
    out = io.BytesIO()
    workbook.save(out)
    assert read(PLAN, out.getvalue()).rows[0].values["number"] == "N-9"


def test_an_export_reads_clean() -> None:
    assert read(PLAN, export(PLAN, [line(kind="t")])).is_clean
