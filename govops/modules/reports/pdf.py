"""The report as PDF, in the manner of an official report; and its charts as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from govops.kernel.printing.compiler import compile_pdf, compile_png
from govops.modules.reports.document import Document, is_numbered

PRINT = Path(__file__).resolve().parent / "print"
PICTURE_PPI = 220


def report_pdf(document: Document) -> bytes:
    return compile_pdf(PRINT / "report.typ", data_of(document))


def picture(svg: str) -> bytes:
    """A chart as PNG, drawn by the same compiler with the same fonts."""
    return compile_png(PRINT / "chart.typ", {"svg": svg}, ppi=PICTURE_PPI)[0]


def data_of(document: Document) -> dict[str, Any]:
    """What `report.typ` reads."""
    return {
        "title": document.title,
        "number": document.number,
        "unit": document.unit,
        "date": document.date,
        "secrecy": document.secrecy,
        "facts": [list(fact) for fact in document.facts],
        "parts": [
            {
                "heading": part.heading,
                "paragraphs": [
                    {"text": paragraph, "numbered": is_numbered(paragraph)} for paragraph in part.paragraphs
                ],
                "tables": [
                    {
                        "title": table.title,
                        "heads": list(table.heads),
                        "rows": table.rows,
                        "widths": list(table.widths),
                    }
                    for table in part.tables
                ],
                "charts": [{"title": chart.title, "svg": chart.svg} for chart in part.charts],
            }
            for part in document.parts
        ],
    }
