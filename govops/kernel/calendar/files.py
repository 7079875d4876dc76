"""Holiday files: the JSON of the public holiday-cn project, and a plain CSV anyone can type.

JSON: `{"year": 2026, "papers": ["http://www.gov.cn/…"], "days": [{"name": "元旦", "date": "2026-01-01",
"isOffDay": true}, …]}`.
CSV (UTF-8 or GB18030, with a heading line): `日期,类型,名称,时段`; 类型 is 休 or 班; 时段 is empty or
`08:30-12:00;13:30-17:30`.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from govops.kernel.access.answers import Refused
from govops.kernel.calendar import spans
from govops.kernel.calendar.day_specs import DaySpec, YearFile, check
from govops.kernel.calendar.holidays import OFF, WORK

MAX_BYTES = 1_000_000
_KINDS = {
    "休": OFF,
    "休息": OFF,
    "放假": OFF,
    "off": OFF,
    "班": WORK,
    "上班": WORK,
    "补班": WORK,
    "work": WORK,
}
_COLUMNS = ("日期", "类型", "名称")


def read(name: str, content: bytes, *, year: int | None = None) -> YearFile:
    """The year in a file, by its ending (.json or .csv). Refuses what it cannot read, saying where and what to do.

    `year` is needed only when a CSV's dates leave it open; given, it must agree with the file.
    """
    if len(content) > MAX_BYTES:
        raise _bad("文件超过 1 MB，不像是放假安排文件")
    text = _text(content)
    if name.lower().endswith(".json"):
        found = _json(text)
    elif name.lower().endswith(".csv"):
        found = _csv(text, year)
    else:
        raise _bad("只能导入 .json 或 .csv 文件")
    if year is not None and found.year != year:
        raise _bad(f"文件是 {found.year} 年的，与所选的 {year} 年不一致")
    if not found.days:
        raise _bad(f"文件中没有任何日期，{found.year} 年的放假通知可能尚未发布")
    return YearFile(found.year, check(found.year, found.days), found.source)


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _bad("文件编码无法识别，请另存为 UTF-8")


def _json(text: str) -> YearFile:
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _bad("文件不是有效的 JSON") from error
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("days"), list)
        or type(data.get("year")) is not int
    ):
        raise _bad("JSON 应含 year（年份）和 days（日期列表）")
    papers = data.get("papers") or []
    source = " ".join(str(paper) for paper in papers) if isinstance(papers, list) else str(papers)
    days = [_json_day(index, day) for index, day in enumerate(data["days"], start=1)]
    return YearFile(_year(data["year"]), tuple(days), source)


def _json_day(index: int, day: Any) -> DaySpec:
    where = f"第 {index} 个日期"
    if not isinstance(day, dict) or not isinstance(day.get("isOffDay"), bool):
        raise _bad(f"{where}应含 name、date 和 isOffDay（true 或 false）")
    return DaySpec(
        _date(where, day.get("date")), OFF if day["isOffDay"] else WORK, str(day.get("name") or "").strip()
    )


def _csv(text: str, year: int | None) -> YearFile:
    rows = csv.DictReader(io.StringIO(text))
    heading = [str(name or "").strip() for name in rows.fieldnames or ()]
    if missing := [name for name in _COLUMNS if name not in heading]:
        raise _bad(f"首行缺少列“{'、'.join(missing)}”，首行应为：日期,类型,名称,时段")
    rows.fieldnames = heading
    try:
        days = [_csv_day(rows.line_num, row) for row in rows if any(map(_filled, row.values()))]
    except csv.Error as error:
        raise _bad(f"第 {rows.line_num} 行不是有效的 CSV") from error
    return YearFile(year or _most_common_year(days), tuple(days))


def _csv_day(line: int, row: dict[str, Any]) -> DaySpec:
    where = f"第 {line} 行"
    kind = str(row["类型"] or "").strip()
    if kind.lower() not in _KINDS:
        raise _bad(f"{where}的类型“{kind}”无法识别，应为“休”或“班”")
    name = str(row["名称"] or "").strip()
    return DaySpec(_date(where, row["日期"]), _KINDS[kind.lower()], name, _hours(where, row.get("时段")))


def _hours(where: str, value: Any) -> tuple[spans.Span, ...] | None:
    text = str(value or "").strip()
    if not text:
        return None
    parts = text.replace("；", ";").replace("–", "-").replace("—", "-").replace("~", "-").split(";")
    try:
        return spans.parse(part.split("-") for part in parts if part.strip())
    except ValueError as error:
        raise _bad(f"{where}的时段有误：{error}") from error


def _date(where: str, value: Any) -> date:
    text = str(value or "").strip()
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise _bad(f"{where}的日期“{text}”无法识别，应写成 2027-01-01 这样")


def _year(value: int) -> int:
    if not 2000 <= value <= 2100:
        raise _bad(f"年份 {value} 不在 2000 至 2100 之间")
    return value


def _most_common_year(days: Iterable[DaySpec]) -> int:
    years = Counter(day.date.year for day in days)
    if not years:
        raise _bad("文件中没有任何日期")
    return _year(years.most_common(1)[0][0])


def _filled(value: Any) -> bool:
    return bool(value and str(value).strip())


def _bad(sentence: str) -> Refused:
    return Refused(sentence, field="file", status=422)
