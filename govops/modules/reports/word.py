"""The report as a Word document that a bureau can go on with: the fonts, sizes and indents of official papers.

The fonts are named, not embedded: 方正小标宋 for the title, 黑体 for headings, 仿宋 for the body; a machine without them
shows its own Song.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from govops.modules.reports.document import Chart, Document, Table
from govops.modules.reports.pdf import picture

TITLE, HEADING, BODY = "方正小标宋简体", "黑体", "仿宋_GB2312"
LATIN = "Times New Roman"
BODY_SIZE, SMALL = Pt(16), Pt(10.5)
TEXT_WIDTH = Mm(156)
CELL_SPACE = Pt(2)
#: tables up to so many rows stay on one page
MOST_TOGETHER = 14


def report_docx(document: Document) -> bytes:
    """The whole report as a .docx file."""
    paper = docx.Document()
    _page(paper)
    _style(paper)
    if document.secrecy:
        _line(paper, document.secrecy, font=HEADING, size=Pt(14))
    _line(paper, document.title, font=TITLE, size=Pt(22), align=WD_ALIGN_PARAGRAPH.CENTER, after=Pt(12))
    _line(
        paper,
        f"{document.unit}　　{document.date}",
        size=Pt(14),
        align=WD_ALIGN_PARAGRAPH.CENTER,
        after=Pt(14),
    )
    _table(paper, Table("", ("项目", "内容"), [list(fact) for fact in document.facts], (1, 6)), leads=False)
    for part in document.parts:
        _line(paper, part.heading, font=HEADING, indent=True, together=True, level=1)
        for words in part.paragraphs:
            _line(paper, words, indent=True)
        for table in part.tables:
            _table(paper, table)
        for chart in part.charts:
            _picture(paper, chart)
    _line(paper, document.unit, align=WD_ALIGN_PARAGRAPH.RIGHT, before=Pt(28))
    _line(paper, document.date, align=WD_ALIGN_PARAGRAPH.RIGHT)
    paper.core_properties.title = document.title
    paper.core_properties.author = document.unit
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _page(paper: Any) -> None:
    """A4 with the margins of GB/T 9704, the page number between dashes."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, "— ", size=Pt(14))
    number = _run(footer, "", size=Pt(14))
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        number._r.append(part)
    _run(footer, " —", size=Pt(14))


def _style(paper: Any) -> None:
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, BODY_SIZE
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)


def _run(paragraph: Any, words: str, *, font: str = BODY, size: Any = BODY_SIZE, bold: bool = False) -> Any:
    run = paragraph.add_run(words)
    run.font.name, run.font.size, run.font.bold = LATIN, size, bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _line(
    paper: Any, words: str, *, font: str = BODY, size: Any = BODY_SIZE, align: Any = None, indent: bool = False,
    before: Any = None, after: Any = None, together: bool = False, level: int = 0,
) -> Any:  # fmt: skip
    """A paragraph of 28 points a line; `indent` by two signs, whatever their size; `level`: its place in the outline."""
    paragraph = paper.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(28, size.pt * 1.4))
    form.space_before, form.space_after, form.keep_with_next = before, after, together
    if align is not None:
        paragraph.alignment = align
    properties = paragraph._p.get_or_add_pPr()
    if indent:
        by = properties.get_or_add_ind()
        by.set(qn("w:firstLineChars"), "200")
        by.set(qn("w:firstLine"), str(int(size.pt * 2 * 20)))
    if level:
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level - 1))
        properties.append(outline)
    _run(paragraph, words, font=font, size=size)
    return paragraph


def _table(paper: Any, table: Table, *, leads: bool = True) -> None:
    """三线表: thick above and below, thin under the heads; `leads`: it has a row of heads."""
    if table.title:
        _line(
            paper,
            table.title,
            font=HEADING,
            size=SMALL,
            align=WD_ALIGN_PARAGRAPH.CENTER,
            before=Pt(8),
            together=True,
        )
    rows = [list(table.heads), *table.rows] if leads else table.rows
    grid = paper.add_table(rows=len(rows), cols=len(table.heads))
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    _borders(grid._tbl.tblPr, top=12, bottom=12)
    widths = [int(TEXT_WIDTH * part / sum(table.widths)) for part in table.widths]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width  # what other programs than Word go by
    is_short = len(rows) <= MOST_TOGETHER
    for place, row in enumerate(rows):
        is_head = leads and place == 0
        for column, words in enumerate(row):
            cell = grid.cell(place, column)
            cell.width = widths[column]
            at_left = column == 0 or not leads
            _cell(cell, words, is_head=is_head or (not leads and column == 0), at_left=at_left)
            cell.paragraphs[0].paragraph_format.keep_with_next = is_head or (
                is_short and place < len(rows) - 1
            )
            if is_head:
                _borders(cell._tc.get_or_add_tcPr(), bottom=6)
        _mark(grid.rows[place], "w:cantSplit")
    if leads:
        _mark(grid.rows[0], "w:tblHeader")
    _line(paper, "", size=Pt(8))


def _cell(cell: Any, words: str, *, is_head: bool, at_left: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if at_left else WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = CELL_SPACE
    _run(paragraph, words, font=HEADING if is_head else BODY, size=SMALL)


def _borders(properties: Any, **edges: int) -> None:
    """Edges in eighths of a point, on a table or a cell."""
    is_table = properties.tag == qn("w:tblPr")
    borders = OxmlElement("w:tblBorders" if is_table else "w:tcBorders")
    for edge, size in edges.items():
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)


def _mark(row: Any, name: str) -> None:
    """A row that repeats on the next page (w:tblHeader), or that is not torn apart (w:cantSplit)."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _picture(paper: Any, chart: Chart) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run().add_picture(BytesIO(picture(chart.svg)), width=TEXT_WIDTH)
    _line(paper, chart.title, font=HEADING, size=SMALL, align=WD_ALIGN_PARAGRAPH.CENTER, after=Pt(8))
