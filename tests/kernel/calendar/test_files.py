"""Holiday files and the command that takes them in."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from govops.kernel.access.answers import Refused
from govops.kernel.calendar import files
from govops.kernel.calendar.models import CalendarYear
from govops.kernel.calendar.spans import Span

DAYS_2027 = [
    {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
    {"name": "春节", "date": "2027-01-31", "isOffDay": False},
]
JSON_2027 = json.dumps(
    {"year": 2027, "papers": ["http://www.gov.cn/a", "http://www.gov.cn/b"], "days": DAYS_2027}
)
CSV_2027 = "日期,类型,名称,时段\n2027-01-01,休,元旦,\n2027/3/8,班,妇女节半天,08:30-12:00\n,,,\n2027年5月1日,off,劳动节,\n"


def test_a_json_file():
    found = files.read("2027.JSON", JSON_2027.encode())
    assert (found.year, found.source) == (2027, "http://www.gov.cn/a http://www.gov.cn/b")
    assert [(day.date, day.kind, day.name) for day in found.days] == [
        (date(2027, 1, 1), "off", "元旦"),
        (date(2027, 1, 31), "work", "春节"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file_as_typed_or_as_a_spreadsheet_saves_it(encoding):
    found = files.read("放假.csv", CSV_2027.encode(encoding))
    assert [(day.date, day.kind, day.spans) for day in found.days] == [
        (date(2027, 1, 1), "off", None),
        (date(2027, 3, 8), "work", (Span(510, 720),)),
        (date(2027, 5, 1), "off", None),
    ]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.xlsx", "", "只能导入 .json 或 .csv 文件"),
        ("a.json", "{", "不是有效的 JSON"),
        ("a.json", "[" * 100_000, "不是有效的 JSON"),
        ("a.json", "[]", "应含 year"),
        ("a.json", '{"year": true, "days": []}', "应含 year"),
        ("a.json", '{"year": 1, "days": []}', "年份 1 不在"),
        ("a.json", '{"year": 2027, "days": []}', "2027 年的放假通知可能尚未发布"),
        ("a.json", '{"year": 2027, "days": [{"date": "2027-01-01"}]}', "第 1 个日期应含"),
        (
            "a.json",
            '{"year": 2027, "days": [{"name": "x", "date": "1/1", "isOffDay": true}]}',
            "“1/1”无法识别",
        ),
        ("a.csv", "日期,类型\n", "首行缺少列“名称”"),
        ("a.csv", "日期,类型,名称\n", "没有任何日期"),
        ("a.csv", "日期,类型,名称\n2027-01-01,假,元旦\n", "第 2 行的类型“假”无法识别"),
        ("a.csv", "日期,类型,名称\n2027-13-01,休,元旦\n", "第 2 行的日期“2027-13-01”无法识别"),
        ("a.csv", "日期,类型,名称,时段\n2027-03-08,班,半天,8点\n", "第 2 行的时段有误"),
        ("a.csv", "日期,类型,名称,时段\n2027-03-08,班,半天,12:00-08:00\n", "结束时间必须晚于开始时间"),
        ("a.csv", "日期,类型,名称\n2027-01-01,休,元旦\n2027-01-01,休,元旦\n", "2027-01-01：重复出现"),
        ("a.csv", "x" * 1_000_001, "文件超过 1 MB"),
    ],
)
def test_a_bad_file_is_refused_with_the_place_and_the_way_out(name, text, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        files.read(name, text.encode())
    assert refused.value.status == 422


def test_a_file_of_another_year_than_asked():
    with pytest.raises(Refused, match="文件是 2027 年的，与所选的 2026 年不一致"):
        files.read("a.json", JSON_2027.encode(), year=2026)


def run(tmp_path, content: str, *arguments: str) -> str:
    path = tmp_path / "2027.json"
    path.write_text(content, encoding="utf-8")
    out = StringIO()
    call_command("calendar_import", str(path), *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_command_imports_approves_and_amends(calendar, tmp_path):
    assert (
        run(tmp_path, JSON_2027)
        == "2027 年日历已预排：新增 1 天、更改 0 天、撤销 12 天；重新计算计时 0 个，到期时间变动 0 个"
    )
    assert "2027 年日历已核定" in run(tmp_path, JSON_2027, "--approve", "--notice", "国办发明电〔2026〕9号")
    with pytest.raises(CommandError, match="已核定，不能重新预排"):
        run(tmp_path, JSON_2027)
    amended = json.dumps({"year": 2027, "days": DAYS_2027[:1]})
    told = run(tmp_path, amended, "--amend", "--notice", "国办发明电〔2027〕1号", "--reason", "调整")
    assert told.startswith("2027 年日历已修订：新增 0 天、更改 0 天、撤销 1 天")
    assert CalendarYear.objects.get(calendar=calendar, year=2027).notice_no == "国办发明电〔2027〕1号"
    with pytest.raises(CommandError, match="没有需要修订的内容"):
        run(tmp_path, amended, "--amend", "--notice", "x", "--reason", "调整")


def test_the_command_leaves_nothing_half_done(calendar, tmp_path):
    with pytest.raises(CommandError, match="请填写放假通知的文号"):
        run(tmp_path, JSON_2027, "--approve")
    assert calendar.overrides.filter(retired_at=None, notice_year=2027).count() == 13


@pytest.mark.django_db
def test_the_command_says_what_is_missing(tmp_path):
    with pytest.raises(CommandError, match="尚未建立默认工作日历"):
        run(tmp_path, JSON_2027)
    with pytest.raises(CommandError, match="工作日历“x”不存在"):
        run(tmp_path, JSON_2027, "--calendar", "x")
    with pytest.raises(CommandError, match="无法读取文件"):
        call_command("calendar_import", str(tmp_path / "none.json"))
