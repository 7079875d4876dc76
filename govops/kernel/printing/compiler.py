"""Typst behind one function: a template, plain data, bytes out."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import orjson
import typst

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.printing import fonts

TEMPLATES = Path(__file__).resolve().parent / "typst"

ROOT = Path(__file__).resolve().parents[2]
"""The package folder. A module's template lies below it and imports ``/kernel/printing/typst/form.typ``."""

logger = logging.getLogger(__name__)

_QUOTED = re.compile(r"`[^`]*`", re.DOTALL)


def compile_pdf(template: str | Path, data: Mapping[str, Any]) -> bytes:
    """The PDF (PDF/A-2b, fit for archives) of a template with this data.

    ``template`` is a path, or the bare name of a template of the kernel (``"record.typ"``). The data reaches
    the template as one JSON input and is never read as markup, whatever it contains.
    """
    pages = _compile(template, data, "pdf", None)
    return pages if isinstance(pages, bytes) else b"".join(pages)


def compile_png(template: str | Path, data: Mapping[str, Any], *, ppi: float = 96) -> list[bytes]:
    """The pages as pictures, for a preview."""
    pages = _compile(template, data, "png", ppi)
    return [pages] if isinstance(pages, bytes) else pages


def _compile(
    template: str | Path, data: Mapping[str, Any], form: Literal["pdf", "png"], ppi: float | None
) -> bytes | list[bytes]:
    path = Path(template)
    if not path.is_absolute():
        path = TEMPLATES / path
    compiler = typst.Compiler(
        path,
        root=ROOT,
        font_paths=fonts.book(),
        ignore_system_fonts=True,
        sys_inputs={"data": orjson.dumps(clean(data)).decode()},
    )
    timestamp = int(moment.now().timestamp())
    try:
        try:
            result = compiler.compile(
                format=form, ppi=ppi, timestamp=timestamp, pdf_standards="a-2b" if form == "pdf" else []
            )
        except typst.TypstError:
            if form != "pdf":
                raise
            # PDF/A forbids a character without a glyph (a rare name); a plain PDF with a gap beats none.
            result = compiler.compile(format=form, timestamp=timestamp, pdf_standards=[])
    except typst.TypstError as error:
        # Messages quote what they stumble over, and the data may be classified.
        logger.error("typst failed on %s: %s", path.name, _QUOTED.sub("`…`", error.message))
        raise Refused("打印版式生成失败，请把单号告诉系统管理员。") from None
    if result is None:
        raise Refused("打印版式没有产生页面，请把单号告诉系统管理员。")
    return result


def clean(value: Any) -> Any:
    """The value as a template may take it: texts without control characters, None as an empty text."""
    if value is None:
        return ""
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
        return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    if isinstance(value, Mapping):
        return {str(key): clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value
