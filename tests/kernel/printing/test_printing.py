"""Forms come out as PDF whatever the data holds; codes fit one version of one record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govops.kernel.access.answers import Refused
from govops.kernel.printing import compiler, forms, verification

FULL: forms.RecordForm = {
    "title": "机房外来人员登记表",
    "number": "JFLF-2026-0318",
    "secrecy": "机密★10年",
    "unit": "信息中心",
    "date": "2026年11月21日",
    "groups": [
        {
            "title": "来访信息",
            "cells": [
                {"label": "来访单位", "value": "华信网络技术有限公司"},
                {"label": "来访类别", "value": "维护"},
                {"label": "来访事由", "value": "巡检\n第二行", "wide": True},
                {"label": "门禁卡号", "value": "临-007"},
            ],
        }
    ],
    "tables": [{"title": "携带物品", "columns": ["名称", "数量"], "rows": [["万用表", "1"], ["检测仪"]]}],
    "opinions": [
        {
            "step": "管理人员意见",
            "text": "同意",
            "name": "张三（代李四）",
            "at": "2026年11月23日",
            "signature": "valid",
        },
        {
            "step": "保密部门意见",
            "text": "同意",
            "name": "王五",
            "at": "2026年11月23日",
            "signature": "broken",
        },
        {"step": "陪同人签字"},
    ],
    "acts": [{"at": "2026-11-21 16:20", "who": "何静", "what": "提交", "note": "代来访人提交"}],
    "attachments": [{"name": "委托书.pdf", "size": "214 KB", "digest": "9f86d081884c7d65"}],
    "article": "S4 第三条",
    "printed_by": "何静",
    "printed_at": "2026-11-23 17:00",
}


def test_a_full_form_is_an_archival_pdf() -> None:
    code = verification.code_for("visitor_entry", 318, "digest")
    picture = verification.qr_svg(f"http://127.0.0.1:8000/verify/{code}")
    form: forms.RecordForm = {**FULL, "verification": {"code": code, "url": "", "qr_svg": picture}}
    pdf = forms.record_pdf(form)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfaid" in pdf


def test_a_form_of_a_title_alone_prints() -> None:
    assert forms.record_pdf({"title": "空表"}).startswith(b"%PDF")


def test_every_given_part_changes_the_sheet() -> None:
    whole = compiler.compile_png("record.typ", forms.record_data(FULL), ppi=40)
    for part in (
        "number",
        "secrecy",
        "unit",
        "date",
        "groups",
        "tables",
        "opinions",
        "article",
        "printed_by",
    ):
        less = {key: value for key, value in FULL.items() if key != part}
        assert compiler.compile_png("record.typ", forms.record_data(less), ppi=40) != whole, part  # type: ignore[arg-type]


def _sheet(**more: Any) -> list[bytes]:
    form: Any = {"title": "表", "groups": [{"title": "甲", "cells": [{"label": "乙", "value": ""}]}], **more}
    return compiler.compile_png("record.typ", forms.record_data(form), ppi=40)


def test_an_empty_box_is_crossed_out_unless_it_waits_for_a_pen() -> None:
    crossed = [{"title": "甲", "cells": [{"label": "乙", "value": "—"}]}]
    assert _sheet() == _sheet(groups=crossed)
    assert _sheet(is_to_be_filled=True) != _sheet()


def test_a_table_stands_with_the_cells_that_it_belongs_to() -> None:
    first = {"title": "甲", "cells": [{"label": "乙", "value": "丙"}]}
    second = {"title": "丁", "cells": [{"label": "戊", "value": "己"}]}
    table = {"title": "清单", "columns": ["名称"], "rows": [["一"]]}
    own = _sheet(groups=[{**first, "tables": [table]}, second])
    assert own != _sheet(groups=[first, second], tables=[table])
    assert _sheet(groups=[{"title": "清单", "tables": [table]}]) == _sheet(groups=[], tables=[table])


def test_markup_in_data_stays_text() -> None:
    evil = '#panic("x") $x$ *b* _i_ @ref <l> \\ ] #{ } ``` // = h #read("/config/settings.py")'
    form: forms.RecordForm = {
        "title": evil,
        "groups": [{"title": evil, "cells": [{"label": evil, "value": evil, "wide": True}]}],
        "opinions": [{"step": evil, "text": evil, "name": evil}],
    }
    assert forms.record_pdf(form).startswith(b"%PDF")


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_any_text_prints(text: str, wide: bool) -> None:
    form: forms.RecordForm = {
        "title": text,
        "groups": [{"title": text, "cells": [{"label": text, "value": text, "wide": wide}]}],
    }
    assert forms.record_pdf(form).startswith(b"%PDF")


def test_long_texts_run_over_pages() -> None:
    form: forms.RecordForm = {
        "title": "年度总结",
        "groups": [{"cells": [{"label": "总结", "value": "运行平稳。" * 600, "wide": True}]}],
        "opinions": [{"step": "意见", "text": "情况属实。" * 300, "name": "周敏", "at": "2026年"}],
    }
    assert len(compiler.compile_png("record.typ", forms.record_data(form), ppi=30)) >= 3


def test_a_word_longer_than_its_cell_breaks() -> None:
    def sheet(value: str) -> dict[str, Any]:
        return forms.record_data(
            {
                "title": "表",
                "groups": [{"cells": [{"label": "摘要", "value": value}, {"label": "乙", "value": "x"}]}],
            }
        )

    tall = "A" * 2400
    assert len(compiler.compile_png("record.typ", sheet(tall), ppi=30)) > 1


def test_a_list_prints_with_its_head_and_says_what_is_missing() -> None:
    rows = [[f"JFLF-2026-{i:04d}", "维护"] for i in range(forms.MAX_LIST_ROWS + 5)]
    data = forms.list_data({"title": "台账", "columns": ["编号", "类别"], "rows": rows})
    assert len(data["rows"]) == forms.MAX_LIST_ROWS
    assert data["total"] == forms.MAX_LIST_ROWS + 5
    assert forms.list_pdf({"title": "台账", "columns": ["编号"], "rows": []}).startswith(b"%PDF")
    assert len(compiler.compile_png("list.typ", {**data, "rows": rows[:60]}, ppi=30)) > 1


def test_a_module_may_bring_its_own_template() -> None:
    own = compiler.TEMPLATES / "record.typ"
    assert own.is_absolute()
    assert forms.record_pdf({"title": "表"}, template=str(own)).startswith(b"%PDF")


def test_a_broken_template_is_refused_in_words(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Refused, match="打印版式生成失败"):
        compiler.compile_pdf("record.typ", {"title": "秘密内容"})
    assert "typst failed on record.typ" in caplog.text
    assert "秘密内容" not in caplog.text


def test_a_sign_without_a_glyph_still_prints() -> None:
    assert forms.record_pdf({"title": "阿木日\ua21c"}).startswith(b"%PDF")


def test_missing_fonts_are_refused_in_words(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOVOPS_FONTS", raising=False)
    settings.PRINT_FONT_DIRS = [tmp_path]
    with pytest.raises(Refused, match="打印所需的中文字体未安装"):
        forms.record_pdf({"title": "表"})


def test_control_characters_are_left_out() -> None:
    assert compiler.clean({"a": ["x\x00y\r\nz\t.", None, 3, True]}) == {"a": ["xy\nz    .", "", 3, True]}


def test_a_code_has_four_groups_of_unmistakable_signs() -> None:
    code = verification.code_for("visitor_entry", 318, "a" * 64)
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert set(code) - {"-"} <= set(verification.ALPHABET)
    assert not set("01IO") & set(verification.ALPHABET)


def test_a_code_fits_one_version_of_one_record_here(settings: Any) -> None:
    code = verification.code_for("visitor_entry", 318, "a")
    assert verification.check(code, "visitor_entry", 318, "a")
    assert verification.check(f" {code.lower().replace('-', '')} ", "visitor_entry", 318, "a")
    assert not verification.check(code, "visitor_entry", 319, "a")
    assert not verification.check(code, "visitor_entry", 318, "b")
    assert not verification.check(code, "key_request", 318, "a")
    assert not verification.check("", "visitor_entry", 318, "a")
    settings.SECRET_KEY = "another installation with another secret key 0123456789"
    assert not verification.check(code, "visitor_entry", 318, "a")


def test_the_qr_picture_is_svg() -> None:
    assert verification.qr_svg("http://127.0.0.1:8000/verify/x/1").startswith("<svg")
